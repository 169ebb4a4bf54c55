import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { planSetOverride } from '../../src/core/change/plan-override.ts'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import { attempt } from '../contract/changes.ts'
import { openGatedStore, type GatedStore } from '../support/gated-store.ts'
import { watcherOn, type WatcherUnderTest } from '../support/store-watcher.ts'

let gate: GatedStore
beforeAll(async () => {
  gate = await openGatedStore()
})
afterAll(() => gate.close())

let { watcher, clock, snapshots } = {} as WatcherUnderTest
beforeEach(async () => {
  gate.reset()
  await gate.publish()
  ;({ watcher, clock, snapshots } = watcherOn(gate))
  await watcher.start()
})
afterEach(() => watcher.stop())

/** How many documents the polls up to this one, counted from the start, read. */
async function readsAfter(polls: number): Promise<number> {
  const before = gate.reads()
  while (gate.looks() <= polls) {
    const looks = gate.looks()
    await clock.advance(3_000)
    await gate.looked(looks + 1)
  }
  return gate.reads() - before
}

describe('the store', () => {
  it('is present, with the age of its last answer', async () => {
    await clock.advance(1_000)
    expect(watcher.presence()).toEqual({ awayBecause: undefined, ageMs: 1_000 })
  })

  it('is away from the look that failed to the one that does not, and what is known gets older meanwhile', async () => {
    gate.awayBecause = 'no route'
    const reads = gate.looks()
    await clock.advance(3_000)
    await gate.looked(reads + 1)
    expect(watcher.presence()).toEqual({ awayBecause: 'no route', ageMs: 3_000 })
    gate.awayBecause = undefined
    await clock.advance(3_000)
    await gate.looked(reads + 2)
    expect(watcher.presence()).toEqual({ awayBecause: undefined, ageMs: 0 })
  })

  it('that has not answered yet leaves the age of the snapshot, or none where there is none', async () => {
    const live = watcher.current()
    for (const [known, ageMs] of [
      [{ snapshot: { ...live, publishedAt: '2025-12-31T23:59:00.000Z' } as ConfigRevision }, 60_000],
      [{}, undefined],
    ] as const) {
      await watcher.stop()
      ;({ watcher, clock } = watcherOn(gate, known))
      gate.awayBecause = 'no route'
      expect(watcher.presence()).toEqual({ awayBecause: undefined, ageMs: undefined })
      await watcher.start()
      expect(watcher.presence()).toEqual({ awayBecause: 'no route', ageMs })
    }
  })
})

describe('a poll', () => {
  it('reads no document of a store that has nothing else: none in ten polls', async () => {
    expect(await readsAfter(10)).toBe(0)
  })

  it('reads the one document that is another, once', async () => {
    const next = await gate.publish()
    expect([await readsAfter(3), watcher.current()]).toEqual([1, next])
    const set = await gate.overrides.change(attempt, planSetOverride({ kind: 'RATIO', value: 3, reason: 'it burns' }))
    expect([await readsAfter(6), set.ok && watcher.overrides.current()]).toEqual([1, set.ok && set.value])
  })

  it('reads overrides of the version that it has where they are others: a store that went back counts once more', async () => {
    const lost = await gate.overrides.change(attempt, planSetOverride({ kind: 'RATIO', value: 4, reason: 'lost' }))
    await readsAfter(1)
    expect(lost.ok && watcher.overrides.current()).toEqual(lost.ok && lost.value)
    await gate.sql(`UPDATE override SET value = '5'`)
    expect([await readsAfter(2), watcher.overrides.current()?.overrides]).toMatchObject([1, [{ value: 5 }]])
  })

  it('takes a live revision that a snapshot gave already without reading it', async () => {
    await watcher.stop()
    const live = watcher.current()
    gate.reset()
    ;({ watcher, clock } = watcherOn(gate, live === undefined ? {} : { snapshot: live }))
    gate.awayBecause = 'no route'
    await watcher.start()
    gate.awayBecause = undefined
    const before = gate.reads()
    expect(watcher.isFallback()).toBe(true)
    await readsAfter(1)
    expect([gate.reads() - before, watcher.isFallback(), watcher.current()]).toEqual([1, false, live]) // the overrides
    expect(snapshots.written).toEqual([live])
  })
})
