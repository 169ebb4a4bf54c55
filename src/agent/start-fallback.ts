import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { WorkerFleet, WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport } from '../ports/worker-link.ts'

export type StartFallbackParts = {
  readonly snapshots: Pick<SnapshotStore, 'newest'>
  readonly fleet: Pick<WorkerFleet, 'send'>
  readonly onProblem: (message: string) => void
}

export type StartFallback = { hearReport(worker: WorkerIdentity, report: WorkerReport): Promise<void> }

/**
 * Gives the newest usable snapshot to a worker that refuses the live revision and runs none. A node that starts after an upgrade
 * with a stricter rule would else never listen. Nobody could then publish a correction there. The live revision stays the wanted
 * one.
 */
export function openStartFallback({ snapshots, fleet, onProblem }: StartFallbackParts): StartFallback {
  let toldOf: number | undefined
  return {
    async hearReport(worker, { revision, refused }) {
      if (revision !== null || refused === null) return
      const kept = await snapshots.newest().catch(() => undefined) // as if there were none
      const older = kept !== undefined && kept.number < refused.revision ? kept : undefined
      if (older !== undefined) fleet.send({ revision: older, as: 'LIVE' }, worker.id)
      if (toldOf === refused.revision) return
      toldOf = refused.revision
      const outcome =
        older === undefined
          ? 'there is no older snapshot to start from, so this node does not listen; start the version of Sluice that published it'
          : `they start from the snapshot of revision ${older.number}; correct what it says and publish again`
      onProblem(`revision ${refused.revision} is live and the workers can't run it: ${refused.problem}; ${outcome}`)
    },
  }
}
