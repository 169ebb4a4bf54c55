import { expect, it } from 'vitest'
import { seededRandom } from '../../../scripts/simulate/seeded-random.ts'
import { tellContingencies } from '../../../src/control/simulation/told-contingencies.ts'
import { openReservoir } from '../../../src/core/recorded/reservoir.ts'
import { ok } from '../../../src/core/result.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import type { FleetView } from '../../../src/ports/fleet-view.ts'
import type { Simulator } from '../../../src/ports/simulator.ts'
import { configWith, revisionWith } from '../../support/config.ts'
import { recordedWith } from '../../support/recorded.ts'

const capacity = { requestsPerSecond: 100, mbps: null, softPercent: 80, hardPercent: 100 }
const config = configWith({ cdns: [{ key: 'a', capacity }, { key: 'b' }] })

it('asks about the record of the last hour, and tells how many nodes have as much traffic', async () => {
  const tasks: unknown[] = []
  const told = open({ contingencies: async (read) => (tasks.push(await read()), ok([])) })
  for (const requestsPerSecond of [undefined, 500]) await told.list({ config, failures: 1, requestsPerSecond, caller: 'ann' })
  const task = { nodes: 2, traffic: { windowSeconds: 3_600, workers: [], recording: { revision: 1 } } }
  expect(tasks).toMatchObject([{ value: { ...task, perSecond: undefined } }, { value: { ...task, perSecond: 500 } }])
})

it('asks workers for no sample without a capacity, and for one a minute with one', async () => {
  let asks = 0
  const clock = { nowMs: 0 }
  const told = open({
    nowMonoMs: () => clock.nowMs,
    recordedTraffic: async () => {
      asks += 1
      return { recordings: ['w1', 'w2'].map(recordOf), missing: [] }
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

type Doubles = Partial<Pick<Clock, 'nowMonoMs'> & Pick<FleetView, 'recordedTraffic'> & Pick<Simulator, 'contingencies'>>

/** Of two nodes without workers; nobody asks for what a test does not give. */
function open({ nowMonoMs = () => 0, recordedTraffic = unasked, contingencies = unasked }: Doubles) {
  return tellContingencies({
    running: () => ({ ...revisionWith(), config }),
    clock: { nowMonoMs },
    fleet: { overrides: () => ({ version: 0, overrides: [] }), nodes: () => 2, workers: () => [], recordedTraffic },
    storeTime: { nowEpochMs: () => 0 },
    simulator: { simulate: unasked, contingencies },
  })
}

function unasked(): never {
  throw new Error('nobody asks for that')
}

/** 200 requests in ten seconds. */
function recordOf(worker: string) {
  const reservoir = openReservoir(seededRandom(1), 0)
  for (let number = 0; number < 200; number += 1) if (reservoir.isChosen()) reservoir.keep(recordedWith({ directory: number }))
  return { ...reservoir.copy(3_600, 10_000), worker }
}
