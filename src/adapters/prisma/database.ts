import type { PrismaClient } from '../../generated/prisma/client.ts'
import type { TimeOf } from './transactions.ts'

/** Where the tables of `prisma/schema.prisma` are: embedded or on a server. */
export type Database = {
  /** For people, without a secret. */
  readonly name: string
  readonly client: PrismaClient
  /** Whose time its changes go by: that of a server, or of this process, in which it runs. */
  readonly timeOf: TimeOf
  /**
   * Resolves once it can be used, with all migrations applied. Rejects with DatabaseUnusable, whose message says why not; then it
   * may be tried again.
   */
  readonly open: () => Promise<void>
  /** Waits for what is under way. Afterwards the client rejects everything. While open it keeps the process alive. */
  readonly close: () => Promise<void>
}
