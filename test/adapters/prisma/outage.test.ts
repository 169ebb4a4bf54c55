import { expect, it } from 'vitest'
import { keepDriverFailures } from '../../../src/adapters/prisma/driver-failure.ts'
import { Late } from '../../../src/adapters/prisma/late.ts'
import { outageOf } from '../../../src/adapters/prisma/outage.ts'
import { StoreUnavailable } from '../../../src/ports/config-store.ts'

/** A failure of the driver as Prisma passes it on. */
function throughPrisma(driver: Error): Error {
  const adapter = keepDriverFailures(
    {
      onError(error: Error & { readonly severity?: string; readonly code?: string }): never {
        const cause = { kind: 'postgres', ...(error.severity !== undefined && { originalCode: error.code }) }
        throw Object.assign(new Error('worded'), { name: 'DriverAdapterError', cause })
      },
    },
    true,
  )
  try {
    return adapter.onError(driver)
  } catch (driverAdapterError) {
    return Object.assign(new Error('worded'), { code: 'P2010', meta: { driverAdapterError } })
  }
}

const failed = (message: string, code?: string): Error => throughPrisma(Object.assign(new Error(message), { code }))
const answered = (code: string): Error => throughPrisma(Object.assign(new Error('said'), { code, severity: 'FATAL' }))

it.each([
  { what: 'a refused connection', failure: failed('connect', 'ECONNREFUSED'), outage: 'LOST' },
  { what: 'a name without an address', failure: failed('getaddrinfo', 'ENOTFOUND'), outage: 'LOST' },
  { what: 'a connection that was reset', failure: failed('read', 'ECONNRESET'), outage: 'LOST' },
  { what: 'a connection that was closed', failure: failed('Connection terminated unexpectedly'), outage: 'LOST' },
  { what: 'a server that shuts down', failure: answered('57P01'), outage: 'LOST' },
  { what: 'a server that starts', failure: answered('57P03'), outage: 'LOST' },
  { what: 'a connection that does not come', failure: failed('Connection terminated due to connection timeout'), outage: 'LATE' },
  { what: 'a pool whose connections are all busy', failure: failed('timeout exceeded when trying to connect'), outage: 'BUSY' },
  { what: 'a network that gives up', failure: failed('connect', 'ETIMEDOUT'), outage: 'LATE' },
  { what: 'a silent connection', failure: throughPrisma(new Late(4_500)), outage: 'LATE' },
  { what: 'a missed deadline', failure: new Late(4_800), outage: 'LATE' },
  { what: 'a transaction that Prisma gave up', failure: Object.assign(new Error('x'), { code: 'P2028' }), outage: 'LATE' },
  { what: 'a lock that another holds', failure: answered('55P03'), outage: undefined },
  { what: 'a server without a connection left', failure: answered('53300'), outage: undefined },
  { what: 'a standby that is to write', failure: answered('25006'), outage: undefined },
  { what: 'a standby that is to decide', failure: new StoreUnavailable('it is a standby'), outage: undefined },
  { what: 'a queue that is full', failure: new StoreUnavailable('2000 others wait already'), outage: undefined },
  { what: 'a bug', failure: new TypeError('x is undefined'), outage: undefined },
])('$what is $outage', ({ failure, outage }) => expect(outageOf(failure)).toBe(outage))
