import type { Outage } from '../breaker/breaker.ts'
import { driverFailureOf, isOfFullPool } from './driver-failure.ts'
import { isGivenUp, Late } from './late.ts'
import { sqlStateOf } from './sql-state.ts'

/**
 * Tells how a database is away by a failure of one question; undefined: it has answered, or the question was a bad one. A server
 * that refuses what it is asked, such as a standby, is not away.
 */
export function outageOf(failure: unknown): Outage | undefined {
  if (failure instanceof Late || isGivenUp(failure)) return 'LATE'
  const state = sqlStateOf(failure)
  if (state !== undefined) return isGoing.test(state) ? 'LOST' : undefined
  const driver = driverFailureOf(failure)
  if (driver === undefined) return undefined
  if (isOfFullPool(driver)) return 'BUSY'
  return driver.code === 'ETIMEDOUT' || saysLate.test(driver.message) ? 'LATE' : 'LOST'
}

/** Classes of SQLSTATE with which a connection or its server ends. */
const isGoing = /^(?:08|57P)/

/** Words of the driver, and of the socket that gives up. */
const saysLate = /\btimeout\b|^no answer within /
