import { expect, it } from 'vitest'
import { seededRandom } from '../../../scripts/simulate/seeded-random.ts'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import type { RecordedTraffic } from '../../../src/core/recorded/recorded-traffic.ts'
import { openReservoir } from '../../../src/core/recorded/reservoir.ts'
import { answerContingencies, answerSimulation } from '../../../src/core/simulation/answer.ts'
import { configWith } from '../../support/config.ts'
import { recordedWith } from '../../support/recorded.ts'

const capacity = { requestsPerSecond: 100, mbps: null, softPercent: 80, hardPercent: 100 }
const config = configWith({ cdns: [{ key: 'a', capacity }, { key: 'b' }] })
const situation = { config, conditions: underOverrides([]) }
const asked = { kind: 'ASKED', windowSeconds: 60, workers: [], recording: { revision: 1, config } } as const
const contingencies = { config, overrides: [], traffic: asked, perSecond: undefined, nodes: 2, failures: 1 } as const
const none = { recordings: [], missing: ['w1'] }

it.each([
  { what: 'both workers', traffic: recordedBy(['w1', 'w2']) },
  { what: 'one of two workers, which stands for the other', traffic: recordedBy(['w1'], ['w2']) },
])('tells the requests a second of $what, of all nodes', async ({ traffic }) => {
  const { missing: missingWorkers } = traffic
  const told = [
    { requestsPerSecond: 80, missingWorkers },
    { requestsPerSecond: 80, missingWorkers },
  ]
  expect(await answerContingencies(contingencies, async () => traffic, nobodyWaits)).toMatchObject({ value: told })
})

it('takes the rate that is given, with the shares of the record', async () => {
  const given = { ...contingencies, perSecond: 500 }
  expect(await answerContingencies(given, async () => recordedBy(['w1']), nobodyWaits)).toMatchObject({
    value: [{ basis: 'RECORDED', requestsPerSecond: 500 }, {}],
  })
})

it('goes by weights where nothing was recorded, and where no revision is live', async () => {
  for (const traffic of [asked, undefined])
    expect(await answerContingencies({ ...contingencies, traffic }, async () => none, nobodyWaits)).toMatchObject({
      value: [{ basis: 'WEIGHTS', missingWorkers: traffic === undefined ? [] : ['w1'] }, {}],
    })
})

it('simulates what was recorded, and tells who is missing', async () => {
  const question = { before: situation, after: situation, traffic: asked }
  expect(await answerSimulation(question, async () => recordedBy(['w1'], ['w2']), nobodyWaits)).toMatchObject({
    value: { sample: 200, missingWorkers: ['w2'] },
  })
  expect(await answerSimulation(question, async () => none, nobodyWaits)).toMatchObject({
    problem: { code: 'NOTHING_RECORDED', received: 'no answer of 1 workers within 2 s' },
  })
  for (const recordings of [[], [{ ...openReservoir(() => 0, 0).copy(60, 0), worker: 'w1' }]])
    expect(await answerSimulation(question, async () => ({ recordings, missing: [] }), nobodyWaits)).toMatchObject({
      problem: { code: 'NOTHING_RECORDED', received: 'no recorded request of the last 60 s' },
    })
})

function nobodyWaits(): void {
  // Nothing else is to run meanwhile.
}

/** 200 requests in ten seconds of each worker. */
function recordedBy(workers: readonly string[], missing: readonly string[] = []): RecordedTraffic {
  const reservoir = openReservoir(seededRandom(1), 0)
  for (let number = 0; number < 200; number += 1) if (reservoir.isChosen()) reservoir.keep(recordedWith({ directory: number }))
  return { recordings: workers.map((worker) => ({ ...reservoir.copy(3_600, 10_000), worker })), missing }
}
