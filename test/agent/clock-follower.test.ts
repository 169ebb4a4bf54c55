import { afterEach, beforeEach, expect, it } from 'vitest'
import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { openStoreWatcher, type StoreWatcher } from '../../src/agent/store-watcher.ts'
import { noOverrides } from '../../src/core/override/override.ts'
import type { EventBus } from '../../src/ports/event-bus.ts'
import type { StoreTime } from '../../src/ports/store-time.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { openInMemoryOverrideFile } from '../support/override-file.ts'
import { openInMemorySnapshots } from '../support/snapshots.ts'

const aheadMs = 500

let clock: FixedClock
let storeTime: StoreTime
let events: EventBus
let watcher: StoreWatcher
/** How long a question and its answer are on the way. */
let way: { readonly thereMs: number; readonly backMs: number }
/** How far the store's clock is ahead of what the first answer says. */
let setMs: number

beforeEach(async () => {
  clock = fixedClock()
  storeTime = openStoreTime(clock)
  events = openInProcessEventBus()
  setMs = 0
  const ignore = (): void => undefined
  const refuse = () => Promise.reject(new Error('nothing is to be changed'))
  watcher = openStoreWatcher({
    async askVersions() {
      await passes(way.thereMs)
      const nowEpochMs = storeNowMs()
      await passes(way.backMs)
      return { nowEpochMs, logPosition: 0, live: undefined, canary: undefined, overrides: { version: 0, digest: '' } }
    },
    store: { revision: async () => undefined },
    overrideStore: { current: async () => noOverrides, change: refuse, join: refuse },
    overrideFile: openInMemoryOverrideFile(),
    keptOverrides: undefined,
    node: 'node-a:8000',
    snapshots: openInMemorySnapshots(),
    revisionCache: undefined,
    events,
    clock,
    storeTime,
    random: () => 0.5,
    onRevision: ignore,
    onRefused: ignore,
    onCanary: ignore,
    onOverrides: ignore,
    onProblem: ignore,
    onStoreAway: ignore,
    onStoreBack: ignore,
  })
})
afterEach(() => watcher.stop())

it.each([
  { thereMs: 0, backMs: 0 },
  { thereMs: 80, backMs: 0 },
  { thereMs: 0, backMs: 80 },
  { thereMs: 40, backMs: 40 },
])('is never ahead of the store, and behind by no more than the way back: %o', async (ways) => {
  await begin(ways)
  expect(storeNowMs() - storeTime.nowEpochMs()).toBe(ways.backMs)
})

it('keeps to what a quick answer said when a slow one agrees with it, and takes the quick one after a slow one', async () => {
  await begin({ thereMs: 0, backMs: 90 })
  await ask({ thereMs: 1, backMs: 2 })
  expect(storeNowMs() - storeTime.nowEpochMs()).toBe(2)
  await ask({ thereMs: 10, backMs: 90 })
  expect(storeNowMs() - storeTime.nowEpochMs()).toBe(2)
})

it.each([-60_000, 60_000])('goes with a store that is set by %d ms', async (byMs) => {
  await begin({ thereMs: 1, backMs: 1 })
  setMs = byMs
  await ask({ thereMs: 1, backMs: 3 })
  expect(storeNowMs() - storeTime.nowEpochMs()).toBe(3)
})

function storeNowMs(): number {
  return clock.nowEpochMs() + aheadMs + setMs
}

async function begin(ways: typeof way): Promise<void> {
  way = ways
  const started = watcher.start()
  await clock.advance(1_000)
  await started
}

async function ask(ways: typeof way): Promise<void> {
  way = ways
  events.announceRevision(0)
  await clock.advance(1_000)
}

function passes(ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve))
}
