import { ownAttempt } from '../core/change/attempt.ts'
import type { ConfigPlanner } from '../core/change/config-change.ts'
import { planBootstrap, planRecovery } from '../core/change/plan-start.ts'
import type { RoutingConfig } from '../core/config/model.ts'
import { BOOTSTRAP_AUTHOR } from '../core/config/revision.ts'
import { whyNotPublishable } from '../core/config/why-not-publishable.ts'
import { describeProblem } from '../core/result.ts'
import type { Clock } from '../ports/clock.ts'
import { StoreUnavailable, type ConfigStore } from '../ports/config-store.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'

export type PrepareStoreParts = {
  readonly store: ConfigStore
  readonly snapshots: SnapshotStore
  /** Names the snapshots that were passed over and are unchanged. */
  readonly unusableSnapshots: () => readonly string[]
  readonly clock: Clock
  /** Revision 1 by the environment. */
  readonly bootstrap: RoutingConfig
  /**
   * Whether the store may have lost its last writes, so that a newer snapshot holds them. A store that fsyncs has lost none: such a
   * snapshot is another store's.
   */
  readonly mayHaveLostWrites: boolean
  readonly onNews: (message: string) => void
}

/**
 * Prepares a store before its first use. A snapshot newer than the store is inserted again if the store may have lost its last
 * writes, and removed if not. An empty store gets revision 1, or none if unusable snapshots exist, since they held something else.
 * Resolves to the number of the live revision. Rejects with StoreUnavailable when the store is away or stays empty;
 * it may be called again then.
 */
export async function prepareStore({
  store,
  snapshots,
  unusableSnapshots,
  clock,
  bootstrap,
  mayHaveLostWrites,
  onNews,
}: PrepareStoreParts): Promise<number> {
  const before = (await store.live())?.number ?? 0
  const snapshot = await snapshots.newest((revision) =>
    mayHaveLostWrites && revision.number > before ? whyNotPublishable(revision) : undefined,
  )
  const isNewer = snapshot !== undefined && snapshot.number > before
  if (isNewer && !mayHaveLostWrites) {
    await snapshots.removeNewerThan(before)
    onNews(
      `the snapshot of revision ${snapshot.number} was removed: the database holds ${before === 0 ? 'none' : `revision ${before}`}, and it decides`,
    )
  }
  if (isNewer && mayHaveLostWrites) {
    const live = await apply(planRecovery(snapshot))
    onNews(
      `revision ${snapshot.number} was recovered from its snapshot; the database held ${before === 0 ? 'none' : `revision ${before}`}`,
    )
    return live
  }
  if (before > 0) return before
  const unusable = unusableSnapshots()
  if (unusable.length === 0) return apply(planBootstrap(bootstrap))
  throw new StoreUnavailable(
    `it holds no revision, and no snapshot can be used: ${unusable.join('; ')}; restore one of them or the database, or move the folder snapshots away to start anew from the settings`,
  )

  async function apply(planner: ConfigPlanner): Promise<number> {
    const changed = await store.change(ownAttempt('start', clock.nowIso(), BOOTSTRAP_AUTHOR), planner)
    if (!changed.ok) throw new Error(`the first revision can't be made: ${describeProblem(changed.problem)}`)
    const { live } = changed.value
    if (live !== undefined) await snapshots.write(live)
    return live?.number ?? 0
  }
}
