import type { ConfigRevision } from '../../core/config/revision.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { CheckDependency } from './health.ts'

export type WorkersHealthParts = {
  readonly fleet: FleetView
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
}

/** Whether every redirect worker of this node is ready and runs what the node agent hands out. */
export function workersHealth({ fleet, running }: WorkersHealthParts): CheckDependency {
  return async () => {
    const live = running()?.number ?? 0
    const workers = fleet.workers()
    const troubled = workers.filter(({ state, revision }) => state !== 'READY' || (revision ?? 0) < live)
    const told = troubled.map(
      ({ id, state, revision, problem }) =>
        `${id} is ${state} on revision ${revision ?? 'none'}${problem === null ? '' : ` (${problem})`}`,
    )
    const ahead = workers.filter(({ revision }) => (revision ?? 0) > live).map(({ id, revision }) => `${id} revision ${revision}`)
    const all = [`${ahead.length === 0 ? 'all ' : ''}${workers.length - ahead.length} run revision ${live}`, ...ahead].join(', ')
    const message = troubled.length === 0 ? all : told.join('; ')
    return { name: 'workers', status: troubled.length === 0 ? 'OK' : 'DEGRADED', latencyMs: null, message }
  }
}
