import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seededRandom } from '../../../scripts/simulate/seeded-random.ts'
import { readRow } from '../../../src/core/recorded/request-rows.ts'
import { openReservoir, type Reservoir, type ReservoirCopy } from '../../../src/core/recorded/reservoir.ts'
import { recordedWith } from '../../support/recorded.ts'
import { holds } from '../arbitraries.ts'

const MINUTE_MS = 60_000

it('keeps every request while there is room, each for itself', () => {
  const reservoir = openReservoir(seededRandom(1), 0)
  hear(reservoir, 0, 19_999)
  const copy = reservoir.copy(3_600, 1_000)
  expect(numbersIn(copy)).toEqual(Array.from({ length: 19_999 }, (_, number) => number))
  expect(copy.weights).toEqual([{ rows: 19_999, weight: 1 }])
  expect(copy.seconds).toBe(1)
})

it('stays near half full at least once it was full, and is never full', () => {
  const reservoir = openReservoir(seededRandom(2), 0, 400)
  const kept = Array.from({ length: 200 }, (_, block) => {
    hear(reservoir, block * 20, 20)
    return numbersIn(reservoir.copy(3_600, 0)).length
  })
  expect(Math.max(...kept)).toBeLessThan(400)
  expect(Math.min(...kept.slice(20))).toBeGreaterThan(160)
})

it('gives each request of a minute the same chance, wherever it stands', () => {
  const [trials, requests, parts] = [1_000, 1_000, 10]
  const kept = Array.from({ length: parts }, () => 0)
  for (let trial = 0; trial < trials; trial += 1) {
    const reservoir = openReservoir(seededRandom(trial), 0, 64)
    hear(reservoir, 0, requests)
    for (const number of numbersIn(reservoir.copy(60, 0)))
      kept[Math.floor(number / (requests / parts))] = (kept[Math.floor(number / (requests / parts))] ?? 0) + 1
  }
  const mean = kept.reduce((sum, count) => sum + count, 0) / parts
  // Of places that are drawn one by one, the count of a part is Poisson at most: 5 standard deviations.
  for (const count of kept) expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(mean))
})

it('counts no more requests than came, in whatever way they come', () => {
  holds(
    fc.property(fc.array(fc.nat(400), { maxLength: 70 }), fc.integer(), (minutes, seed) => {
      const reservoir = openReservoir(seededRandom(seed), 0, 100)
      let came = 0
      for (const [minute, requests] of minutes.entries()) {
        reservoir.moveTo(minute * MINUTE_MS)
        hear(reservoir, came, requests)
        came += requests
      }
      const copy = reservoir.copy(3_600, Math.max(minutes.length - 1, 0) * MINUTE_MS)
      const inHour = minutes.slice(-60).reduce((sum, requests) => sum + requests, 0)
      const counted = copy.weights.reduce((sum, { rows, weight }) => sum + rows * weight, 0)
      expect(numbersIn(copy).length).toBeLessThan(100)
      expect(copy.weights.reduce((sum, { rows }) => sum + rows, 0)).toBe(numbersIn(copy).length)
      expect(counted).toBeLessThanOrEqual(inHour + 1e-6)
    }),
  )
})

it('keeps fewer of many requests: the work of a busy worker is bounded', () => {
  const reservoir = openReservoir(seededRandom(6), 0)
  const keptIn = Array.from({ length: 3 }, (_, minute) => {
    reservoir.moveTo(minute * MINUTE_MS)
    let kept = 0
    for (let request = 0; request < 600_000; request += 1) {
      if (!reservoir.isChosen()) continue
      reservoir.keep(recordedWith())
      kept += 1
    }
    return kept
  })
  expect(keptIn[0]).toBeLessThan(80_000)
  for (const kept of keptIn.slice(1)) expect(kept).toBeLessThan(20_000)
})

