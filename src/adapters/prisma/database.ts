import type { PrismaClient } from '../../generated/prisma/client.ts'
import type { StoreConnections } from '../../ports/store-presence.ts'
import type { TimeOf } from './transactions.ts'

/** Database with the tables of `prisma/schema.prisma`, embedded or on a server. */
export type Database = {
  /** Name for people, without a secret. */
  readonly name: string
  readonly client: PrismaClient
  /** Connections of the pool now; undefined: the database is embedded. */
  readonly connections: () => StoreConnections | undefined
  /** Clock that stamps changes: of the server, or of this process when the database is embedded. */
  readonly timeOf: TimeOf
  /**
   * Resolves once it can be used, with all migrations applied. Rejects with DatabaseUnusable, whose message says why; it may be
   * tried again.
   */
  readonly open: () => Promise<void>
  /** Waits for running work; afterwards the client rejects everything. An open database keeps the process alive. */
  readonly close: () => Promise<void>
}
