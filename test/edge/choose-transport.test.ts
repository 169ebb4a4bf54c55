import { expect, it } from 'vitest'
import { chooseTransport } from '../../src/edge/fast-tier/choose-transport.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { settle } from '../support/settle.ts'

it.each([
  { setting: 'auto', name: 'handles', why: 'the handles of this Node passed their check' },
  { setting: 'handles', name: 'handles', why: 'the handles of this Node passed their check' },
  { setting: 'public', name: 'public', why: 'FAST_TIER is public' },
  { setting: 'off', name: undefined, why: 'FAST_TIER is off' },
] as const)('takes $name by $setting, and says why', async ({ setting, name, why }) => {
  const chosen = await chooseTransport(setting, fixedClock())
  expect([chosen.transport?.name, chosen.why, chosen.isFallback]).toEqual([name, why, false])
})

/** A clock by which every deadline has passed. */
const late = {
  after: (_delayMs: number, callback: () => void): (() => void) => {
    callback()
    return () => undefined
  },
}

it.each(['auto', 'handles'] as const)('takes public sockets by %s where the handles do nothing in time', async (setting) => {
  const { transport, why, isFallback } = await chooseTransport(setting, late)
  expect([transport?.name, isFallback]).toEqual(['public', true])
  expect(why).toMatch(/^the handles of this Node failed their check: /)
})

it('checks as often as asked, and leaves nothing open behind', async () => {
  const before = process.getActiveResourcesInfo().length
  for (let time = 0; time < 20; time += 1) await chooseTransport('auto', time % 5 === 4 ? late : fixedClock())
  await settle()
  expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before)
})
