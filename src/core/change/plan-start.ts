import type { Canary } from '../canary/canary.ts'
import { ok } from '../result.ts'
import { canonicalJson } from '../config/canonical.ts'
import type { ConfigPlanner, ConfigState } from './config-change.ts'
import type { RoutingConfig } from '../config/model.ts'
import { takeCanaryBack } from './plan-end-canary.ts'
import { planRevision } from './plan-revision.ts'
import type { ConfigRevision } from '../config/revision.ts'

/** Publishes revision 1 from the environment, unless the store holds a revision. */
export function planBootstrap(config: RoutingConfig): ConfigPlanner {
  return {
    action: 'bootstrap',
    target: 'revisions.1',
    plan: (state, attempt) =>
      state.live === undefined
        ? planRevision(config, { message: 'made from the environment', rollbackOf: null })(state, attempt)
        : ok(undefined),
  }
}

/** Inserts a snapshot as its revision again when it is newer than the store, which lost its last writes. */
export function planRecovery(snapshot: ConfigRevision): ConfigPlanner {
  const target = `revisions.${snapshot.number}`
  return {
    action: 'RECOVERED',
    target,
    plan(state, attempt) {
      const { live, canary } = state
      if (live !== undefined && live.number >= snapshot.number) return ok(undefined)
      const audit = { target, before: live?.number ?? null, after: snapshot.number }
      if (canary?.revision.number === snapshot.number) {
        // A canary has a snapshot only if it was promoted.
        const promoted: Canary = {
          ...canary.canary,
          state: 'PROMOTED',
          reason: 'recovered from its snapshot',
          endedAt: attempt.at,
        }
        return ok({ workingCopy: state.workingCopy, revision: undefined, canary: promoted, audit })
      }
      const workingCopy = hasPendingChanges(state) ? state.workingCopy : snapshot.config
      const recovery = { action: 'RECOVERED', target, plan: () => ok({ workingCopy, revision: snapshot, audit }) }
      // The store lost the change that ended an older canary, too.
      const isOver = canary !== undefined && canary.revision.number < snapshot.number
      return (isOver ? takeCanaryBack(recovery, 'a newer revision was recovered') : recovery).plan(state, attempt)
    },
  }
}

function hasPendingChanges({ workingCopy, live }: ConfigState): boolean {
  return live !== undefined && canonicalJson(workingCopy) !== canonicalJson(live.config)
}
