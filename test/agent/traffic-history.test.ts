import { beforeEach, expect, it } from 'vitest'
import fc from 'fast-check'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { openTrafficHistory } from '../../src/agent/traffic-history.ts'
import { openTrafficWindow, type TrafficWindow } from '../../src/agent/traffic-window.ts'
import { noTraffic } from '../../src/core/routing/traffic.ts'
import type { FleetView } from '../../src/ports/fleet-view.ts'
import type { StoreTime } from '../../src/ports/store-time.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'

const worker = { id: 'worker-1', pid: 11 }

let clock: FixedClock
let storeTime: StoreTime
let traffic: TrafficWindow
let history: FleetView['trafficHistory']
let counts: ReturnType<typeof noTraffic>
const noon = Date.UTC(2026, 0, 1, 12)
/** The monotonic clock counts the seconds since noon. */
beforeEach(() => {
  clock = fixedClock()
  storeTime = openStoreTime(clock)
  storeTime.hear(noon)
  traffic = openTrafficWindow()
  traffic.hearStart(worker)
  history = openTrafficHistory(traffic, clock, storeTime)
  counts = noTraffic()
})

/** Counts redirects to these CDNs, and one to the origin, in the present second. */
function report(...keys: readonly string[]): void {
  counts.origin += 1
  counts.cdn += keys.length
  for (const key of keys) counts.byCdn.set(key, (counts.byCdn.get(key) ?? 0) + 1)
  traffic.record(worker, structuredClone(counts), Math.floor(clock.nowMonoMs() / 1_000))
}

const ends = (windowSeconds: number, stepSeconds: number) =>
  history(windowSeconds, stepSeconds).points.map(({ at }) => at.slice(11, 19))

it('tells the steps that are over, the oldest first, and of each CDN one count for each of them', async () => {
  report('a', 'b')
  await clock.advance(9_999)
  report('a')
  await clock.advance(1)
  report('b')
  await clock.advance(10_000)
  report('the running step is left out')
  expect(history(600, 10)).toEqual({
    stepSeconds: 10,
    points: [
      { at: '2026-01-01T12:00:10.000Z', requests: 5, origin: 2, cdn: 3, refused: 0 },
      { at: '2026-01-01T12:00:20.000Z', requests: 2, origin: 1, cdn: 1, refused: 0 },
    ],
    byCdn: [
      { key: 'a', requests: [2, 0] },
      { key: 'b', requests: [1, 1] },
    ],
  })
})

it.each([
  { afterSeconds: 9, windowSeconds: 600, stepSeconds: 10, steps: [] },
  { afterSeconds: 10, windowSeconds: 600, stepSeconds: 10, steps: ['12:00:10'] },
  { afterSeconds: 75, windowSeconds: 30, stepSeconds: 10, steps: ['12:00:50', '12:01:00', '12:01:10'] },
  { afterSeconds: 75, windowSeconds: 3, stepSeconds: 1, steps: ['12:01:13', '12:01:14', '12:01:15'] },
  { afterSeconds: 75, windowSeconds: 20, stepSeconds: 7, steps: ['12:01:07', '12:01:14'] },
])('ends $stepSeconds s at their multiples: $steps', async ({ afterSeconds, windowSeconds, stepSeconds, steps }) => {
  await clock.advance(afterSeconds * 1_000)
  expect(ends(windowSeconds, stepSeconds)).toEqual(steps)
})

it('leaves out a step that began before anything was counted', async () => {
  await clock.advance(4_000)
  const late = openTrafficHistory(traffic, clock, storeTime)
  await clock.advance(20_000)
  expect(late(600, 10).points).toMatchObject([{ at: '2026-01-01T12:00:20.000Z' }])
})

it('tells equal counts for a step whenever it is asked, though the clock of the store is heard now early, now late', async () => {
  const second = fc.record({ requests: fc.nat(3), lateMs: fc.option(fc.integer({ min: 100, max: 900 }), { nil: undefined }) })
  const property = fc.asyncProperty(
    fc.array(second, { minLength: 20, maxLength: 40 }),
    fc.integer({ min: 1, max: 9 }),
    async (seconds, step) => {
      const seen = new Map<string, object>()
      for (const { requests, lateMs } of seconds) {
        for (let sent = 0; sent < requests; sent += 1) report('a')
        if (lateMs !== undefined) storeTime.hear(noon + clock.nowMonoMs() + lateMs)
        const { points } = history(30, step)
        expect(points.map((point) => seen.get(point.at) ?? point)).toEqual(points)
        for (const point of points) seen.set(point.at, point)
        await clock.advance(1_000)
      }
    },
  )
  await fc.assert(property, { numRuns: 30, seed: 13 })
})

it('gives the steps the time of the store, once it is a second off what they had', async () => {
  await clock.advance(30_000)
  storeTime.hear(noon + 30_000 + 999)
  expect(ends(10, 10)).toEqual(['12:00:30'])
  storeTime.hear(noon + 30_000 + 61_000)
  expect(ends(10, 10)).toEqual(['12:01:30'])
})

it('has an hour of whole steps, also right before the next one is over', async () => {
  for (let second = 0; second < 4_199; second += 1) {
    report('a')
    await clock.advance(1_000)
  }
  const { points } = history(3_600, 300)
  expect(points.map(({ cdn }) => cdn)).toEqual(Array.from({ length: 12 }, () => 300))
  expect(points.at(-1)?.at).toBe('2026-01-01T13:05:00.000Z')
})

it('has in its steps what a report of the same seconds has', async () => {
  for (let second = 0; second < 60; second += 1) {
    if (second % 7 < 3) report('a', 'b')
    await clock.advance(1_000)
  }
  const { points, byCdn } = history(60, 10)
  const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)
  expect(traffic.report(61, 60, undefined)).toMatchObject({
    requests: total(points.map(({ requests }) => requests)),
    byCdn: byCdn.map(({ key, requests }) => ({ key, requests: total(requests) })),
  })
})
