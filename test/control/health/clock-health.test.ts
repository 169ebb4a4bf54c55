import { expect, it } from 'vitest'
import { clockHealth } from '../../../src/control/health/clock-health.ts'

it.each([
  { offsetMs: undefined, status: 'OK', says: 'not compared with the config store yet' },
  { offsetMs: 0, status: 'OK', says: 'within 2 s of the config store' },
  { offsetMs: -2_000, status: 'OK', says: 'within 2 s of the config store' },
  { offsetMs: 2_001, status: 'DEGRADED', says: '2.0 s behind the config store, by which overrides and canaries end; correct it' },
  {
    offsetMs: -7_200_000,
    status: 'DEGRADED',
    says: '7200.0 s ahead of the config store, by which overrides and canaries end; correct it',
  },
])('is $status where the store is $offsetMs ms ahead', async ({ offsetMs, status, says }) => {
  const check = clockHealth({ storeTime: { offsetMs: () => offsetMs } })
  expect(await check()).toEqual({ name: 'clock', status, latencyMs: null, message: says })
})
