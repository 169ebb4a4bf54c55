import { planBootstrap, planRecovery, type Attempt, type Planner } from '../core/config/lifecycle.ts'
import type { RoutingConfig } from '../core/config/model.ts'
import { BOOTSTRAP_AUTHOR } from '../core/config/revision.ts'
import { describeProblem } from '../core/result.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'

export type PrepareStoreParts = {
  readonly store: ConfigStore
  readonly snapshots: SnapshotStore
  readonly clock: Clock
  /** Revision 1 as the environment describes it. */
  readonly bootstrap: RoutingConfig
  readonly onNews: (message: string) => void
}

/**
 * Before anything is asked of a store: a snapshot that is newer than what it holds (it lost its last writes) is inserted again; a
 * store that answers that it holds nothing gets revision 1. Resolves to the number of the live revision. Rejects with
 * StoreUnavailable when the store doesn't answer; it may be called again then.
 */
export async function prepareStore({ store, snapshots, clock, bootstrap, onNews }: PrepareStoreParts): Promise<number> {
  const snapshot = await snapshots.newest()
  const before = (await store.live())?.number ?? 0
  if (snapshot !== undefined && snapshot.number > before) {
    const live = await apply(planRecovery(snapshot))
    onNews(
      `revision ${snapshot.number} was recovered from its snapshot; the database held ${before === 0 ? 'none' : `revision ${before}`}`,
    )
    return live
  }
  return before === 0 ? apply(planBootstrap(bootstrap)) : before

  async function apply(plan: Planner): Promise<number> {
    const attempt: Attempt = { actor: BOOTSTRAP_AUTHOR, role: 'admin', address: 'local', requestId: 'start', at: clock.nowIso() }
    const changed = await store.change(attempt, plan)
    if (!changed.ok) throw new Error(`the first revision can't be made: ${describeProblem(changed.problem)}`)
    const { live } = changed.value
    if (live !== undefined) await snapshots.write(live)
    return live?.number ?? 0
  }
}
