import { existsSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { childrenOf, isRunning } from '../support/process-group.ts'
import { startTinyGroup, type TinyGroup } from '../support/tiny-group.ts'
import { until } from '../support/until.ts'

let group: TinyGroup
afterEach(() => group.destroy())

const everybody = ['control', 'worker-1', 'worker-2'] as const

async function startReady(plans?: Readonly<Record<string, string>>): Promise<void> {
  group = await startTinyGroup(2, plans)
  await group.ready()
}

const allSaw = (did: 'DRAIN' | 'STOP') => Promise.all(everybody.map((name) => group.saw(name, did)))
const count = (did: 'DRAIN' | 'STOP') => group.lines.all.filter((line) => line.did === did).length

/** The exit code, after a look that no process and no folder is left. */
async function end(): Promise<number | null> {
  const code = await group.exited
  const pids = group.lines.all.filter(({ did }) => did === 'STARTED').map(({ pid }) => pid)
  await until('no process is left', 1_000, async () => !(await Promise.all(pids.map(isRunning))).includes(true))
  expect(existsSync(group.folder)).toBe(false)
  return code
}

describe('SIGTERM', () => {
  it('drains everybody at once, stops them after the pre-stop wait, and ends with 0', async () => {
    await startReady()
    group.signal('SIGTERM')
    await allSaw('DRAIN')
    await group.advance(4_999)
    expect(count('STOP')).toBe(0)
    await group.advance(1)
    await allSaw('STOP')
    expect(await end()).toBe(0)
  })

  it('a second time changes nothing', async () => {
    await startReady()
    group.signal('SIGTERM')
    await allSaw('DRAIN')
    await group.advance(3_000)
    group.signal('SIGTERM')
    await group.acted()
    void group.advance(2_000)
    expect(await end()).toBe(0)
    expect(count('DRAIN')).toBe(3)
    expect(group.events.all.filter(({ kind }) => kind === 'STOPPING')).toEqual([{ kind: 'STOPPING', preStopMs: 5_000 }])
  })

  it('kills 5 s later who does not leave, and still ends with 0', async () => {
    await startReady({ 'worker-1': 'STAYS', control: 'STAYS' })
    group.signal('SIGTERM')
    await allSaw('DRAIN')
    await group.advance(5_000)
    await allSaw('STOP')
    const pidOf = async (name: string): Promise<number> => (await group.saw(name, 'STARTED')).pid
    await until('who may has left', 5_000, async () => !(await childrenOf(group.pid)).includes(await pidOf('worker-2')))
    await group.advance(4_999)
    expect(await childrenOf(group.pid)).toEqual([await pidOf('control'), await pidOf('worker-1')])
    void group.advance(1)
    expect(await end()).toBe(0)
  })

  it.each(['worker-1', 'control'] as const)('still replaces %s during the wait, by one that drains, too', async (name) => {
    await startReady()
    group.signal('SIGTERM')
    await allSaw('DRAIN')
    const { pid } = await group.saw(name, 'STARTED')
    process.kill(pid, 'SIGKILL')
    await group.events.find(({ kind }) => kind === 'GONE')
    await group.advance(0)
    expect((await group.saw(name, 'DRAIN', [pid])).did).toBe('DRAIN')
    void group.advance(5_000)
    expect(await end()).toBe(0)
  })

  it('before everybody listens ends at once with 0', async () => {
    group = await startTinyGroup(2, { 'worker-2': 'WAITS' })
    await group.saw('worker-2', 'STARTED')
    await group.saw('control', 'STARTED')
    group.signal('SIGTERM')
    expect(await end()).toBe(0)
  })
})

describe('SIGINT', () => {
  it('skips the wait and ends with 0', async () => {
    await startReady()
    group.signal('SIGINT')
    await allSaw('DRAIN')
    void group.advance(0)
    expect(await end()).toBe(0)
  })

  it('twice within half a second is one: npm passes on what the terminal sent to all', async () => {
    await startReady({ 'worker-1': 'STAYS' })
    group.signal('SIGINT')
    await allSaw('DRAIN')
    await group.advance(500)
    group.signal('SIGINT')
    await group.acted()
    await allSaw('STOP')
    void group.advance(4_500)
    expect(await end()).toBe(0)
  })

  it('a second time, later, kills everybody at once and ends with 130', async () => {
    await startReady({ 'worker-1': 'STAYS', control: 'STAYS' })
    group.signal('SIGINT')
    await allSaw('DRAIN')
    await group.advance(501)
    await allSaw('STOP')
    group.signal('SIGINT')
    expect(await end()).toBe(130)
  })

  it('ends the wait that SIGTERM began', async () => {
    await startReady()
    group.signal('SIGTERM')
    await allSaw('DRAIN')
    group.signal('SIGINT')
    await group.lines.find(() => count('DRAIN') === 6)
    void group.advance(0)
    expect(await end()).toBe(0)
  })
})
