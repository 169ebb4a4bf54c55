import { CLOCK_NOISE_MS } from '../core/clock-tolerance.ts'
import { observe, type Histogram } from '../core/histogram.ts'
import type { Orders } from '../core/orders/orders.ts'
import { nextEndEpochMs } from '../core/override/override.ts'
import { workerBounds } from '../core/worker-timings.ts'
import type { Clock } from '../ports/clock.ts'
import type { StoreTime } from '../ports/store-time.ts'
import { giveOrders, type CurrentTable } from './current-table.ts'

export type OrderIntake = {
  /** Returns whether a change has to be reported. */
  take(orders: Orders): boolean
  stop(): void
}

/** Takes orders as they come. Drops an override at its end, without waiting for agent or report. */
export function openOrderIntake(
  current: CurrentTable,
  clock: Pick<Clock, 'nowEpochMs' | 'nowMonoMs'>,
  storeTime: StoreTime,
  tableBuilds: Histogram,
): OrderIntake {
  let cancelEnd = (): void => undefined
  return {
    take(orders) {
      const isMoved = hearOffset(orders.clockOffsetMs) // another time means other overrides
      const isChanged = give(orders)
      if (isChanged || isMoved) awaitEnd()
      return isChanged || isMoved
    },
    stop: () => cancelEnd(),
  }

  function give(orders: Orders): boolean {
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

  function awaitEnd(): void {
    cancelEnd()
    const endEpochMs = current.running.kind === 'RUNS' ? nextEndEpochMs(current.running.active) : undefined
    if (endEpochMs === undefined) return
    cancelEnd = storeTime.at(endEpochMs, () => {
      give({})
      awaitEnd()
    })
  }
}

function tableOf({ running }: CurrentTable): unknown {
  return running.kind === 'RUNS' ? running.table : undefined
}
