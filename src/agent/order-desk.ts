import type { ConfigRevision } from '../core/config/revision.ts'
import { findMissingOrders, type WantedRevision } from '../core/orders/missing-orders.ts'
import type { OverrideSet } from '../core/override/override.ts'
import { workerIds } from '../core/worker-id.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { WorkerFleet, WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport } from '../ports/worker-link.ts'
import type { CanaryKeeper } from './canary-keeper.ts'
import type { Roster } from './roster.ts'
import type { StoreWatcher } from './store-watcher.ts'

export type OrderDeskParts = Pick<StoreWatcher, 'revisions' | 'overrides'> & {
  readonly fleet: Pick<WorkerFleet, 'send'>
  readonly storeTime: Pick<StoreTime, 'offsetMs'>
  readonly keeper: Pick<CanaryKeeper, 'canaryFor'>
  readonly roster: Pick<Roster, 'list'>
  /** Number of workers, known or not yet. */
  readonly workers: number
}

/** Sends each worker its orders: its canary or the live revision, and the overrides. */
export type OrderDesk = {
  handOut(live: ConfigRevision): void
  handOutOverrides(set: OverrideSet): void
  /** Sends the workers of a canary their revision of now: the canary, or the live one. */
  handOutTo(ids: readonly string[]): void
  /** Sends a worker the parts that are missing in its report. */
  answer(worker: WorkerIdentity, report: WorkerReport): void
}

export function openOrderDesk({
  revisions,
  overrides: followed,
  fleet,
  storeTime,
  keeper,
  roster,
  workers,
}: OrderDeskParts): OrderDesk {
  return {
    handOut(live) {
      if (revisions.isFallback()) return offer(live)
      const ids = workerIds(workers)
      // While a canary runs, each worker gets its own revision: the live one, sent to all, would interrupt the canary for a moment.
      if (ids.some((id) => keeper.canaryFor(id) !== undefined)) handOutTo(ids)
      else fleet.send({ revision: live, as: 'LIVE' }, 'ALL')
    },
    handOutOverrides({ version, overrides }) {
      const clockOffsetMs = storeTime.offsetMs() // overrides end by the store's time, so the offset goes along
      fleet.send({ overrides: { version, overrides }, ...(clockOffsetMs !== undefined && { clockOffsetMs }) }, 'ALL')
    },
    handOutTo,
    answer({ id }, report) {
      const wanted = { run: wantedOf(id), overrides: followed.current(), clockOffsetMs: storeTime.offsetMs() }
      const missing = findMissingOrders(wanted, report)
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
      const wanted = wantedOf(id)
      if (wanted !== undefined) fleet.send({ revision: wanted.revision, as: wanted.as }, id)
    }
  }

  function wantedOf(id: string): WantedRevision | undefined {
    const canary = keeper.canaryFor(id)
    if (canary !== undefined) return { revision: canary.revision, as: 'CANARY', isFallback: false }
    const live = revisions.current()
    return live && { revision: live, as: 'LIVE', isFallback: revisions.isFallback() }
  }
}
