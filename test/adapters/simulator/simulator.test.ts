import { fork } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openProcessSimulator } from '../../../src/adapters/simulator/simulator.ts'
import { sleep, systemClock } from '../../../src/adapters/system/clock.ts'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import { unknownFacts } from '../../../src/core/geo/client-facts.ts'
import { listContingencies } from '../../../src/core/simulation/list-contingencies.ts'
import { ok } from '../../../src/core/result.ts'
import type { SimulationInput } from '../../../src/core/simulation/simulate.ts'
import { simulate } from '../../../src/core/simulation/simulate.ts'
import { configWith, type ConfigParts } from '../../support/config.ts'
import { fixedClock } from '../../support/fixed-clock.ts'

const isLinux = process.platform === 'linux'
/** Of `statOf`, and what it is for the idle class: sched(7). */
const [POLICY, SCHED_IDLE] = [39, 5]

const input = inputWith({ ratio: 3, cdns: [{ key: 'a' }, { key: 'b' }] }, 1_000)

it('answers from another process as the simulation does here', async () => {
  expect(await openProcessSimulator(systemClock).simulate(async () => ok(input), 'ann')).toEqual(simulate(input, () => undefined))
})

it.runIf(isLinux)('keeps one process for ten seconds, for the next simulations', async () => {
  const clock = fixedClock()
  const simulator = openProcessSimulator(clock)
  const others = simulatorsOf(process.pid)
  const own = () => simulatorsOf(process.pid).filter((pid) => !others.includes(pid))
  await Promise.all(['ann', 'bob'].map((caller) => simulator.simulate(async () => ok(input), caller)))
  await expect.poll(own).toHaveLength(1)
  const kept = own()
  await simulator.simulate(async () => ok(input), 'cid')
  await clock.advance(9_999)
  expect(own()).toEqual(kept)
  await clock.advance(1)
  await expect.poll(own).toEqual([])
})

it.runIf(isLinux)('starts another one where that was killed meanwhile', async () => {
  const others = simulatorsOf(process.pid)
  const simulator = openProcessSimulator(systemClock)
  await simulator.simulate(async () => ok(input), 'ann')
  const [pid = ''] = simulatorsOf(process.pid).filter((one) => !others.includes(one))
  process.kill(Number(pid), 'SIGKILL')
  await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false)
  expect(await simulator.simulate(async () => ok(input), 'ann')).toMatchObject({ ok: true })
})

it.runIf(isLinux)('lets everybody else go first, with all threads', async () => {
  const others = simulatorsOf(process.pid)
  await openProcessSimulator(systemClock).simulate(async () => ok(input), 'ann')
  const [pid = ''] = simulatorsOf(process.pid).filter((one) => !others.includes(one))
  const policies = readdirSync(`/proc/${pid}/task`).map((thread) => Number(statOf(`${pid}/task/${thread}`)[POLICY]))
  expect([...new Set(policies)]).toEqual([SCHED_IDLE])
  expect(policies.length).toBeGreaterThan(3)
})

it.runIf(isLinux)('ends with the process that asks, though it works', async () => {
  const asking = fork(new URL('../../support/endless-simulation.ts', import.meta.url), { execArgv: [] })
  await expect.poll(() => simulatorsOf(asking.pid), { timeout: 5_000 }).toHaveLength(1)
  const [pid = ''] = simulatorsOf(asking.pid)
  await expect.poll(() => statOf(pid)[POLICY], { timeout: 5_000 }).toBe(String(SCHED_IDLE)) // it is loaded, and begins
  await sleep(200)
  asking.kill('SIGKILL')
  await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 5_000 }).toBe(false)
})

it('runs one at a time for a caller, and two in all', async () => {
  const simulator = openProcessSimulator(systemClock)
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
  const simulator = openProcessSimulator(systemClock, { deadlineMs: 1_000 })
  expect(await simulator.simulate(async () => ok(endless), 'ann')).toMatchObject({
    ok: false,
    problem: { code: 'SIMULATION_TOO_LARGE' },
  })
  const again = await simulator.simulate(async () => ok(input), 'ann')
  expect(again.ok ? undefined : again.problem.code).not.toBe('SIMULATION_RUNNING')
})

it('gives up what takes too much memory, and has another process for the next', async () => {
  const simulator = openProcessSimulator(systemClock, { maxHeapMb: 24 })
  const large = { ...input, traffic: { kind: 'GIVEN', requests: Array(400_000).fill(0).map(requestOnce) } } as const
  expect(await simulator.simulate(async () => ok(large), 'ann')).toMatchObject({
    ok: false,
    problem: { code: 'SIMULATION_TOO_LARGE', received: 'over 24 MB' },
  })
  expect(await simulator.simulate(async () => ok(input), 'ann')).toMatchObject({ ok: true })
})

it('holds up no timer of its caller meanwhile', async () => {
  let ticks = 0
  let cancel = systemClock.after(10, tick)
  await openProcessSimulator(systemClock, { deadlineMs: 1_000 }).simulate(async () => ok(inputWith({}, 1e9)), 'ann')
  cancel()
  expect(ticks).toBeGreaterThan(30)

  function tick(): void {
    ticks += 1
    cancel = systemClock.after(10, tick)
  }
})

it('answers a configuration that cannot be run with its problem', async () => {
  const broken = inputWith({ rules: [{ pool: 'nowhere' }] }, 1)
  expect(await openProcessSimulator(systemClock).simulate(async () => ok(broken), 'ann')).toMatchObject({
    problem: { code: 'UNKNOWN_REFERENCE' },
  })
})

/** Process ids of the simulators that a process has started. */
function simulatorsOf(parent: number | undefined): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    const [name, , ppid] = /^\d+$/.test(pid) ? statOf(pid) : []
    return name === '(sluice: simulat)' && ppid === String(parent)
  })
}

/** Fields of proc_pid_stat(5) from the name on; empty: it is gone. */
function statOf(process: string): readonly string[] {
  try {
    const [, name = '', fields = ''] = /^\d+ (\(.*\)) (.*)/s.exec(readFileSync(`/proc/${process}/stat`, 'utf8')) ?? []
    return [name, ...fields.split(' ')]
  } catch {
    return []
  }
}

async function unread(): Promise<never> {
  throw new Error('nothing is read for a simulation that gets no turn')
}

function requestOnce() {
  return { video: 'https://s1.origin-cluster/a/b', address: '192.0.2.1', facts: unknownFacts, userAgent: '', count: 1 }
}

function inputWith(parts: ConfigParts, count: number): SimulationInput {
  const conditions = underOverrides([])
  const request = { ...requestOnce(), count }
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
  expect(await openProcessSimulator(systemClock).contingencies(async () => ok(question), 'ann')).toEqual(
    listContingencies(question, () => undefined),
  )
})
