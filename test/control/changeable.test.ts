import { expect, it } from 'vitest'
import { checkChangeable } from '../../src/control/health/changeable.ts'
import { StoreUnavailable } from '../../src/ports/config-store.ts'

const well = { name: 'config-store', status: 'OK', latencyMs: 1, message: 'holds revision 3' } as const
const away = { ...well, status: 'DOWN', message: 'no answer' } as const

it.each([
  { that: 'is well and lets itself be changed', isChangeable: async () => true, shown: well },
  {
    that: 'can be read while another transaction keeps the lock',
    isChangeable: async () => false,
    shown: { ...well, status: 'DEGRADED', message: expect.stringContaining('holds revision 3; no change can be made') },
  },
  {
    that: 'goes away meanwhile',
    isChangeable: () => Promise.reject(new StoreUnavailable('gone')),
    shown: { ...well, status: 'DEGRADED', message: 'holds revision 3; whether it can be changed is unknown: gone' },
  },
])('a store that $that', async ({ isChangeable, shown }) => {
  expect(await checkChangeable({ isChangeable }, async () => well)()).toEqual(shown)
})

it('a store that is away is not asked for its lock', async () => {
  const isChangeable = (): Promise<boolean> => Promise.reject(new Error('was asked'))
  expect(await checkChangeable({ isChangeable }, async () => away)()).toEqual(away)
})
