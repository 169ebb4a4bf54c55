import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openChildSlot, type ChildSlot } from '../../src/primary/child-slot.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { openInbox, type Inbox } from '../support/inbox.ts'

const MAX_DELAY_MS = 300

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-slot-'))
  writeFileSync(join(folder, 'ends.cjs'), 'process.exit(3)')
  writeFileSync(
    join(folder, 'stays.cjs'),
    `process.on('message', (message) => (message.end === undefined ? process.send(message) : process.exit(message.end)))
     process.once('disconnect', () => process.exit(0))`,
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

type Ended = { readonly pid: number; readonly code: number | null; readonly signal: string | null; readonly atMs: number }

let clock: FixedClock
let started: Inbox<{ readonly pid: number; readonly atMs: number }>
let ended: Inbox<Ended>
let messages: Inbox<unknown>
let slot: ChildSlot | undefined

beforeEach(() => {
  clock = fixedClock()
  started = openInbox()
  ended = openInbox()
  messages = openInbox()
})
afterEach(async () => {
  slot?.retire()
  if (slot?.running() !== true) return
  slot.kill()
  await ended.nth(started.all.length)
})

function open(script: 'ends.cjs' | 'stays.cjs'): ChildSlot {
  slot = openChildSlot({
    clock,
    maxDelayMs: MAX_DELAY_MS,
    fork: () => fork(join(folder, script), { execArgv: [] }),
    onStarted: (pid) => started.put({ pid, atMs: clock.nowMonoMs() }),
    onMessage: (message) => messages.put(message),
    onGone: (pid, code, signal) => ended.put({ pid, code, signal, atMs: clock.nowMonoMs() }),
  })
  return slot
}

/** How long after the end of the last child the next one was started. */
async function nextPause(): Promise<number> {
  const { atMs } = await ended.nth(started.all.length)
  await clock.advance(MAX_DELAY_MS)
  return (started.all.at(-1)?.atMs ?? NaN) - atMs
}

describe('a child', () => {
  it('is started at once, told with its process id, and can be talked to', async () => {
    const under = open('stays.cjs')
    expect(started.all).toEqual([{ pid: expect.any(Number), atMs: 0 }])
    expect(under.running()).toBe(true)
    under.send({ hello: 1 })
    expect(await messages.nth(1)).toEqual({ hello: 1 })
  })

  it.each([
    { what: 'ends by itself', act: (under: ChildSlot) => under.send({ end: 7 }), code: 7, signal: null },
    { what: 'is killed', act: (under: ChildSlot) => under.kill(), code: null, signal: 'SIGKILL' },
  ])('that $what is told with how it ended', async ({ act, code, signal }) => {
    const under = open('stays.cjs')
    act(under)
    expect(await ended.nth(1)).toEqual({ pid: started.all[0]?.pid, code, signal, atMs: 0 })
    expect(under.running()).toBe(false)
  })

  it('that has ended can be written to without harm', async () => {
    const under = open('stays.cjs')
    under.send({ end: 0 })
    under.send({ lost: 1 })
    await ended.nth(1)
    under.send({ lost: 2 })
    expect(messages.all).toEqual([])
  })
})

describe('the next one', () => {
  it('is started at once at first, then after pauses that double up to the longest', async () => {
    open('ends.cjs')
    const pauses: number[] = []
    for (let death = 1; death <= 6; death += 1) pauses.push(await nextPause())
    expect(pauses).toEqual([0, 50, 100, 200, 300, 300])
  })

  it('is another process, which messages go to from then on', async () => {
    const under = open('stays.cjs')
    under.kill()
    await nextPause()
    const [first, second] = started.all
    expect(second?.pid).not.toBe(first?.pid)
    under.send({ hello: 2 })
    expect(await messages.nth(1)).toEqual({ hello: 2 })
  })

  it('is started at once again when the last had lived for more than 10 s, however often others had failed', async () => {
    const under = open('stays.cjs')
    const pauseAfter = async (livedMs: number): Promise<number> => {
      await clock.advance(livedMs)
      under.kill()
      return nextPause()
    }
    for (const pause of [0, 50, 100]) expect(await pauseAfter(1_000)).toBe(pause)
    expect(await pauseAfter(9_000)).toBe(200)
    expect(await pauseAfter(10_001)).toBe(0)
    expect(await pauseAfter(20_000)).toBe(0)
  })

  it('is not started any more once the slot is retired', async () => {
    const under = open('stays.cjs')
    under.retire()
    expect(under.running()).toBe(true)
    under.kill()
    await ended.nth(1)
    await clock.advance(60_000)
    expect(started.all).toHaveLength(1)
  })

  it('is not started when the slot is retired during the pause', async () => {
    const under = open('ends.cjs')
    await nextPause()
    await ended.nth(2)
    under.retire()
    await clock.advance(60_000)
    expect(started.all).toHaveLength(2)
  })
})
