import { expect, it } from 'vitest'
import { seededRandom } from '../../../scripts/simulate/seeded-random.ts'
import { tellContingencies } from '../../../src/control/simulation/told-contingencies.ts'
import { openReservoir } from '../../../src/core/recorded/reservoir.ts'
import { configWith, revisionWith } from '../../support/config.ts'
import { recordedWith } from '../../support/recorded.ts'

const capacity = { requestsPerSecond: 100, mbps: null, softPercent: 80, hardPercent: 100 }
const config = configWith({ cdns: [{ key: 'a', capacity }, { key: 'b' }] })

it('asks workers for no sample without a capacity, and for one a minute with one', async () => {
  let asks = 0
  const clock = { nowMs: 0, nowMonoMs: () => clock.nowMs }
  const told = tellContingencies({
    running: () => ({ ...revisionWith(), config }),
    clock,
    fleet: {
      overrides: () => ({ version: 0, overrides: [] }),
      nodes: () => 2,
      workers: () => [],
      recordedTraffic: async () => {
        asks += 1
        return { recordings: ['w1', 'w2'].map(recordOf), missing: [] }
      },
    },
    storeTime: { nowEpochMs: () => 0 },
    simulator: {
      simulate: () => expect.unreachable('a sample is asked for'),
      contingencies: () => expect.unreachable('a sample is asked for'),
    },
  })
  expect(await told.sample(configWith())).toBeUndefined()
  expect(asks).toBe(0)
  const sample = await told.sample(config)
  expect(sample?.perSecond).toBe(80)
  clock.nowMs = 59_999
  expect(await told.sample(config)).toBe(sample)
  expect(asks).toBe(1)
  clock.nowMs = 60_000
  await told.sample(config)
  expect(asks).toBe(2)
})

/** 200 requests in ten seconds. */
function recordOf(worker: string) {
  const reservoir = openReservoir(seededRandom(1), 0)
  for (let number = 0; number < 200; number += 1) if (reservoir.isChosen()) reservoir.keep(recordedWith({ directory: number }))
  return { ...reservoir.copy(3_600, 10_000), worker }
}
