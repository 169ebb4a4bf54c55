import { expect, it } from 'vitest'
import { seededRandom } from '../../../scripts/simulate/seeded-random.ts'
import { tellContingencies } from '../../../src/control/simulation/told-contingencies.ts'
import type { RecordedTraffic } from '../../../src/core/recorded/recorded-traffic.ts'
import { openReservoir } from '../../../src/core/recorded/reservoir.ts'
import { ok } from '../../../src/core/result.ts'
import { listContingencies } from '../../../src/core/simulation/list-contingencies.ts'
import { configWith, revisionWith } from '../../support/config.ts'
import { recordedWith } from '../../support/recorded.ts'

const capacity = { requestsPerSecond: 100, mbps: null, softPercent: 80, hardPercent: 100 }
const config = configWith({ cdns: [{ key: 'a', capacity }, { key: 'b' }] })
const [whole, half] = [['w1', 'w2'], ['w1']].map((workers) => workers.map(recordOf))

it.each([
  { what: 'both workers', traffic: { recordings: whole, missing: [] } },
  { what: 'one of two workers, which stands for the other', traffic: { recordings: half, missing: ['w2'] } },
])('tells the requests a second of $what', async ({ traffic: { recordings = [], missing } }) => {
  const { told } = open({ recordings, missing })
  const asked = { config, failures: 1, requestsPerSecond: undefined, caller: 'ann' } as const
  expect(await told.list(asked)).toMatchObject({ value: [{ requestsPerSecond: 80, missingWorkers: missing }, {}] })
})

it('asks workers for no sample without a capacity, and for one a minute with one', async () => {
  const { told, asks, clock } = open({ recordings: whole ?? [], missing: [] })
  expect(await told.sample(configWith())).toBeUndefined()
  expect(asks()).toBe(0)
  const sample = await told.sample(config)
  expect(sample?.perSecond).toBe(80)
  clock.nowMs = 59_999
  expect(await told.sample(config)).toBe(sample)
  expect(asks()).toBe(1)
  clock.nowMs = 60_000
  await told.sample(config)
  expect(asks()).toBe(2)
})

function open(traffic: RecordedTraffic) {
  let asks = 0
  const clock = { nowMs: 0, nowMonoMs: () => clock.nowMs }
  const told = tellContingencies({
    running: () => ({ ...revisionWith(), config }),
    clock,
    fleet: {
      overrides: () => ({ version: 0, overrides: [] }),
      nodes: () => 2,
      recordedTraffic: async () => {
        asks += 1
        return traffic
      },
    },
    storeTime: { nowEpochMs: () => 0 },
    simulator: {
      simulate: () => expect.unreachable('failures are asked for'),
      contingencies: async (read) => {
        const question = await read()
        return question.ok ? ok(listed(question.value)) : question
      },
    },
  })
  return { told, clock, asks: () => asks }
}

function listed(question: Parameters<typeof listContingencies>[0]) {
  const contingencies = listContingencies(question, () => undefined)
  if (!contingencies.ok) throw new Error(contingencies.problem.code)
  return contingencies.value
}

/** 200 requests in ten seconds. */
function recordOf(worker: string) {
  const reservoir = openReservoir(seededRandom(1), 0)
  for (let number = 0; number < 200; number += 1) if (reservoir.isChosen()) reservoir.keep(recordedWith({ directory: number }))
  return { ...reservoir.copy(3_600, 10_000), worker }
}
