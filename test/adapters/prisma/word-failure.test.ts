import { describe, expect, it } from 'vitest'
import { DatabaseUnusable } from '../../../src/adapters/prisma/database-unusable.ts'
import { keepDriverFailures } from '../../../src/adapters/prisma/driver-failure.ts'
import { Late } from '../../../src/adapters/prisma/late.ts'
import { wordFailure } from '../../../src/adapters/prisma/word-failure.ts'
import { StoreUnavailable } from '../../../src/ports/config-store.ts'

/** An error of Prisma about an error of its adapter, which it keeps under `meta`. */
function prismaError(code: string, driverAdapterError?: unknown): Error {
  const message = 'Invalid `prisma.$queryRaw()` invocation: SELECT secret'
  return Object.assign(new Error(message), { name: 'PrismaClientKnownRequestError', code, meta: { driverAdapterError } })
}

/** What Prisma makes of an error of the driver, by way of an adapter that knows it as this kind, or not at all. */
function throughPrisma(driver: object, kind?: string): Error {
  const adapter = keepDriverFailures(
    {
      onError(error: unknown): never {
        if (kind === undefined) throw error
        throw Object.assign(new Error(kind), { name: 'DriverAdapterError', cause: { kind, ...originalOf(driver) } })
      },
    },
    true,
  )
  try {
    return adapter.onError(driver)
  } catch (worded) {
    return prismaError('P1001', worded)
  }
}

function originalOf(driver: object): object {
  return 'severity' in driver && 'code' in driver ? { originalCode: driver.code } : {}
}

const pg = (message: string, more: object = {}): Error => Object.assign(new Error(message), more)
const answer = (code: string): Error => pg('user "ann" of /var/lib', { code, severity: 'FATAL' })

describe('a failure is told as', () => {
  it.each([
    { what: throughPrisma(pg('connect', { code: 'ECONNREFUSED' }), 'DatabaseNotReachable'), told: 'ECONNREFUSED' },
    { what: throughPrisma(pg('getaddrinfo', { code: 'ENOTFOUND' }), 'DatabaseNotReachable'), told: 'ENOTFOUND' },
    { what: throughPrisma(pg('', { code: 'ETIMEDOUT' }), 'SocketTimeout'), told: 'ETIMEDOUT' },
    { what: throughPrisma(Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })), told: 'ECONNREFUSED' },
    { what: throughPrisma(new AggregateError([], '')), told: 'no reason given' },
    { what: throughPrisma(pg('x', { code: 'CERT_HAS_EXPIRED' }), 'TlsConnectionError'), told: 'CERT_HAS_EXPIRED' },
    { what: throughPrisma(answer('57P01'), 'postgres'), told: '57P01, it is shutting down' },
    {
      what: answer('08P01'),
      told: '08P01, it refuses what a connection sets at its beginning; give pgBouncer the ignore_startup_parameters that it needs',
    },
    { what: throughPrisma(answer('53300'), 'TooManyConnections'), told: '53300, it has no connection left' },
    {
      what: throughPrisma(answer('28P01'), 'AuthenticationFailed'),
      told: '28P01, it refuses the user or the password; correct them in DATABASE_URL',
    },
    { what: throughPrisma(pg('read', { code: 'ECONNRESET' }), 'ConnectionClosed'), told: 'it closed the connection' },
    { what: throughPrisma(pg('Connection terminated unexpectedly')), told: 'it closed the connection' },
    { what: throughPrisma(pg('Connection terminated due to connection timeout')), told: 'no answer within 2 s' },
    {
      what: throughPrisma(pg('timeout exceeded when trying to connect')),
      told: 'no answer within 2 s, all connections to it were in use',
    },
    { what: throughPrisma(new Late(4_500)), told: 'no answer within 4.5 s' },
    {
      what: throughPrisma(pg('The server does not support SSL connections'), 'TlsConnectionError'),
      told: 'The server does not support SSL connections',
    },
    { what: new Late(4_800), told: 'no answer within 4.8 s' },
    { what: pg('Unable to start a transaction in the given time.', { code: 'P2028' }), told: 'no answer within 2 s' },
    { what: pg('The timeout for this transaction was 2500 ms', { code: 'P2028' }), told: 'no answer within 2.5 s' },
    { what: new StoreUnavailable('it is a standby'), told: 'it is a standby' },
    { what: new DatabaseUnusable('NEWER_SCHEMA', 'a newer Sluice was here'), told: 'a newer Sluice was here' },
  ])('$told', ({ what, told }) => expect(wordFailure(what)).toBe(told))

  it.each([
    throughPrisma(answer('42P01'), 'TableDoesNotExist'),
    prismaError('P2025'),
    answer('XX000'),
    new TypeError("Cannot read properties of undefined (reading 'x')"),
    'odd',
  ])('nothing of how it is made: %s', (what) => expect(wordFailure(what)).toBe('it did not answer as it should, see the log'))
})
