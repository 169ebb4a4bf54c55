import { CLOCK_NOISE_MS } from '../core/clock-tolerance.ts'
import type { Orders } from '../core/orders/orders.ts'
import { nextEndEpochMs } from '../core/override/override.ts'
import type { Clock } from '../ports/clock.ts'
import type { StoreTime } from '../ports/store-time.ts'
import { giveOrders, type CurrentTable } from './current-table.ts'

export type OrderIntake = {
  /** Returns whether a change has to be reported. */
  take(orders: Orders): boolean
  stop(): void
}

/** Takes orders as they come. Drops an override at its end, without waiting for agent or report. */
export function openOrderIntake(current: CurrentTable, clock: Pick<Clock, 'nowEpochMs'>, storeTime: StoreTime): OrderIntake {
  let cancelEnd = (): void => undefined
  return {
    take(orders) {
      const isMoved = hearOffset(orders.clockOffsetMs) // another time means other overrides
      const isChanged = giveOrders(current, orders, storeTime.nowEpochMs())
      if (isChanged || isMoved) awaitEnd()
      return isChanged || isMoved
    },
    stop: () => cancelEnd(),
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
      giveOrders(current, {}, storeTime.nowEpochMs())
      awaitEnd()
    })
  }
}
