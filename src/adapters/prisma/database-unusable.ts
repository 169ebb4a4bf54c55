export type UnusableReason =
  /** The files can't be read as a database, or another PostgreSQL version made them. */
  | 'DAMAGED'
  | 'DISK_FULL'
  /** The folder can't be made, read or written by this user. */
  | 'NO_ACCESS'
  /** The machine lets the process open no more files, or has no memory, or its disk fails: the state of the database is unknown. */
  | 'MACHINE_LIMIT'
  /** The reason is unknown. */
  | 'NOT_OPENED'
  /** A newer Sluice has migrated it. */
  | 'NEWER_SCHEMA'
  /** An applied migration differs from the one in this program. */
  | 'CHANGED_SCHEMA'
  /** A migration failed, or was not finished. */
  | 'MIGRATION_FAILED'
  /** The server can't be reached, or doesn't answer. */
  | 'AWAY'
  /** The server answers, but not to this user, or not yet. */
  | 'REFUSED'

/** The database can't be used by this process at all. The message says what to do; `cause` has the details. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable'
  readonly reason: UnusableReason

  constructor(reason: UnusableReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
