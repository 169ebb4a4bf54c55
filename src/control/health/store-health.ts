import type { ConfigRevision } from '../../core/config/revision.ts'
import { describeRevision, isSameRevision } from '../../core/config/revision-identity.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ConfigStore } from '../../ports/config-store.ts'
import type { StorePresence } from '../../ports/store-presence.ts'
import type { CheckDependency } from './health.ts'

export type StoreHealthParts = {
  readonly store: ConfigStore
  readonly clock: Clock
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
  readonly storePresence: () => StorePresence
}

/** Checks that the config store answers and holds the revision that this node runs. */
export function storeHealth({ store, clock, running, storePresence }: StoreHealthParts): CheckDependency {
  return async () => {
    const startedMonoMs = clock.nowMonoMs()
    const latencyMs = (): number => Math.round((clock.nowMonoMs() - startedMonoMs) * 10) / 10
    try {
      const live = await store.live()
      const runs = running()
      const isRunning = live === undefined ? runs === undefined : isSameRevision(live, runs)
      // Equal numbers would say that all is well, so the hashes tell the two apart.
      const isAnother = !isRunning && live !== undefined && live.number === runs?.number
      const named = (revision: ConfigRevision | undefined): string =>
        revision !== undefined && isAnother ? describeRevision(revision) : `revision ${revision?.number ?? 'none'}`
      const message = `holds ${named(live)}${isRunning ? '' : `; this node runs ${named(runs)}, the log says why`}`
      return { name: 'config-store', status: isRunning ? 'OK' : 'DEGRADED', latencyMs: latencyMs(), message }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const message = `${reason}; redirects go on with the last revision`
      const { ageMs } = storePresence()
      const age = ageMs === undefined ? {} : { ageSeconds: Math.floor(ageMs / 1_000) }
      return { name: 'config-store', status: 'DOWN', latencyMs: latencyMs(), message, ...age }
    }
  }
}
