import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import { revisionWith } from '../support/config.ts'
import { watcherOn, type WatcherUnderTest } from '../support/store-watcher.ts'
import { openGatedStore, type GatedStore } from '../support/gated-store.ts'
import { openInMemoryRevisionCache } from '../support/revision-cache.ts'
import { settle } from '../support/settle.ts'

/** Shared by all tests, which publish on; so their numbers count from what is live. */
let gate: GatedStore
beforeAll(async () => {
  gate = await openGatedStore()
})
afterAll(() => gate.close())

let { watcher, clock, events, snapshots, taken, problems } = {} as WatcherUnderTest
/** Documents that a first look reads beside revisions. */
const overridesAlone = 1
/** What is live when a test begins. */
let live: ConfigRevision
beforeEach(async () => {
  gate.reset()
  live = await gate.publish()
  open()
})
afterEach(() => watcher.stop())

function open(parts?: Parameters<typeof watcherOn>[1], store = gate): void {
  ;({ watcher, clock, events, snapshots, taken, problems } = watcherOn(store, parts))
}

describe('starting', () => {
  it("takes the store's revision, tells it, and keeps it as a snapshot; the newest snapshot is not asked for", async () => {
    open({ snapshot: revisionWith({ number: live.number + 5 }) })
    expect(await watcher.start()).toBe(true)
    expect([taken, snapshots.written, watcher.current(), problems]).toEqual([[live], [live], live, []])
  })

  it('takes the snapshot where the store is away', async () => {
    const snapshot = revisionWith({ number: live.number - 1 || 1 })
    open({ snapshot })
    gate.awayBecause = 'no route'
    expect(await watcher.start()).toBe(true)
    expect([taken, watcher.current()]).toEqual([[snapshot], snapshot])
  })

  it('takes the snapshot where the store holds none', async () => {
    const empty = await openGatedStore()
    const snapshot = revisionWith({ number: 3 })
    open({ snapshot }, empty)
    expect(await watcher.start()).toBe(true)
    expect([taken, problems]).toEqual([[snapshot], []])
    await watcher.stop()
    await empty.close()
  })

  it('has nothing to run where there is neither, and goes on looking', async () => {
    gate.awayBecause = 'no route'
    expect(await watcher.start()).toBe(false)
    expect([taken, watcher.current()]).toEqual([[], undefined])
    gate.awayBecause = undefined
    await clock.advance(3_000)
    await gate.looked(2)
    expect(taken).toEqual([live])
  })
})

describe('a hint', () => {
  it('makes it read the store at once', async () => {
    await watcher.start()
    const next = await gate.publish()
    events.announceRevision(next.number)
    await gate.looked(2)
    expect([taken, snapshots.written, watcher.current()]).toEqual([[live, next], [live, next], next])
  })

  it('that others may have been lost makes it read the store too', async () => {
    await watcher.start()
    const next = await gate.publish()
    events.announceRevision(0)
    await gate.looked(2)
    expect(taken).toEqual([live, next])
  })

  it.each([-1, 0, 1])('makes it look whatever its number, %d from what it runs: the store may have gone back', async (more) => {
    await watcher.start()
    events.announceRevision(live.number + more)
    await gate.looked(2)
    await settle()
    expect([gate.looks(), taken]).toEqual([2, [live]])
  })

  it('during a look leads to one more look, however many there are, so that none is missed', async () => {
    await watcher.start()
    const release = gate.hold()
    events.announceRevision(live.number + 1)
    const newest = [await gate.publish(), await gate.publish()].at(-1)
    for (let time = 0; time < 5; time += 1) events.announceRevision(live.number + 2)
    release()
    await gate.looked(3)
    expect([taken.at(-1), gate.looks()]).toEqual([newest, 3])
  })
})

