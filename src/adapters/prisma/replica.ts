import { StoreUnavailable } from '../../ports/config-store.ts'
import type { Clock } from '../../ports/clock.ts'
import type { StoreReads } from '../../ports/store-reads.ts'
import { readOverrides } from './overrides.ts'
import { openPostgresDatabase } from './postgres.ts'
import { revisionOfRow } from './rows.ts'
import { openReplicaVersions } from './store-versions.ts'
import { readInTime } from './read-with-retries.ts'
import { inTime } from './transactions.ts'

/** One look at a time, and one that hangs. */
const CONNECTIONS = 2

/** Opens the reads of a streaming replica. Nothing is written there, and no migration applied: both come from its primary. */
export function openReplica(url: string, clock: Pick<Clock, 'after'>): StoreReads & { close(): Promise<void> } {
  const { client, name, close } = openPostgresDatabase(url, CONNECTIONS)
  const askVersions = openReplicaVersions(client, clock)
  return {
    askVersions: () => naming(askVersions()),
    async revision(number) {
      const row = await naming(inTime(clock, () => client.configRevision.findUnique({ where: { number } })))
      return row === null ? undefined : revisionOfRow(row)
    },
    overrides: () => naming(readInTime(client, clock, 'RepeatableRead', readOverrides)),
    close,
  }

  async function naming<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      const { message, cause } = error
      // With a cause it is worded for whichever database, of which most are those of DATABASE_URL.
      const own = cause === undefined ? message : message.replace('DATABASE_URL', 'DATABASE_REPLICA_URL')
      throw new StoreUnavailable(`${name}: ${own}`, { cause })
    }
  }
}
