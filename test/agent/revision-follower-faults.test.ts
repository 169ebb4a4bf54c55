import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import { revisionWith } from '../support/config.ts'
import { fileError } from '../support/file-error.ts'
import { watcherOn, type WatcherUnderTest } from '../support/store-watcher.ts'
import { openGatedStore, type GatedStore } from '../support/gated-store.ts'

/** Shared by all tests, which publish on; so their numbers count from what is live. */
let gate: GatedStore
beforeAll(async () => {
  gate = await openGatedStore()
})
afterAll(() => gate.close())

let { watcher, clock, events, snapshots, taken, problems, refusals, backs } = {} as WatcherUnderTest
/** What is live when a test begins. */
let live: ConfigRevision
beforeEach(async () => {
  gate.reset()
  live = await gate.publish()
  ;({ watcher, clock, events, snapshots, taken, problems, refusals, backs } = watcherOn(gate))
})
afterEach(() => watcher.stop())

describe('while the store is away', () => {
  it('goes on with what it has, says so once with the reason, and follows again when it is back', async () => {
    await watcher.start()
    gate.awayBecause = 'no route'
    for (const looks of [2, 3, 4]) {
      await clock.advance(3_000)
      await gate.looked(looks)
    }
    const told = expect.stringMatching(new RegExp(`config store.*no route.*goes on with revision ${live.number}.*keeps trying`))
    expect([watcher.current(), problems, backs]).toEqual([live, [told], []])
    const next = await gate.publish()
    gate.awayBecause = undefined
    await clock.advance(3_000)
    await gate.looked(5)
    expect([watcher.current(), problems, backs]).toEqual([next, [told], [12_000]])
  })

  it.each([
    { reasons: ['a', 'a', 'a'], told: ['a'] },
    { reasons: ['a', 'b', 'b'], told: ['a', 'b'] },
    { reasons: ['a', undefined, 'a'], told: ['a', 'a'] },
    { reasons: [undefined, undefined, undefined], told: [] },
  ])('tells $told where it was away three times because of $reasons', async ({ reasons, told }) => {
    await watcher.start()
    for (const [index, reason] of reasons.entries()) {
      gate.awayBecause = reason && `<${reason}>`
      events.announceRevision(0)
      await gate.looked(index + 2)
    }
    expect(problems).toEqual(told.map((reason) => expect.stringContaining(`<${reason}>`)))
  })

  it('says that it does not listen yet where there is no snapshot, and takes one that comes', async () => {
    gate.awayBecause = 'no route'
    expect(await watcher.start()).toBe(false)
    expect(problems).toEqual([expect.stringMatching(/no snapshot.*does not listen/)])
    await snapshots.write(revisionWith({ number: 3 }))
    await clock.advance(3_000)
    await gate.looked(2)
    expect(taken.map(({ number }) => number)).toEqual([3])
  })
})

it.each([
  { what: 'of a newer format', spoil: { formatVersion: 99 }, says: 'format version 99' },
  { what: 'that was tampered with', spoil: { sha256: '0'.repeat(64) }, says: 'sha256' },
])('keeps a revision $what out, says why, and takes the next good one', async ({ spoil, says }) => {
  await watcher.start()
  const bad = await gate.publish((sealed) => ({ ...sealed, ...spoil }))
  events.announceRevision(bad.number)
  await gate.looked(2)
  expect([taken, watcher.current()]).toEqual([[live], live])
  expect(problems).toEqual([expect.stringMatching(new RegExp(`${says}.*goes on with revision ${live.number}`))])
  const good = await gate.publish()
  events.announceRevision(good.number)
  await gate.looked(3)
  expect(taken).toEqual([live, good])
  expect(refusals).toEqual([
    { revision: bad.number, sha256: bad.sha256, problem: expect.stringContaining(says), as: 'LIVE' },
    null,
  ])
})

it('says so of what is live when it starts from a snapshot that is older', async () => {
  const bad = await gate.publish((sealed) => ({ ...sealed, sha256: '' }))
  ;({ watcher, clock, events, snapshots, taken, problems, refusals } = watcherOn(gate, { snapshot: live }))
  expect(await watcher.start()).toBe(true)
  expect([taken, refusals]).toEqual([
    [live],
    [{ revision: bad.number, sha256: '', problem: expect.stringContaining('sha256'), as: 'LIVE' }],
  ])
})

it('lets a revision go live though the disk is full, and says so', async () => {
  snapshots.diskIsFull = true
  expect(await watcher.start()).toBe(true)
  expect([taken, problems]).toEqual([
    [live],
    [expect.stringMatching(/could not be kept as a snapshot.*ENOSPC.*free some disk space/)],
  ])
})

it('asks for room on the disk only where that is what is missing', async () => {
  snapshots.write = () => Promise.reject(fileError('EACCES'))
  expect(await watcher.start()).toBe(true)
  expect(problems).toEqual([expect.stringMatching(/EACCES.*; let the user that runs Sluice write DATA_DIR/)])
})
