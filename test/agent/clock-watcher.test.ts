import { beforeEach, expect, it } from 'vitest'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { openClockWatcher } from '../../src/agent/clock-watcher.ts'
import type { LookLoop } from '../../src/agent/look-loop.ts'
import type { StoreTime } from '../../src/ports/store-time.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'

const aheadMs = 500

let clock: FixedClock
let storeTime: StoreTime
let watcher: LookLoop
/** How long a question and its answer are on the way. */
let way: { readonly thereMs: number; readonly backMs: number }
/** How far the store's clock is ahead of what the first answer says. */
let setMs: number

beforeEach(() => {
  clock = fixedClock()
  storeTime = openStoreTime(clock)
  setMs = 0
  const storeClock = {
    async nowEpochMs() {
      await passes(way.thereMs)
      const epochMs = storeNowMs()
      await passes(way.backMs)
      return epochMs
    },
  }
  watcher = openClockWatcher({ storeClock, storeTime, clock, random: () => 0.5, onProblem: () => undefined })
})

it.each([
  { thereMs: 0, backMs: 0 },
  { thereMs: 80, backMs: 0 },
  { thereMs: 0, backMs: 80 },
  { thereMs: 40, backMs: 40 },
])('is never ahead of the store, and behind by no more than the way back: %o', async (ways) => {
  await ask(ways)
  expect(storeNowMs() - storeTime.nowEpochMs()).toBe(ways.backMs)
})

it('keeps to what a quick answer said when a slow one agrees with it, and takes the quick one after a slow one', async () => {
  await ask({ thereMs: 0, backMs: 90 })
  await ask({ thereMs: 1, backMs: 2 })
  expect(storeNowMs() - storeTime.nowEpochMs()).toBe(2)
  await ask({ thereMs: 10, backMs: 90 })
  expect(storeNowMs() - storeTime.nowEpochMs()).toBe(2)
})

it.each([-60_000, 60_000])('goes with a store that is set by %d ms', async (byMs) => {
  await ask({ thereMs: 1, backMs: 1 })
  setMs = byMs
  await ask({ thereMs: 1, backMs: 3 })
  expect(storeNowMs() - storeTime.nowEpochMs()).toBe(3)
})

function storeNowMs(): number {
  return clock.nowEpochMs() + aheadMs + setMs
}

async function ask(ways: { readonly thereMs: number; readonly backMs: number }): Promise<void> {
  way = ways
  const looked = watcher.look()
  await clock.advance(1_000)
  await looked
}

function passes(ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve))
}
