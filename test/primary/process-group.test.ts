import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { isRunning } from '../support/process-group.ts'
import { startTinyGroup, type TinyGroup } from '../support/tiny-group.ts'
import { until } from '../support/until.ts'

const groups: TinyGroup[] = []
afterEach(async () => {
  for (const group of groups.splice(0)) await group.destroy()
})

async function start(workers: number, plans?: Readonly<Record<string, string>>): Promise<TinyGroup> {
  const group = await startTinyGroup(workers, plans)
  groups.push(group)
  return group
}

/** What a connection to the public port is answered: the worker's process id. */
const answerOn = async (port: number): Promise<number> => Number(await text(connect(port, '127.0.0.1')))

const didOf = (group: TinyGroup, name: string) =>
  group.lines.all.filter((line) => line.name === name).map(({ did, message }) => (did === 'GROUP' ? message : did))

describe('starting', () => {
  it('is ready once every worker listens, and then tells everybody', async () => {
    const group = await start(2, { 'worker-2': 'WAITS' })
    // The control process hears of a worker's report, which follows its listening.
    await group.saw('control', 'REPORT')
    expect(group.events.all).toEqual([])
    process.kill((await group.saw('worker-2', 'STARTED')).pid, 'SIGUSR2')
    await group.ready()
    for (const name of ['worker-1', 'worker-2'])
      expect((await group.saw(name, 'GROUP')).message).toEqual({ kind: 'GROUP', ready: true })
    const toldControl = await group.lines.find(
      ({ name, message }) => name === 'control' && message?.kind === 'GROUP' && message.ready,
    )
    expect(didOf(group, 'control').indexOf(toldControl.message)).toBeGreaterThan(0)
  })

  it('lets the workers accept on one port, each', async () => {
    const group = await start(2)
    const { port } = await group.ready()
    const pids = [(await group.saw('worker-1', 'STARTED')).pid, (await group.saw('worker-2', 'STARTED')).pid]
    expect(pids).toContain(await answerOn(port))
  })

  it.each([64, 69, 73])('ends with %i when a child does, and takes the others along', async (code) => {
    const group = await start(2, { 'worker-2': String(code) })
    expect(await group.exited).toBe(code)
    expect(existsSync(group.folder)).toBe(false)
  })

  it('tries again when a child ends with another code', async () => {
    const group = await start(1, { control: '1' })
    const first = await group.saw('control', 'STARTED')
    const event = await group.events.find(({ kind }) => kind === 'GONE')
    expect(event).toEqual({ kind: 'GONE', name: 'control', pid: first.pid, code: 1, signal: null })
    await group.advance(0)
    await group.saw('control', 'STARTED', [first.pid])
  })
})

describe('relaying', () => {
  it("brings a worker's reports to the control process, with whose they are", async () => {
    const group = await start(1)
    const { pid } = await group.saw('worker-1', 'STARTED')
    const message = { kind: 'REPORT', worker: { id: 'worker-1', pid }, report: { from: 'worker-1' } }
    expect((await group.saw('control', 'REPORT')).message).toEqual(message)
  })

  it('brings an ask for recordings to all workers', async () => {
    const group = await start(2)
    for (const id of ['worker-1', 'worker-2'])
      expect((await group.saw(id, 'ASK_RECORDING')).message).toMatchObject({ ask: 7, windowSeconds: 60 })
  })

  it('brings a revision to all workers, or to the one that it is for', async () => {
    const group = await start(2)
    await group.ready()
    const received = (name: string) =>
      group.lines.all.flatMap((line) =>
        line.name === name && line.message?.kind === 'REVISION' ? [line.message.revision.number] : [],
      )
    await group.lines.find(() => received('worker-1').includes(1) && received('worker-2').includes(2))
    expect([received('worker-1').includes(2), received('worker-2').includes(1)]).toEqual([false, true])
  })
})

describe('a killed worker', () => {
  it('is replaced by one that knows it, and the control process is told of both', async () => {
    const group = await start(2)
    await group.ready()
    const { pid, replacement } = await group.saw('worker-1', 'STARTED')
    expect(replacement).toBe('')
    process.kill(pid, 'SIGKILL')
    expect(await group.events.find(({ kind }) => kind === 'GONE')).toMatchObject({ name: 'worker-1', pid, signal: 'SIGKILL' })
    await group.advance(0)
    const next = await group.saw('worker-1', 'STARTED', [pid])
    expect(next.replacement).toBe('1')
    expect((await group.saw('worker-1', 'GROUP', [pid])).message).toEqual({ kind: 'GROUP', ready: true })
    const told = group.lines.all.flatMap(({ name, message }) =>
      name === 'control' && message?.kind === 'WORKER' ? [message] : [],
    )
    expect(told.filter(({ worker }) => worker.id === 'worker-1')).toEqual([
      { kind: 'WORKER', worker: { id: 'worker-1', pid }, event: 'STARTED' },
      { kind: 'WORKER', worker: { id: 'worker-1', pid }, event: 'GONE' },
      { kind: 'WORKER', worker: { id: 'worker-1', pid: next.pid }, event: 'STARTED' },
    ])
  })

  it('refuses no connection, though it was the only one: what comes meanwhile waits for the next', async () => {
    const group = await start(1)
    const { port } = await group.ready()
    const { pid } = await group.saw('worker-1', 'STARTED')
    expect(await answerOn(port)).toBe(pid)
    process.kill(pid, 'SIGKILL')
    await group.events.find(({ kind }) => kind === 'GONE')
    const answers = Promise.all([answerOn(port), answerOn(port)])
    await group.advance(0)
    const next = await group.saw('worker-1', 'STARTED', [pid])
    expect(await answers).toEqual([next.pid, next.pid])
  })
})

it('replaces a killed control process, and tells the next one that the group is ready', async () => {
  const group = await start(1)
  await group.ready()
  const { pid } = await group.saw('control', 'STARTED')
  process.kill(pid, 'SIGKILL')
  await group.events.find(({ kind }) => kind === 'GONE')
  await group.advance(0)
  expect((await group.saw('control', 'GROUP', [pid])).message).toEqual({ kind: 'GROUP', ready: true })
})

it('leaves nobody behind when it is killed', async () => {
  const group = await start(2)
  await group.ready()
  const pids = group.lines.all.filter(({ did }) => did === 'STARTED').map(({ pid }) => pid)
  expect(pids).toHaveLength(3)
  process.kill(group.pid, 'SIGKILL')
  await until('all children are gone', 1_000, async () => !(await Promise.all(pids.map(isRunning))).includes(true))
})
