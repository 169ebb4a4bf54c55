import type { ConfigRevision } from '../core/config/revision.ts'
import { findMissingOrders, type Wanted, type WantedRevision } from '../core/orders/missing-orders.ts'
import { workerIds } from '../core/worker-id.ts'
import type { WorkerFleet, WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport } from '../ports/worker-link.ts'
import type { CanaryKeeper } from './canary-keeper.ts'
import type { Roster } from './roster.ts'
import type { StoreWatcher } from './store-watcher.ts'

export type OrderDeskParts = Pick<StoreWatcher, 'revisions'> & {
  /** Gives the parts that every worker should run, whatever its revision. */
  readonly wanted: () => Omit<Wanted, 'run'>
  readonly fleet: Pick<WorkerFleet, 'send'>
  readonly keeper: Pick<CanaryKeeper, 'canaryFor'>
  readonly roster: Pick<Roster, 'list'>
  /** Number of workers, known or not yet. */
  readonly workers: number
}

/** Sends each worker its orders: its canary or the live revision, and the conditions of its table. */
export type OrderDesk = {
  handOut(live: ConfigRevision): void
  /** Sends all workers the parts that every one should run. */
  handOutConditions(): void
  /** Sends all workers the health of the CDNs alone. */
  handOutHealth(): void
  /** Sends all workers the load of the CDNs alone. */
  handOutLoad(): void
  /** Sends the workers of a canary their revision of now: the canary, or the live one. */
  handOutTo(ids: readonly string[]): void
  /** Sends a worker the parts that are missing in its report. */
  answer(worker: WorkerIdentity, report: WorkerReport): void
}

export function openOrderDesk({ revisions, wanted, fleet, keeper, roster, workers }: OrderDeskParts): OrderDesk {
  return {
    handOut(live) {
      if (revisions.isFallback()) return offer(live)
      const ids = workerIds(workers)
      // While a canary runs, each worker gets its own revision: the live one, sent to all, would interrupt the canary for a moment.
      if (ids.some((id) => keeper.canaryFor(id) !== undefined)) handOutTo(ids)
      else fleet.send({ revision: live, as: 'LIVE' }, 'ALL')
    },
    handOutConditions: () => fleet.send(wanted(), 'ALL'),
    handOutHealth: () => fleet.send({ health: wanted().health }, 'ALL'),
    handOutLoad: () => fleet.send({ load: wanted().load }, 'ALL'),
    handOutTo,
    answer({ id }, report) {
      const missing = findMissingOrders({ run: wantedOf(id), ...wanted() }, report)
      if (missing !== undefined) fleet.send(missing, id)
    },
  }

  /**
   * Offers a snapshot, which may be older than the workers' revisions. A worker not yet known gets its orders with its next report.
   */
  function offer(snapshot: ConfigRevision): void {
    for (const { id, revision } of roster.list())
      if ((revision ?? 0) < snapshot.number) fleet.send({ revision: snapshot, as: 'LIVE' }, id)
  }

  function handOutTo(ids: readonly string[]): void {
    for (const id of ids) {
      const run = wantedOf(id)
      if (run !== undefined) fleet.send({ revision: run.revision, as: run.as }, id)
    }
  }

  function wantedOf(id: string): WantedRevision | undefined {
    const canary = keeper.canaryFor(id)
    if (canary !== undefined) return { revision: canary.revision, as: 'CANARY', isFallback: false }
    const live = revisions.current()
    return live && { revision: live, as: 'LIVE', isFallback: revisions.isFallback() }
  }
}