describe('without a hint', () => {
  it.each([
    { draw: 0, afterMs: 1_500 },
    { draw: 0.5, afterMs: 3_000 },
    { draw: 0.999_999, afterMs: 4_500 },
  ])(
    'looks $afterMs ms after the last look where $draw is drawn, within the 5 s that are promised',
    async ({ draw, afterMs }) => {
      open({ random: () => draw })
      await watcher.start()
      for (const looks of [1, 2, 3]) {
        const next = await gate.publish()
        await clock.advance(afterMs - 1)
        expect(gate.looks()).toBe(looks)
        await clock.advance(1)
        await gate.looked(looks + 1)
        expect(watcher.current()).toEqual(next)
      }
    },
  )

  it('looks that long after a hinted look, not in between', async () => {
    await watcher.start()
    await clock.advance(2_000)
    events.announceRevision(0)
    await gate.looked(2)
    await clock.advance(2_999)
    expect(gate.looks()).toBe(2)
  })
})

it('skips revisions in between, takes each once, and a snapshot gives way to the store, though its number is higher', async () => {
  open({ snapshot: revisionWith({ number: live.number + 2 }) })
  gate.awayBecause = 'no route'
  await watcher.start()
  gate.awayBecause = undefined
  for (const looks of [2, 3, 4, 5]) {
    await clock.advance(3_000)
    await gate.looked(looks)
    if (looks < 5) await gate.publish()
  }
  expect(taken.map(({ number }) => number - live.number)).toEqual([2, 0, 1, 2, 3])
})

describe('a store that went back', () => {
  /** From now on the store answers this, as after a failover that lost what came after. */
  const answer = (revision: ConfigRevision) => {
    gate.liveInstead = revision
  }
  const sha = ({ sha256 }: ConfigRevision) => sha256.slice(0, 8)

  it.each([
    { what: 'an earlier revision', of: () => revisionWith({ number: live.number - 1, ratio: 77 }) },
    { what: 'another of the same number', of: () => revisionWith({ number: live.number, ratio: 78 }) },
  ])('to $what is followed, without a snapshot of what is lost, and told in one line', async ({ of }) => {
    await watcher.start()
    const back = of()
    answer(back)
    for (const looks of [2, 3]) {
      await clock.advance(3_000)
      await gate.looked(looks)
    }
    expect([taken, watcher.current()]).toEqual([[live, back], back])
    expect(await snapshots.newest()).toEqual(back)
    expect(problems).toEqual([
      expect.stringContaining(
        `went back: revision ${live.number} (sha256 ${sha(live)}) is gone, revision ${back.number} (sha256 ${sha(back)}) is live`,
      ),
    ])
  })

  it('to one that can not be run here is not followed, and says why', async () => {
    await watcher.start()
    answer({ ...revisionWith({ number: live.number - 1 }), sha256: 'f'.repeat(64) })
    await clock.advance(3_000)
    await gate.looked(2)
    expect([taken, problems]).toEqual([[live], [expect.stringContaining('does not match its sha256')]])
  })
})

describe('with a cache that nodes share', () => {
  it('reads what another node kept there, and of the store only who published it and when', async () => {
    const revisionCache = openInMemoryRevisionCache()
    open({ revisionCache })
    revisionCache.keep({ ...live, author: 'somebody else', message: 'another', publishedAt: 'then' })
    await watcher.start()
    expect([taken, gate.reads(), revisionCache.reads().hits]).toEqual([[live], overridesAlone, 1])
  })

  it('reads the store where it has forgotten, and keeps it there for the others', async () => {
    const revisionCache = openInMemoryRevisionCache()
    open({ revisionCache })
    await watcher.start()
    expect([taken, gate.reads()]).toEqual([[live], overridesAlone + 1])
    expect(await revisionCache.read(live)).toEqual(live.config)
  })

  it('never runs what the hash does not vouch for, though the cache gave it', async () => {
    const revisionCache = { ...openInMemoryRevisionCache(), read: async () => revisionWith({ ratio: 77 }).config }
    open({ revisionCache })
    await watcher.start()
    expect([taken, problems]).toEqual([[], [expect.stringContaining('does not match its sha256')]])
  })
})

it('looks no more after it was stopped, neither on a hint nor by itself', async () => {
  await watcher.start()
  await watcher.stop()
  events.announceRevision(0)
  await clock.advance(60_000)
  expect(gate.looks()).toBe(1)
})
