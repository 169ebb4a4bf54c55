import type { CanaryObservation, GroupTraffic } from '../core/canary/judge.ts'
import { isSameRevision, joinReported, type RevisionIdentity } from '../core/config/revision-identity.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport } from '../ports/worker-link.ts'
import { openCanaryTraffic } from './canary-traffic.ts'

/** Observes the canary of this node: which workers run it, refuse it or died of it, and their requests. */
export type CanaryWatch = {
  /** `slots` of the canary: their workers are to run it; undefined: no canary of this node runs. */
  hearReport(worker: WorkerIdentity, report: WorkerReport, canary: WatchedCanary | undefined): void
  hearStart(worker: WorkerIdentity): void
  hearEnd(worker: WorkerIdentity, canary: WatchedCanary | undefined): void
  observe(canary: WatchedCanary): Omit<CanaryObservation, 'watchedMs' | 'cdnTrouble'>
  traffic(): GroupTraffic
  /** Starts again, for another canary. */
  reset(): void
}

export type WatchedCanary = { readonly revision: RevisionIdentity; readonly slots: readonly string[] }

export function openCanaryWatch(): CanaryWatch {
  const traffic = openCanaryTraffic()
  /** Last report, by process id. */
  const reports = new Map<number, { readonly id: string; readonly report: WorkerReport }>()
  let died: string[] = []

  return {
    hearReport(worker, report, canary) {
      reports.set(worker.pid, { id: worker.id, report })
      traffic.count(worker, report.traffic, canary && sideOf(worker, report, canary))
    },
    hearStart: (worker) => traffic.hearStart(worker),
    hearEnd(worker, canary) {
      const last = reports.get(worker.pid)?.report
      reports.delete(worker.pid)
      traffic.hearEnd(worker)
      // A worker that died before it could report the canary counts, too; a worker that a roll replaces does not.
      if (canary?.slots.includes(worker.id) === true && last?.state !== 'DRAINING') died.push(worker.id)
    },
    observe({ revision, slots }) {
      const ours = [...reports.values()].filter(({ id }) => slots.includes(id))
      return {
        running: ours.filter(({ report }) => isRunning(report, revision)).map(({ id }) => id),
        refusals: ours.flatMap(({ id, report: { refused } }) =>
          refused !== null && isSameRevision(joinReported(refused.revision, refused.sha256), revision)
            ? [`${id}: ${refused.problem}`]
            : [],
        ),
        died,
        ...traffic.samples(),
      }
    },
    traffic: () => traffic.samples(),
    reset() {
      died = []
      traffic.reset()
    },
  }
}

function sideOf({ id }: WorkerIdentity, report: WorkerReport, { revision, slots }: WatchedCanary): 'OWN' | 'OTHERS' | undefined {
  if (!slots.includes(id)) return 'OTHERS'
  return isRunning(report, revision) ? 'OWN' : undefined
}

function isRunning({ revision, sha256, as }: WorkerReport, canary: RevisionIdentity): boolean {
  return as === 'CANARY' && isSameRevision(joinReported(revision, sha256), canary)
}
