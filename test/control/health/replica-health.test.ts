import { expect, it } from 'vitest'
import { replicaHealth } from '../../../src/control/health/replica-health.ts'

const well = { isUsed: true, isEstranged: false, awayBecause: undefined, lagMs: 0, revisionsBehind: 0 }

it.each([
  { what: 'keeps up', presence: well, message: 'has what the primary has' },
  {
    what: 'lags',
    presence: { ...well, isUsed: false, lagMs: 3_000, revisionsBehind: 2 },
    message: 'is 3.0 s and 2 revisions behind; the primary is read from instead',
  },
  {
    what: 'is away',
    presence: { ...well, isUsed: false, isEstranged: true, awayBecause: 'ECONNREFUSED', lagMs: 500 },
    message: 'ECONNREFUSED; it may be 0.5 s and 0 revisions behind; the primary is read from instead',
  },
  {
    what: 'did not go back with its primary',
    presence: { ...well, isUsed: false, isEstranged: true },
    message:
      'has not followed the primary, which went back; it may have what was lost, so make it anew from the primary; the primary is read from instead',
  },
])('a replica that $what says so', async ({ presence, message }) => {
  const status = presence.isUsed ? 'OK' : 'DEGRADED'
  const [check] = replicaHealth(() => presence)
  expect(await check?.()).toEqual({ name: 'replica', status, latencyMs: null, message })
})