it('estimates a share that changes with the traffic', () => {
  // One request in 100 at night, nine in ten during a burst that has nearly all requests.
  const estimates = Array.from({ length: 200 }, (_, seed) => {
    const reservoir = openReservoir(seededRandom(seed), 0, 400)
    for (let minute = 0; minute < 50; minute += 1) {
      reservoir.moveTo(minute * MINUTE_MS)
      hearShare(reservoir, minute === 30 ? 9_000 : 100, minute === 30 ? 0.9 : 0.01)
    }
    const copy = reservoir.copy(3_600, 49 * MINUTE_MS)
    return sharesIn(copy)
  })
  const mean = estimates.reduce((sum, share) => sum + share, 0) / estimates.length
  expect(mean).toBeCloseTo((9_000 * 0.9 + 4_900 * 0.01) / 13_900, 2)
})

it('forgets the requests of a minute when an hour is over', () => {
  const reservoir = openReservoir(seededRandom(3), 0)
  hear(reservoir, 0, 10)
  reservoir.moveTo(MINUTE_MS)
  hear(reservoir, 10, 10)
  reservoir.countRefusal('VIDEO_HOST')
  const minuteOf = (minute: number) => reservoir.copy(3_600, minute * MINUTE_MS)
  expect(numbersIn(minuteOf(59))).toHaveLength(20)
  expect(numbersIn(minuteOf(60))).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
  expect([...minuteOf(60).refused]).toEqual([['VIDEO_HOST', 1]])
  expect(numbersIn(minuteOf(61))).toEqual([])
  expect([...minuteOf(61).refused]).toEqual([])
  expect(minuteOf(200).seconds).toBe(0)
})

it('copies the minutes that reach into the window', () => {
  const reservoir = openReservoir(seededRandom(4), 0)
  for (let minute = 0; minute < 5; minute += 1) {
    reservoir.moveTo(minute * MINUTE_MS)
    hear(reservoir, minute, 1)
  }
  expect(numbersIn(reservoir.copy(1, 4.5 * MINUTE_MS))).toEqual([4])
  expect(numbersIn(reservoir.copy(31, 4.5 * MINUTE_MS))).toEqual([3, 4])
  expect(numbersIn(reservoir.copy(600, 4.5 * MINUTE_MS))).toEqual([0, 1, 2, 3, 4])
  expect(reservoir.copy(31, 4.5 * MINUTE_MS).seconds).toBe(90)
})

it('keeps more of the traffic again when there is less of it', () => {
  const reservoir = openReservoir(seededRandom(5), 0, 400)
  hear(reservoir, 0, 10_000)
  for (let minute = 1; minute < 80; minute += 1) {
    reservoir.moveTo(minute * MINUTE_MS)
    hear(reservoir, 0, 5)
  }
  expect(reservoir.copy(1, 79.5 * MINUTE_MS).weights).toEqual([{ rows: 5, weight: 1 }])
})

function hear(reservoir: Reservoir, first: number, requests: number): void {
  for (let number = first; number < first + requests; number += 1)
    if (reservoir.isChosen()) reservoir.keep(recordedWith({ directory: number }))
}

function hearShare(reservoir: Reservoir, requests: number, share: number): void {
  for (let number = 0; number < requests; number += 1)
    if (reservoir.isChosen()) reservoir.keep(recordedWith({ network: number % 100 < share * 100 ? 1 : 0 }))
}

function numbersIn({ rows, weights }: ReservoirCopy): readonly number[] {
  const count = weights.reduce((sum, { rows: some }) => sum + some, 0)
  return Array.from({ length: count }, (_, row) => readRow(rows, row).directory)
}

function sharesIn({ rows, weights }: ReservoirCopy): number {
  let [row, ofShare, all] = [0, 0, 0]
  for (const { rows: count, weight } of weights)
    for (const end = row + count; row < end; row += 1) {
      all += weight
      ofShare += weight * readRow(rows, row).network
    }
  return ofShare / all
}
