import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { nextTurn } from '../../src/adapters/system/next-turn.ts'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { openStoreWatcher, type StoreWatcher } from '../../src/agent/store-watcher.ts'
import { planSetOverride } from '../../src/core/change/plan-override.ts'
import type { OverrideSet } from '../../src/core/override/override.ts'
import type { EventBus } from '../../src/ports/event-bus.ts'
import type { StoreTime } from '../../src/ports/store-time.ts'
import { attempt } from '../contract/changes.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { openGatedStore, type GatedStore } from '../support/gated-store.ts'
import { openInMemoryOverrideFile, type InMemoryOverrideFile } from '../support/override-file.ts'
import { ratio } from '../support/overrides.ts'
import { openInMemorySnapshots } from '../support/snapshots.ts'
import { until } from '../support/until.ts'

/** Shared by all tests, which change on; so their versions count from what there is. */
let gate: GatedStore
beforeAll(async () => {
  gate = await openGatedStore()
})
afterAll(() => gate.close())

let watcher: StoreWatcher & StoreWatcher['overrides']
let clock: FixedClock
let storeTime: StoreTime
let events: EventBus
let file: InMemoryOverrideFile
/** The versions and sizes that it told. */
let told: (readonly [version: number, count: number])[]
/** But for those of the store itself. */
let problems: string[]
let present: OverrideSet
beforeEach(async () => {
  gate.reset()
  present = await set(3)
  open()
})
afterEach(() => watcher.stop())

function open(kept?: OverrideSet): void {
  clock = fixedClock()
  storeTime = openStoreTime(clock)
  events = openInProcessEventBus()
  file = openInMemoryOverrideFile(kept)
  told = []
  problems = []
  const opened = openStoreWatcher({
    store: gate.store,
    askVersions: async () => ({ ...(await gate.askVersions()), nowEpochMs: storeTime.nowEpochMs() }),
    overrideStore: gate.overrides,
    overrideFile: file,
    keptOverrides: kept,
    node: 'node-a:8000',
    snapshots: openInMemorySnapshots(),
    revisionCache: undefined,
    events,
    clock,
    storeTime,
    random: () => 0.5,
    onRevision: () => undefined,
    onRefused: () => undefined,
    onCanary: () => undefined,
    onOverrides: ({ version, overrides }) => told.push([version, overrides.length]),
    onProblem: (problem) => void (problem.startsWith('the config store') || problems.push(problem)),
    onStoreAway: () => undefined,
    onStoreBack: () => undefined,
  })
  watcher = { ...opened, ...opened.overrides }
}

/** In the store alone. Time stands still at the beginning of 2026. */
async function set(value: number, end?: string, at = '2026-01-01T00:00:00.000Z'): Promise<OverrideSet> {
  const by = { ...attempt, at }
  const planner = planSetOverride({ kind: 'RATIO', value, reason: `ratio ${value}, ${told?.length ?? 0}`, until: end })
  const changed = await gate.overrides.change(by, planner)
  if (!changed.ok) throw new Error(changed.problem.code)
  return changed.value
}

const followed = (version: number) => until('it follows', 2_000, () => watcher.current()?.version === version)

describe('starting', () => {
  it("takes the store's, tells them, and keeps them as a file", async () => {
    open({ version: 1, overrides: [] })
    await watcher.start()
    expect([told, file.present, watcher.current()]).toEqual([[[present.version, 1]], present, present])
  })

  it('takes the file where the store is away', async () => {
    const kept = { version: 2, overrides: [ratio(7)] }
    open(kept)
    gate.awayBecause = 'no route'
    await watcher.start()
    expect([told, watcher.current(), problems]).toEqual([[[2, 1]], kept, []])
  })

  it('knows of none where there is neither, so that workers go on with what they have, and goes on looking', async () => {
    gate.awayBecause = 'no route'
    await watcher.start()
    expect([told, watcher.current()]).toEqual([[], undefined])
    gate.awayBecause = undefined
    await clock.advance(3_000)
    await followed(present.version)
  })
})

it('follows on a hint at once, without one within 5 s, and not what it has', async () => {
  await watcher.start()
  const hinted = await set(4)
  events.announceOverrides(hinted.version)
  await followed(hinted.version)
  const silent = await set(5)
  await clock.advance(4_500)
  await followed(silent.version)
  events.announceOverrides(silent.version)
  await clock.advance(4_500)
  expect(told.map(([version]) => version)).toEqual([present.version, hinted.version, silent.version])
  expect(file.present).toEqual(silent)
})

