export type UnusableReason =
  /** The files can't be read as a database, or another PostgreSQL version made them. */
  | 'DAMAGED'
  | 'DISK_FULL'
  /** The folder can't be made, read or written by this user. */
  | 'NO_ACCESS'
  /** The machine lacks open files or memory, or its disk fails: the state of the database is unknown. */
  | 'MACHINE_LIMIT'
  /** The reason is unknown. */
  | 'NOT_OPENED'
  /** A newer Sluice has migrated it. */
  | 'NEWER_SCHEMA'
  /** An applied migration differs from the one in this program. */
  | 'CHANGED_SCHEMA'
  /** A migration failed, or was not finished. */
  | 'MIGRATION_FAILED'
  /** The server is out of reach, or doesn't answer. */
  | 'AWAY'
  /** The server answers, and refuses this user, or all users for now. */
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
