import { PrismaClient } from '../../generated/prisma/client.ts'
import { StoreUnavailable } from '../../ports/config-store.ts'
import type { EmbeddedDatabase } from './pglite.ts'

/**
 * Stands in for a database that can't be opened: every call rejects with the reason. The rest of the program runs as usual, and
 * answers STORE_UNAVAILABLE.
 */
export function unusableDatabase(reason: string): EmbeddedDatabase {
  const connect = () => Promise.reject(new StoreUnavailable(reason))
  const client = new PrismaClient({ adapter: { provider: 'postgres', adapterName: 'unusable', connect } })
  return { client, close: () => client.$disconnect() }
}
