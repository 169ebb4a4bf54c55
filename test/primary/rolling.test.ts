import { afterEach, describe, expect, it } from 'vitest'
import type { PrimaryEvent } from '../support/tiny-primary.ts'
import { childrenOf, isRunning } from '../support/process-group.ts'
import { startTinyGroup, type TinyGroup } from '../support/tiny-group.ts'
import { until } from '../support/until.ts'

let group: TinyGroup
afterEach(() => group.destroy())

async function startReady(plans?: Readonly<Record<string, string>>): Promise<void> {
  group = await startTinyGroup(2, plans)
  await group.ready()
}

const pidOf = async (name: string, oldPids?: readonly number[]): Promise<number> =>
  (await group.saw(name, 'STARTED', oldPids)).pid
const started = (name: string) => group.lines.all.filter((line) => line.name === name && line.did === 'STARTED')
const stopped = () => group.lines.all.filter(({ did }) => did === 'STOP').map(({ pid }) => pid)

/** What was told when so many rolls were over. */
const rollsOver = async (over: number) => {
  const isIt = (event: PrimaryEvent) => event.kind === 'ROLLS' && event.state.over === over
  const event = await group.events.find(isIt)
  return event.kind === 'ROLLS' ? event.state : undefined
}

describe('a roll', () => {
  it('replaces one worker after the other; each leaves when the new one listens, not earlier', async () => {
    await startReady({ 'NEXT_worker-1': 'WAITS', 'NEXT_worker-2': 'WAITS' })
    const names = ['worker-1', 'worker-2']
    const before = await Promise.all(names.map((name) => pidOf(name)))
    group.signal('SIGHUP')
    for (const [index, name] of names.entries()) {
      const next = await pidOf(name, before)
      await group.acted()
      expect(stopped()).toEqual(before.slice(0, index))
      expect(await childrenOf(group.pid)).toHaveLength(4)
      process.kill(next, 'SIGUSR2')
      expect((await group.saw(name, 'STOP')).pid).toBe(before[index])
    }
    expect(await rollsOver(1)).toEqual({ asked: 1, over: 1, problem: null })
    expect(await childrenOf(group.pid)).toHaveLength(3)
    expect(await Promise.all(before.map(isRunning))).toEqual([false, false])
    expect(names.map((name) => started(name).length)).toEqual([2, 2])
  })

  it('tells a new worker all that it has to know before it listens, and revisions to both', async () => {
    await startReady({ 'NEXT_worker-1': 'WAITS' })
    const [old, second] = [await pidOf('worker-1'), await pidOf('worker-2')]
    group.signal('SIGHUP')
    const next = await pidOf('worker-1', [old])
    process.kill(second, 'SIGKILL') // its successor's report makes the control process send a revision to all
    await group.events.find(({ kind }) => kind === 'GONE')
    await group.advance(0)
    await group.saw('worker-1', 'REVISION', [old])
    process.kill(next, 'SIGUSR2')
    await group.saw('worker-1', 'LISTENING', [old])
    const did = group.lines.all.filter(({ pid }) => pid === next).map((line) => line.did)
    expect(did.filter((what) => what !== 'REVISION' && what !== 'ASK_RECORDING')).toEqual([
      'STARTED',
      'GROUP',
      'SOCKET',
      'LISTENING',
    ])
  })

  it('kills a worker that has not left within 5 s, and goes on', async () => {
    await startReady({ 'worker-1': 'STAYS' })
    group.signal('SIGHUP')
    const { pid } = await group.saw('worker-1', 'STOP')
    await group.advance(4_999)
    expect(await isRunning(pid)).toBe(true)
    await group.advance(1)
    expect(await rollsOver(1)).toMatchObject({ problem: null })
    expect(group.events.all).toContainEqual({ kind: 'GONE', name: 'worker-1', pid, code: null, signal: 'SIGKILL' })
  })

  it('ends when a new worker does before it listens; the one that it was to replace stays, and nothing is tried again', async () => {
    await startReady({ 'NEXT_worker-2': '64' })
    const old = await pidOf('worker-2')
    group.signal('SIGHUP')
    const problem = 'the new worker-2: it ended with code 64 before it listened; 1 of 2 workers were replaced'
    expect(await rollsOver(1)).toEqual({ asked: 1, over: 1, problem })
    await group.advance(60_000)
    expect([started('worker-1').length, started('worker-2').length]).toEqual([2, 2])
    expect(await childrenOf(group.pid)).toHaveLength(3)
    expect(await isRunning(old)).toBe(true)
  })

  it('ends when a new worker does not listen within 10 s; that one is killed', async () => {
    await startReady({ 'NEXT_worker-1': 'WAITS' })
    const old = await pidOf('worker-1')
    group.signal('SIGHUP')
    const next = await pidOf('worker-1', [old])
    await group.advance(9_999)
    expect(await isRunning(next)).toBe(true)
    await group.advance(1)
    expect(await rollsOver(1)).toMatchObject({ problem: expect.stringContaining('it did not listen within 10 s') })
    await until('it is gone', 1_000, async () => !(await isRunning(next)))
    expect(stopped()).toEqual([])
  })

  it('is followed by a single one, however often it was asked for meanwhile', async () => {
    await startReady({ 'NEXT_worker-1': 'WAITS' })
    const old = await pidOf('worker-1')
    group.signal('SIGHUP')
    const next = await pidOf('worker-1', [old])
    for (let asked = 2; asked <= 4; asked += 1) {
      group.signal('SIGHUP')
      await group.events.find((event) => event.kind === 'ROLLS' && event.state.asked === asked)
    }
    process.kill(next, 'SIGUSR2')
    expect(await rollsOver(1)).toEqual({ asked: 4, over: 1, problem: null })
    process.kill(await pidOf('worker-1', [old, next]), 'SIGUSR2')
    expect(await rollsOver(4)).toEqual({ asked: 4, over: 4, problem: null })
    expect([started('worker-1').length, started('worker-2').length]).toEqual([3, 3])
  })

  it('is not begun before the group is ready', async () => {
    group = await startTinyGroup(2, { 'worker-2': 'WAITS' })
    await Promise.all([pidOf('worker-1'), pidOf('worker-2')])
    group.signal('SIGHUP')
    expect(await rollsOver(1)).toMatchObject({ problem: expect.stringContaining('not ready yet') })
    expect(started('worker-1')).toHaveLength(1)
  })

  it('is not begun while the group stops', async () => {
    await startReady()
    group.signal('SIGTERM')
    await group.saw('worker-1', 'DRAIN')
    group.signal('SIGHUP')
    expect(await rollsOver(1)).toMatchObject({ problem: 'the group is stopping' })
    void group.advance(5_000)
    expect(await group.exited).toBe(0)
  })

  it.each([
    { signal: 'SIGTERM', waitMs: 5_000 },
    { signal: 'SIGINT', waitMs: 0 },
  ] as const)('is ended by $signal, which stops the group as always', async ({ signal, waitMs }) => {
    await startReady({ 'NEXT_worker-1': 'WAITS' })
    const old = await pidOf('worker-1')
    group.signal('SIGHUP')
    const next = await pidOf('worker-1', [old])
    group.signal(signal)
    expect(await rollsOver(1)).toMatchObject({ problem: expect.stringContaining('the group is stopping') })
    await until('the new one is gone', 1_000, async () => !(await isRunning(next)))
    void group.advance(waitMs)
    expect(await group.exited).toBe(0)
    expect(stopped()).toContain(old)
  })

  it('starts no further worker when the group stops while an old one leaves', async () => {
    await startReady({ 'worker-1': 'STAYS' })
    const old = [await pidOf('worker-1'), await pidOf('worker-2')] as const
    group.signal('SIGHUP')
    expect((await group.saw('worker-1', 'STOP')).pid).toBe(old[0])
    group.signal('SIGTERM')
    await group.saw('worker-2', 'DRAIN')
    process.kill(old[0], 'SIGKILL')
    expect(await rollsOver(1)).toMatchObject({ problem: expect.stringContaining('the group is stopping') })
    void group.advance(5_000)
    expect(await group.exited).toBe(0)
    expect(started('worker-2')).toHaveLength(1)
  })
})

