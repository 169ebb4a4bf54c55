/**
 * Every limit of a wait for the database, in milliseconds, the shortest first. Whoever can still undo something gives up first: the
 * lock, then the transaction, then the connection, then the caller. All stay below the 5 s that the ports promise, but for the start.
 */
export const deadlines = {
  /** For the lock, where it is only asked whether it can be taken. */
  lockCheckMs: 500,
  /** For a connection, new or returned to the pool, and for a transaction to begin on it. */
  connectMs: 2_000,
  /** For the lock of all changes. */
  lockMs: 2_000,
  /** For each statement of a change, and for a whole transaction by Prisma. */
  transactionMs: 2_500,
  /** Idle connections are closed before they count as silent. */
  idleMs: 4_000,
  /** After it the server takes the lock from a process that froze, or was cut off, in the middle of a change. */
  idleInTransactionMs: 4_000,
  /** Without a byte on a connection; a healthy server ends each statement of a transaction sooner. */
  silenceMs: 4_500,
  /** For any answer: for failures that Prisma can't end, such as a connection that hangs. */
  answerMs: 4_800,
  /** For a statement outside of a change, by the server, whose caller has given up by then. */
  statementMs: 5_000,
  /** A node that starts waits for others that migrate. */
  migratorLockMs: 30_000,
  migratorStatementMs: 60_000,
  migratorSilenceMs: 65_000,
} as const
