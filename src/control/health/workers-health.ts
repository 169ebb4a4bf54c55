import type { ConfigRevision } from '../../core/config/revision.ts'
import { describeRevision, isSameRevision, joinReported } from '../../core/config/revision-identity.ts'
import type { FleetView, Worker } from '../../ports/fleet-view.ts'
import type { CheckDependency } from './health.ts'

export type WorkersHealthParts = {
  readonly fleet: FleetView
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
}

/** Checks that every redirect worker of this node is ready and runs the revision that the node agent hands out. */
export function workersHealth({ fleet, running }: WorkersHealthParts): CheckDependency {
  return async () => {
    const live = running()
    const workers = fleet.workers()
    const troubled = workers.filter((worker) => worker.state !== 'READY' || (worker.as === 'LIVE' && !isOn(worker, live)))
    const told = troubled.map(
      (worker) =>
        `${worker.id} is ${worker.state} on ${nameOf(worker, live)}${worker.problem === null ? '' : ` (${worker.problem})`}`,
    )
    const trying = workers.filter(({ as }) => as === 'CANARY').map(({ id, revision }) => `${id} revision ${revision}`)
    const all = [
      `${trying.length === 0 ? 'all ' : ''}${workers.length - trying.length} run revision ${live?.number ?? 0}`,
      ...trying,
    ].join(', ')
    const message = troubled.length === 0 ? all : told.join('; ')
    return { name: 'workers', status: troubled.length === 0 ? 'OK' : 'DEGRADED', latencyMs: null, message }
  }
}

function isOn({ revision, sha256 }: Worker, live: ConfigRevision | undefined): boolean {
  return live === undefined || isSameRevision(joinReported(revision, sha256), live)
}

/** Names the revision of a worker, with the hashes where another revision has the same number. */
function nameOf(worker: Worker, live: ConfigRevision | undefined): string {
  const told = joinReported(worker.revision, worker.sha256)
  if (told === undefined) return 'revision none'
  if (live === undefined || told.number !== live.number || isSameRevision(told, live)) return `revision ${told.number}`
  return `${describeRevision(told)}, another than ${describeRevision(live)}, which is live`
}