it('takes a hang-up of its terminal for SIGTERM', async () => {
  await startReady({ TERMINAL: 'GONE' })
  group.signal('SIGHUP')
  await group.saw('worker-1', 'DRAIN')
  void group.advance(5_000)
  expect(await group.exited).toBe(0)
  expect(started('worker-1')).toHaveLength(1)
})

it('kills a worker that listens and has not reported for 5 s, tells why, and starts another', async () => {
  await startReady({ SILENCE_MS: '5000' })
  const reports = () => group.lines.all.filter(({ name, did }) => name === 'control' && did === 'REPORT')
  await group.lines.find(() => reports().length === 2) // the primary has heard both, and time stood still
  const pids = [await pidOf('worker-1'), await pidOf('worker-2')]
  await group.advance(4_500)
  expect(group.events.all.some(({ kind }) => kind === 'SILENT')).toBe(false)
  await group.advance(500)
  for (const [index, pid] of pids.entries()) {
    const name = `worker-${index + 1}`
    expect(group.events.all).toContainEqual({ kind: 'SILENT', name, pid })
    await group.events.find((event) => event.kind === 'GONE' && event.pid === pid && event.signal === 'SIGKILL')
    await group.advance(0)
    await group.saw(name, 'LISTENING', [pid])
  }
})
