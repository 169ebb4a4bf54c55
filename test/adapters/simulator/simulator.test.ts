import { fork } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openProcessSimulator } from '../../../src/adapters/simulator/simulator.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import { unknownFacts } from '../../../src/core/geo/client-facts.ts'
import { listContingencies } from '../../../src/core/simulation/list-contingencies.ts'
import { ok } from '../../../src/core/result.ts'
import { simulate } from '../../../src/core/simulation/simulate.ts'
import { configWith, type ConfigParts } from '../../support/config.ts'
import { fixedClock } from '../../support/fixed-clock.ts'
import { isRunning } from '../../support/process-group.ts'
import { noRecords } from '../../support/record-source.ts'
import { patient, simulatorsFromNowOn, simulatorsOf } from '../../support/simulators.ts'

const isLinux = process.platform === 'linux'
/** Policy of the idle class: sched(7). */
const SCHED_IDLE = 5

const input = inputWith({ ratio: 3, cdns: [{ key: 'a' }, { key: 'b' }] }, 1_000)

it('answers from another process as the simulation does here', async () => {
  const simulated = simulate(input, () => undefined)
  expect(await openProcessSimulator(systemClock, noRecords, patient).simulate(async () => ok(input), 'ann')).toEqual(
    simulated.ok ? ok({ ...simulated.value, missingWorkers: [] }) : simulated,
  )
})

it.runIf(isLinux)('keeps one process for ten seconds, for the next simulations', async () => {
  const clock = fixedClock()
  const simulator = openProcessSimulator(clock, noRecords)
  const own = await simulatorsFromNowOn()
  await Promise.all(['ann', 'bob'].map((caller) => simulator.simulate(async () => ok(input), caller)))
  await expect.poll(own).toHaveLength(1)
  const kept = await own()
  await simulator.simulate(async () => ok(input), 'cid')
  await clock.advance(9_999)
  expect(await own()).toEqual(kept)
  await clock.advance(1)
  await expect.poll(own).toEqual([])
})

it.runIf(isLinux)('starts another one where that was killed meanwhile', async () => {
  const own = await simulatorsFromNowOn()
  const simulator = openProcessSimulator(systemClock, noRecords, patient)
  await simulator.simulate(async () => ok(input), 'ann')
  const [pid = 0] = await own()
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false) // this process has heard of its end
  expect(await simulator.simulate(async () => ok(input), 'ann')).toMatchObject({ ok: true })
})

it.runIf(isLinux)('lets everybody else go first, with all threads', async () => {
  const own = await simulatorsFromNowOn()
  await openProcessSimulator(systemClock, noRecords, patient).simulate(async () => ok(input), 'ann')
  const [pid = 0] = await own()
  const policies = readdirSync(`/proc/${pid}/task`).map((thread) => statOf(`${pid}/task/${thread}`).policy)
  expect([...new Set(policies)]).toEqual([SCHED_IDLE])
  expect(policies.length).toBeGreaterThan(3)
})

it.runIf(isLinux)('ends with the process that asks, though it works', async () => {
  const asking = fork(new URL('../../support/endless-simulation.ts', import.meta.url), { execArgv: [] })
  const simulators = () => simulatorsOf(asking.pid ?? 0)
  await expect.poll(simulators, { timeout: 5_000 }).toHaveLength(1)
  const [pid = 0] = await simulators()
  await expect.poll(() => statOf(pid).policy, { timeout: 5_000 }).toBe(SCHED_IDLE) // it is loaded
  const { userTicks } = statOf(pid)
  await expect.poll(() => statOf(pid).userTicks - userTicks, { timeout: 5_000 }).toBeGreaterThan(10) // it works
  asking.kill('SIGKILL')
  await expect.poll(() => isRunning(pid), { timeout: 5_000 }).toBe(false)
})

it('runs one at a time for a caller, and two in all', async () => {
  const simulator = openProcessSimulator(systemClock, noRecords, patient)
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
  const simulator = openProcessSimulator(systemClock, noRecords, { deadlineMs: 1_000 })
  expect(await simulator.simulate(async () => ok(endless), 'ann')).toMatchObject({
    ok: false,
    problem: { code: 'SIMULATION_TOO_LARGE' },
  })
  const again = await simulator.simulate(async () => ok(input), 'ann')
  expect(again.ok ? undefined : again.problem.code).not.toBe('SIMULATION_RUNNING')
})

it('gives up what takes too much memory, and has another process for the next', async () => {
  const simulator = openProcessSimulator(systemClock, noRecords, { maxHeapMb: 24 })
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
  await openProcessSimulator(systemClock, noRecords, { deadlineMs: 1_000 }).simulate(async () => ok(inputWith({}, 1e9)), 'ann')
  cancel()
  expect(ticks).toBeGreaterThan(30)

  function tick(): void {
    ticks += 1
    cancel = systemClock.after(10, tick)
  }
})

it('answers a configuration that cannot be run with its problem', async () => {
  const broken = inputWith({ rules: [{ pool: 'nowhere' }] }, 1)
  expect(await openProcessSimulator(systemClock, noRecords, patient).simulate(async () => ok(broken), 'ann')).toMatchObject({
    problem: { code: 'UNKNOWN_REFERENCE' },
  })
})

it('computes failures there, too', async () => {
  const question = {
    config: configWith({ cdns: [{ key: 'a' }, { key: 'b' }] }),
    overrides: [],
    traffic: undefined,
    perSecond: 100,
    failures: 1,
  } as const
  const listed = listContingencies(question, () => undefined)
  expect(
    await openProcessSimulator(systemClock, noRecords, patient).contingencies(async () => ok({ ...question, nodes: 1 }), 'ann'),
  ).toEqual(listed.ok ? ok(listed.value.map((one) => ({ ...one, missingWorkers: [] }))) : listed)
})

/** Two of the fields behind the name that proc_pid_stat(5) tells of a process or a thread. */
function statOf(task: string | number): { readonly userTicks: number; readonly policy: number } {
  const fields = readFileSync(`/proc/${task}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return { userTicks: Number(fields[11]), policy: Number(fields[38]) }
}

async function unread(): Promise<never> {
  throw new Error('nothing is read for a simulation that gets no turn')
}

function requestOnce() {
  return { video: 'https://s1.origin-cluster/a/b', address: '192.0.2.1', facts: unknownFacts, userAgent: '', count: 1 }
}

function inputWith(parts: ConfigParts, count: number) {
  const conditions = underOverrides([])
  const request = { ...requestOnce(), count }
  return {
    before: { config: configWith(), conditions },
    after: { config: configWith(parts), conditions },
    traffic: { kind: 'GIVEN', requests: [request] },
  } as const
}
