import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openThreadSimulator } from '../../../src/adapters/thread/simulator.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import { unknownFacts } from '../../../src/core/geo/client-facts.ts'
import { listContingencies } from '../../../src/core/simulation/list-contingencies.ts'
import { ok } from '../../../src/core/result.ts'
import type { SimulationInput } from '../../../src/core/simulation/simulate.ts'
import { simulate } from '../../../src/core/simulation/simulate.ts'
import { configWith, type ConfigParts } from '../../support/config.ts'
import { fixedClock } from '../../support/fixed-clock.ts'

const input = inputWith({ ratio: 3, cdns: [{ key: 'a' }, { key: 'b' }] }, 1_000)

it('answers from another thread as the simulation does here', async () => {
  expect(await openThreadSimulator(systemClock).simulate(async () => ok(input), 'ann')).toEqual(simulate(input, () => undefined))
})

it.runIf(process.platform === 'linux')('keeps one thread for ten seconds, for the next simulations', async () => {
  const clock = fixedClock()
  const simulator = openThreadSimulator(clock)
  const before = threads()
  await Promise.all(['ann', 'bob'].map((caller) => simulator.simulate(async () => ok(input), caller)))
  await expect.poll(() => threads() - before).toBe(1)
  await simulator.simulate(async () => ok(input), 'cid')
  await clock.advance(9_999)
  expect(threads() - before).toBe(1)
  await clock.advance(1)
  await expect.poll(() => threads() - before).toBe(0)
})

it('runs one at a time for a caller, and two in all', async () => {
  const simulator = openThreadSimulator(systemClock)
  const whole = Promise.withResolvers<void>()
  const first = simulator.simulate(async () => {
    await whole.promise
    return ok(input)
  }, 'ann')
  expect(await simulator.simulate(unread, 'ann')).toMatchObject({ ok: false, problem: { code: 'SIMULATION_RUNNING' } })
  whole.resolve()
  const second = simulator.simulate(async () => ok(input), 'bob')
  expect(await simulator.simulate(unread, 'cid')).toMatchObject({ ok: false, problem: { code: 'SIMULATION_RUNNING' } })
  expect(await Promise.all([first, second])).toMatchObject([{ ok: true }, { ok: true }])
  expect(await simulator.simulate(async () => ok(input), 'cid')).toMatchObject({ ok: true })
})

it('gives up what takes too long, and lets the caller ask again', async () => {
  const endless = inputWith({}, 1e9)
  const simulator = openThreadSimulator(systemClock, 1_000)
  expect(await simulator.simulate(async () => ok(endless), 'ann')).toMatchObject({
    ok: false,
    problem: { code: 'SIMULATION_TOO_LARGE' },
  })
  const again = await simulator.simulate(async () => ok(input), 'ann')
  expect(again.ok ? undefined : again.problem.code).not.toBe('SIMULATION_RUNNING')
})

it('holds up no timer of its caller meanwhile', async () => {
  let ticks = 0
  let cancel = systemClock.after(10, tick)
  await openThreadSimulator(systemClock, 1_000).simulate(async () => ok(inputWith({}, 1e9)), 'ann')
  cancel()
  expect(ticks).toBeGreaterThan(30)

  function tick(): void {
    ticks += 1
    cancel = systemClock.after(10, tick)
  }
})

it('answers a configuration that cannot be run with its problem', async () => {
  const broken = inputWith({ rules: [{ pool: 'nowhere' }] }, 1)
  expect(await openThreadSimulator(systemClock).simulate(async () => ok(broken), 'ann')).toMatchObject({
    problem: { code: 'UNKNOWN_REFERENCE' },
  })
})

function threads(): number {
  return readdirSync('/proc/self/task').filter(
    (thread) => readFileSync(`/proc/self/task/${thread}/comm`, 'utf8') === 'WorkerThread\n',
  ).length
}

async function unread(): Promise<never> {
  throw new Error('nothing is read for a simulation that gets no turn')
}

function inputWith(parts: ConfigParts, count: number): SimulationInput {
  const conditions = underOverrides([])
  const request = { video: 'https://s1.origin-cluster/a/b', address: '192.0.2.1', facts: unknownFacts, userAgent: '', count }
  return {
    before: { config: configWith(), conditions },
    after: { config: configWith(parts), conditions },
    traffic: { kind: 'GIVEN', requests: [request] },
  }
}

it('computes failures there, too', async () => {
  const question = {
    config: configWith({ cdns: [{ key: 'a' }, { key: 'b' }] }),
    overrides: [],
    traffic: undefined,
    perSecond: 100,
    failures: 1,
  } as const
  expect(await openThreadSimulator(systemClock).contingencies(async () => ok(question), 'ann')).toEqual(
    listContingencies(question, () => undefined),
  )
})
