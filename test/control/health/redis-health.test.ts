import { expect, it } from 'vitest'
import { redisHealth } from '../../../src/control/health/redis-health.ts'

const name = 'Redis at r:6379'

it.each([
  { what: 'that works', awayBecause: undefined, status: 'OK', message: 'Redis at r:6379 works' },
  {
    what: 'that is away',
    awayBecause: 'ECONNREFUSED',
    status: 'DEGRADED',
    message: 'Redis at r:6379: ECONNREFUSED; nodes follow by polling, and each counts by itself',
  },
])('a Redis $what is $status, and named', async ({ awayBecause, status, message }) => {
  expect(await redisHealth(() => ({ name, awayBecause }))()).toEqual({ name: 'redis', status, latencyMs: null, message })
})
