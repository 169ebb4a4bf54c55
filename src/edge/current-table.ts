import { nothingYet, takeOrders, type Given, type Running } from '../core/orders/take-orders.ts'

/** Holds the running table: each redirect reads it, orders replace it. */
export type CurrentTable = { running: Running }

export function noTable(): CurrentTable {
  return { running: nothingYet }
}

/** Returns whether anything changed. Empty orders drop the overrides that have ended by this time. */
export function giveOrders(current: CurrentTable, orders: Given, nowEpochMs: number): boolean {
  const before = current.running
  current.running = takeOrders(before, orders, nowEpochMs)
  return current.running !== before
}
