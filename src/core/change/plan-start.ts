import type { Canary } from '../canary/canary.ts'
import { ok } from '../result.ts'
import { canonicalJson } from '../config/canonical.ts'
import type { ConfigPlanner, ConfigState } from './config-change.ts'
import type { RoutingConfig } from '../config/model.ts'
import { planRevision } from './plan-revision.ts'
import type { ConfigRevision } from '../config/revision.ts'

/** Revision 1, from the environment, of a store that answered that it holds none. */
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

/** A snapshot that is newer than what the store holds (it lost its last writes) becomes that revision again. */
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
        // It was promoted: nothing else makes a snapshot of it.
        const promoted: Canary = {
          ...canary.canary,
          state: 'PROMOTED',
          reason: 'recovered from its snapshot',
          endedAt: attempt.at,
        }
        return ok({ workingCopy: state.workingCopy, revision: undefined, canary: promoted, audit })
      }
      const workingCopy = hasPendingChanges(state) ? state.workingCopy : snapshot.config
      return ok({ workingCopy, revision: snapshot, audit })
    },
  }
}

function hasPendingChanges({ workingCopy, live }: ConfigState): boolean {
  return live !== undefined && canonicalJson(workingCopy) !== canonicalJson(live.config)
}