it('follows a store that was put back to an older version', async () => {
  open({ version: present.version + 9, overrides: [] })
  gate.awayBecause = 'no route'
  await watcher.start()
  gate.awayBecause = undefined
  events.announceOverrides(0)
  await followed(present.version)
  expect(told).toEqual([
    [present.version + 9, 0],
    [present.version, 1],
  ])
})

it('follows a hint of the version that it has at once, since a store that went back gives versions once more', async () => {
  open({ version: present.version, overrides: [ratio(99)] })
  gate.awayBecause = 'no route'
  await watcher.start()
  gate.awayBecause = undefined
  events.announceOverrides(present.version)
  await until('it follows', 2_000, () => watcher.current()?.overrides[0]?.value === 3)
  expect(watcher.current()).toEqual(present)
})

it('follows a store that went back though the file of what it lost can not be removed, and says so', async () => {
  open({ version: present.version + 9, overrides: [ratio(99)] })
  gate.awayBecause = 'no route'
  await watcher.start()
  gate.awayBecause = undefined
  file.isReadOnly = true
  events.announceOverrides(present.version)
  await followed(present.version)
  expect(problems.at(-1)).toContain('EROFS')
})

it('takes what it can not keep as a file all the same, and says so', async () => {
  await watcher.start()
  file.diskIsFull = true
  const next = await set(6)
  events.announceOverrides(next.version)
  await followed(next.version)
  expect(problems).toEqual([expect.stringContaining('ENOSPC')])
})

describe('the end of an override', () => {
  const end = '2026-01-01T00:01:00.000Z'

  it('is told at its time, and drops it from the store', async () => {
    const next = await set(8, end)
    await watcher.start()
    await clock.advance(59_999)
    expect(told).toEqual([[next.version, 1]])
    await clock.advance(1)
    await followed(next.version + 1)
    expect(told).toEqual([
      [next.version, 1],
      [next.version, 1],
      [next.version + 1, 0],
    ])
    expect(await gate.overrides.current()).toEqual({ version: next.version + 1, overrides: [] })
  })

  it.each([
    { what: 'ahead of', offsetMs: -7_200_000 },
    { what: 'behind', offsetMs: 7_200_000 },
  ])('is by the time of the store, hours $what which this clock is', async ({ offsetMs }) => {
    storeTime.hear(clock.nowEpochMs() + offsetMs)
    const [at, endsAt] = [0, 60_000].map((ms) => new Date(storeTime.nowEpochMs() + ms).toISOString())
    const next = await set(8, endsAt, at)
    await watcher.start()
    await clock.advance(59_999)
    expect((await gate.overrides.current()).version).toBe(next.version)
    await clock.advance(1)
    await followed(next.version + 1)
  })

  it('that only this node believes in drops nothing from a store that knows better, and asks it no more often', async () => {
    const next = await set(8, end)
    let changes = 0
    gate.onChange = () => (changes += 1)
    gate.serverTime = '2026-01-01T00:00:30.000Z'
    await clock.advance(60_000)
    await watcher.start()
    await clock.advance(9_000)
    expect((await gate.overrides.current()).version).toBe(next.version)
    expect(changes).toBeLessThan(6)
  })

  it('is told while the store is away, which hears of it when it is back', async () => {
    const next = await set(9, end)
    await watcher.start()
    gate.awayBecause = 'no route'
    await clock.advance(60_000)
    expect(told).toEqual([
      [next.version, 1],
      [next.version, 1],
    ])
    gate.awayBecause = undefined
    await clock.advance(4_500)
    await followed(next.version + 1)
  })
})

it('looks no more after it was stopped', async () => {
  await watcher.start()
  await watcher.stop()
  await set(2)
  events.announceOverrides(0)
  await clock.advance(60_000)
  expect(told).toHaveLength(1)
})

it('is stopped once what it read is on disk', async () => {
  const disk = Promise.withResolvers<void>()
  file.write = () => disk.promise
  const started = watcher.start()
  await until('it has read', 5_000, () => told.length > 0)
  const stopped = watcher.stop()
  expect(await Promise.race([stopped, nextTurn().then(() => 'waits')])).toBe('waits')
  disk.resolve()
  await Promise.all([stopped, started])
})
