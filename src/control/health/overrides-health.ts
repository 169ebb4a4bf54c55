import type { NodeOnlyChange } from '../../core/change/node-overrides.ts'
import { describeOverride } from '../../core/override/override.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { CheckDependency } from './health.ts'

/** Most changes that the message names. */
const NAMED = 5

/** Reports the changes of overrides that hold on this node alone, since the store does not know them yet. */
export function overridesHealth(fleet: Pick<FleetView, 'overrides'>): CheckDependency {
  return async () => {
    const { nodeOnly } = fleet.overrides()
    if (nodeOnly === undefined)
      return { name: 'overrides', status: 'OK', latencyMs: null, message: 'the config store knows every override' }
    const named = nodeOnly.slice(-NAMED).map(describeChange).join('; ')
    const message = `NODE_ONLY: ${nodeOnly.length} changed on this node alone, to be joined when the config store takes them; ${nodeOnly.length > NAMED ? 'the last ones: ' : ''}${named}`
    return { name: 'overrides', status: 'DEGRADED', latencyMs: null, message }
  }
}

function describeChange({ target, after, attempt }: NodeOnlyChange): string {
  return after === null ? `${target} lifted by ${attempt.actor}` : describeOverride(after)
}
