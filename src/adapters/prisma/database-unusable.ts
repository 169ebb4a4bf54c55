export type UnusableReason =
  /** The files can't be read as a database, or were made by another PostgreSQL version. */
  | 'DAMAGED'
  | 'DISK_FULL'
  /** The folder can't be made, read or written by this user. */
  | 'NO_ACCESS'
  /** The machine lets the process open no more files, or has no memory, or its disk fails: nothing is known of the database. */
  | 'MACHINE_LIMIT'
  /** Nobody could say why. */
  | 'NOT_OPENED'
  /** A newer Sluice has migrated it. */
  | 'NEWER_SCHEMA'
  /** An applied migration isn't the one that this program has. */
  | 'CHANGED_SCHEMA'
  /** A migration didn't run to its end. */
  | 'MIGRATION_FAILED'
  /** The server can't be reached, or doesn't answer. */
  | 'AWAY'
  /** The server answers, but not to this user, or not yet. */
  | 'REFUSED'

/** The database can't be used by this process, whatever one asks of it. The message says what to do; `cause` has the details. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable'
  readonly reason: UnusableReason

  constructor(reason: UnusableReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
