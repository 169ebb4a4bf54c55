import { CLOCK_NOISE_MS } from '../core/clock-tolerance.ts'
import { observe, type Histogram } from '../core/histogram.ts'
import type { Orders } from '../core/orders/orders.ts'
import { nextChangeEpochMs, type Given } from '../core/orders/take-orders.ts'
import { workerBounds } from '../core/worker-timings.ts'
import type { Clock } from '../ports/clock.ts'
import type { StoreTime } from '../ports/store-time.ts'
import { giveOrders, type CurrentTable } from './current-table.ts'

export type OrderIntake = {
  /** Returns whether a change has to be reported. */
  take(orders: Given): boolean
  stop(): void
}

/** Takes orders as they come. Drops an override at its end and moves slow starts on, without waiting for agent or report. */
export function openOrderIntake(
  current: CurrentTable,
  clock: Pick<Clock, 'nowEpochMs' | 'nowMonoMs'>,
  storeTime: StoreTime,
  tableBuilds: Histogram,
): OrderIntake {
  let cancelNext = (): void => undefined
  return {
    take(orders) {
      const isMoved = hearOffset(orders.clockOffsetMs) // another time means other overrides
      const isChanged = give(orders)
      const isLeased = takeLeases(orders) // what it no longer uses is for others
      if (isChanged || isMoved) awaitNext()
      // Nobody waits for health: the next report tells it. Load is told at once, since counts before and after it differ.
      const isToldAtOnce = orders.revision !== undefined || orders.overrides !== undefined || orders.load !== undefined
      const isHealthAlone = orders.health !== undefined && !isToldAtOnce
      return (isChanged && !isHealthAlone) || isMoved || isLeased
    },
    stop: () => cancelNext(),
  }

  function give(orders: Given): boolean {
    const [before, startMonoMs] = [tableOf(current), clock.nowMonoMs()]
    const isChanged = giveOrders(current, orders, storeTime.nowEpochMs())
    if (tableOf(current) !== before) observe(tableBuilds, workerBounds.tableBuild, (clock.nowMonoMs() - startMonoMs) / 1_000)
    return isChanged
  }

  /** Returns whether the store's time differs from the reckoned one. */
  function hearOffset(offsetMs: number | undefined): boolean {
    if (offsetMs === undefined) return false
    const isMoved = Math.abs(offsetMs - (storeTime.offsetMs() ?? 0)) > CLOCK_NOISE_MS
    storeTime.hear(clock.nowEpochMs() + offsetMs)
    return isMoved
  }

  /** Leases end by the monotonic clock, so that a clock that is set adds nothing. Returns whether a rate has changed. */
  function takeLeases({ leases = [] }: Orders): boolean {
    const { budgets } = current.running
    if (budgets === undefined || leases.length === 0) return false
    budgets.moveTo(clock.nowMonoMs())
    return budgets.lease(leases, clock.nowEpochMs())
  }

  function awaitNext(): void {
    cancelNext()
    const nextEpochMs = nextChangeEpochMs(current.running)
    if (nextEpochMs === undefined) return
    cancelNext = storeTime.at(nextEpochMs, () => {
      give({})
      awaitNext()
    })
  }
}

function tableOf({ running }: CurrentTable): unknown {
  return running.kind === 'RUNS' ? running.table : undefined
}
