import { expect, it } from 'vitest'
import { filesHealth } from '../../src/control/health/files-health.ts'

it.each([
  { unusable: [], status: 'OK', says: 'could be used' },
  {
    unusable: ['a.json (it is empty)', 'b.json (why)'],
    status: 'DEGRADED',
    says: 'passed over: a.json (it is empty); b.json (why);',
  },
])('is $status with $unusable', async ({ unusable, status, says }) => {
  const check = filesHealth(() => unusable)
  expect(await check()).toEqual({ name: 'files', status, latencyMs: null, message: expect.stringContaining(says) })
})
