import { StoreUnavailable } from '../../ports/config-store.ts'
import { DatabaseUnusable } from './database-unusable.ts'
import { deadlines } from './deadlines.ts'
import { driverFailureOf, isOfFullPool, type DriverFailure } from './driver-failure.ts'
import { isGivenUp, Late, transactionLimits } from './late.ts'
import { sqlStateOf } from './sql-state.ts'

/**
 * Words how a database failed, to be said after its name: `ECONNREFUSED`. SQL, paths and codes of libraries stay in the log.
 * `driver`: the driver's own failure, where the error is one of Prisma's.
 */
export function wordFailure(error: unknown, driver: DriverFailure | undefined = driverFailureOf(error)): string {
  if (error instanceof StoreUnavailable || error instanceof DatabaseUnusable || error instanceof Late) return error.message
  if (isGivenUp(error)) {
    const { maxWait, timeout } = transactionLimits
    return new Late(String(error).includes('Unable to start') ? maxWait : timeout).message
  }
  const state = sqlStateOf(error)
  if (state !== undefined) return outages[state] === undefined ? unexpected : `${state}, ${outages[state]}`
  return driver === undefined ? unexpected : wordDriver(driver)
}

const unexpected = 'it did not answer as it should, see the log'

/** Words a failure without an answer of the server. The driver's own messages name neither user nor password. */
function wordDriver(failure: DriverFailure): string {
  const { code = '', message } = failure
  if (isOfFullPool(failure)) return `${new Late(deadlines.connectMs).message}, all connections to it were in use`
  // Which of the three it is depends on who was faster.
  if (/^(?:ECONNRESET|EPIPE)$/.test(code) || message === 'Connection terminated unexpectedly') return 'it closed the connection'
  if (/^[A-Z][A-Z0-9_]+$/.test(code)) return code
  if (/\btimeout\b/.test(message)) return new Late(transactionLimits.maxWait).message
  return message === '' ? 'no reason given' : message
}

/** SQLSTATE → trouble that an operator can do something about. */
const outages: Readonly<Record<string, string>> = {
  '08P01': 'it refuses what a connection sets at its beginning; give pgBouncer the ignore_startup_parameters that it needs',
  '25006': 'it is a standby, or read-only; promote it, or lead DATABASE_URL to the primary',
  '28000': 'it refuses the user; see its pg_hba.conf',
  '28P01': 'it refuses the user or the password; correct them in DATABASE_URL',
  '3D000': 'it has no database of this name; create it, or correct DATABASE_URL',
  '42501': 'it does not let this user make or use the tables; make it the owner of the database',
  '53100': 'its disk is full',
  '53200': 'it is out of memory',
  '53300': 'it has no connection left',
  '55P03': 'another transaction holds the lock of all changes',
  '57014': 'it took too long and was cancelled',
  '57P01': 'it is shutting down',
  '57P02': 'it crashed and starts again',
  '57P03': 'it is not taking connections yet',
}
