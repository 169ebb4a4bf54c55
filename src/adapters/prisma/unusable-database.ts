import { PrismaClient } from '../../generated/prisma/client.ts'
import { StoreUnavailable } from '../../ports/config-store.ts'
import type { EmbeddedDatabase } from './pglite.ts'

/**
 * Stands in for a database that can't be opened: whatever is asked of it rejects for that reason. With it the rest of the
 * program is the same, and answers STORE_UNAVAILABLE.
 */
export function unusableDatabase(reason: string): EmbeddedDatabase {
  const connect = () => Promise.reject(new StoreUnavailable(reason))
  const client = new PrismaClient({ adapter: { provider: 'postgres', adapterName: 'unusable', connect } })
  return { client, close: () => client.$disconnect() }
}
