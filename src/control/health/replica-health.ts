import type { ReplicaPresence } from '../../ports/store-reads.ts'
import type { CheckDependency } from './health.ts'

/** Checks that the replica answers and keeps up. The primary does its work meanwhile, so it is never DOWN. */
export function replicaHealth(presence: () => ReplicaPresence | undefined): readonly CheckDependency[] {
  if (presence() === undefined) return []
  return [
    async () => {
      const replica = presence()
      const trouble = replica && describeTrouble(replica)
      const message = trouble === undefined ? 'has what the primary has' : `${trouble}; the primary is read from instead`
      return { name: 'replica', status: trouble === undefined ? 'OK' : 'DEGRADED', latencyMs: null, message }
    },
  ]
}

function describeTrouble({ isUsed, isEstranged, awayBecause, lagMs, revisionsBehind }: ReplicaPresence): string | undefined {
  const behind = `${(lagMs / 1_000).toFixed(1)} s and ${revisionsBehind} revisions behind`
  if (awayBecause !== undefined) return `${awayBecause}; it may be ${behind}`
  if (isEstranged)
    return 'has not followed the primary, which went back; it may have what was lost, so make it anew from the primary'
  return isUsed ? undefined : `is ${behind}`
}
