import { describe, expect, it } from 'vitest'
import type { Capacity } from '../../../src/core/config/capacity.ts'
import { calm, controlLoad } from '../../../src/core/load/control-load.ts'
import { simulateLoad, type SimulatedLoad, type SimulatedSecond } from '../../support/simulated-load.ts'

const capacityOf = (requestsPerSecond: number | null): Capacity => ({
  requestsPerSecond,
  mbps: null,
  softPercent: 80,
  hardPercent: 100,
})
/** Ten CDNs of the same weight, the first of which takes a hundred requests a second. */
const tenWithOneSmall = { weights: Array.from({ length: 10 }, () => 1), capacities: new Map([[0, capacityOf(100)]]) }

/** Draws numbers from 0 to 1, the same again for a seed. */
function drawFrom(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296
}

function play(parts: Partial<SimulatedLoad>, seed = 1): readonly SimulatedSecond[] {
  return simulateLoad({ ...tenWithOneSmall, seconds: 40, demand: () => 3_000, random: drawFrom(seed), ...parts })
}

const loads = (seconds: readonly SimulatedSecond[], cdn = 0): readonly number[] =>
  seconds.map((second) => second.loads.get(cdn) ?? 0)
const keeps = (seconds: readonly SimulatedSecond[], cdn = 0): readonly number[] =>
  seconds.map((second) => second.keeps.get(cdn) ?? 0)
const changes = (values: readonly number[]): number =>
  values.filter((value, index) => index > 0 && value !== values[index - 1]).length

describe('a CDN to which three times its capacity comes', () => {
  it('gets no second above its hard limit after the first two, wherever reports and steps fall', () => {
    for (let seed = 1; seed <= 40; seed += 1)
      expect(Math.max(...loads(play({ seconds: 8 }, seed * 7_919)).slice(2)), `seed ${seed}`).toBeLessThanOrEqual(1)
  })

  it('rests between soft and hard, and keeps the same from then on', () => {
    const seconds = play({})
    expect(Math.min(...loads(seconds).slice(3))).toBeGreaterThan(0.8)
    expect(changes(keeps(seconds).slice(3))).toBe(0)
  })

  it.each([1_200, 1_500, 2_000, 3_000, 5_000])('rests although the demand of %i a second swings by five percent', (rate) => {
    const seconds = play({ seconds: 120, noise: 0.1, demand: (second) => rate * (1 + 0.05 * Math.sin(second * 7)) })
    expect(Math.max(...loads(seconds).slice(2))).toBeLessThanOrEqual(1)
    expect(changes(keeps(seconds).slice(30)), 'down to where the noise exceeds nothing, once at most').toBeLessThanOrEqual(1)
  })

  it('gets all again within seconds of the demand falling', () => {
    const seconds = play({ demand: (second) => (second < 20 ? 3_000 : 500) })
    expect(keeps(seconds).slice(24)).toEqual(
      keeps(seconds)
        .slice(24)
        .map(() => 100),
    )
  })

  it('is relieved by a tenth of the traffic a second where it has more than that', () => {
    const seconds = play({ weights: [1, 1, 1], demand: () => 900 })
    expect(
      keeps(seconds)
        .slice(0, 3)
        .toSorted((one, other) => other - one),
    ).toEqual(keeps(seconds).slice(0, 3))
    expect(Math.max(...loads(seconds).slice(5))).toBeLessThanOrEqual(1)
  })
})

describe.each<[string, Partial<SimulatedLoad>]>([
  ['a demand that climbs slowly', { seconds: 60, demand: (second) => 100 * second }],
  ['a demand that jumps up and down', { seconds: 60, demand: (second) => (Math.floor(second / 10) % 2 === 0 ? 3_000 : 300) }],
  [
    'several CDNs that are full',
    { capacities: new Map(Array.from({ length: 9 }, (_, cdn) => [cdn, capacityOf(100)])), demand: () => 1_500 },
  ],
  [
    'CDNs that are full all together',
    { weights: [1, 1, 1], capacities: new Map([0, 1, 2].map((cdn) => [cdn, capacityOf(100)])), demand: () => 600 },
  ],
])('%s', (_name, parts) => {
  it('moves at most a tenth of the traffic in a second', () => {
    for (const { moved } of play(parts)) expect(moved).toBeLessThan(0.1001)
  })
})

describe('a controlled CDN', () => {
  it('stays below hard while the demand climbs', () => {
    expect(Math.max(...loads(play({ seconds: 60, demand: (second) => 100 * second })))).toBeLessThanOrEqual(1)
  })

  it('leaves all others alone while nothing is above soft', () => {
    expect(changes(keeps(play({ demand: () => 700 })))).toBe(0)
  })

  it('gets what it can of a hundred times as much', () => {
    const late = loads(play({ seconds: 90, demand: () => 100_000 })).slice(3)
    expect(Math.max(...late)).toBeLessThanOrEqual(2)
    expect(late.reduce((sum, load) => sum + load, 0)).toBeGreaterThan(0)
  })

  it('keeps by the limits that it has', () => {
    const limits = { ...capacityOf(100), softPercent: 50, hardPercent: 60 }
    const late = loads(play({ capacities: new Map([[0, limits]]) })).slice(4)
    expect(Math.max(...late)).toBeLessThanOrEqual(0.6)
    expect(Math.min(...late)).toBeGreaterThan(0.5)
  })

  it('takes more again once all are no longer full', () => {
    const all = new Map([0, 1, 2, 3].map((cdn) => [cdn, capacityOf(100)]))
    const seconds = play({ weights: [1, 1, 1, 1], capacities: all, seconds: 120, demand: (second) => (second < 40 ? 600 : 200) })
    expect(keeps(seconds)[39], 'each gets by its capacity, whatever it keeps').toBe(0)
    expect(loads(seconds)[38]).toBeCloseTo(1.5)
    for (const cdn of [0, 1, 2, 3]) expect(keeps(seconds, cdn).at(-1)).toBe(100)
  })
})

it.each([1, 2, 3, 4, 5, 7, 10, 16, 20, 35, 50, 90])(
  'a CDN at %i percent climbs on, by a load below soft alone',
  (keepPercent) => {
    const capacity = { ...capacityOf(null), mbps: 100 }
    const before = new Map([['a', { ...calm, keepPercent }]])
    const report = { percent: 79, mbps: null, reportedAtEpochMs: 60_000 }
    const input = { key: 'a', capacity, isHeld: false, own: { given: 0, coming: 0, saturated: 0 }, outside: report }
    expect(controlLoad(before, [input], [], 61_000).get('a')?.keepPercent).toBeGreaterThan(keepPercent)
  },
)

describe('a load from outside', () => {
  const byReports = { capacities: new Map([[0, capacityOf(null)]]) }
  const reportOf = (load: number, second: number) => ({ percent: load * 100, mbps: null, reportedAtEpochMs: second * 1_000 })
  /** Loads count in parts of a hundred requests a second, which nothing but the reports knows. */
  const measured = new Map([[0, { ...capacityOf(null), mbps: 100 }]])

  it.each([0, 2, 5, 10])('that is told %i s late settles, and the CDN keeps the same from then on', (lateSeconds) => {
    const seconds = play({
      capacities: measured,
      seconds: 120,
      report: (second, loadAt) => {
        const asked = Math.floor(second / 10) * 10
        return second < 12
          ? undefined
          : { percent: null, mbps: loadAt(asked - lateSeconds - 1), reportedAtEpochMs: asked * 1_000 }
      },
    })
    const late = seconds.slice(80)
    expect(changes(keeps(late)), keeps(seconds).join(' ')).toBe(0)
    expect(Math.max(...loads(late))).toBeLessThanOrEqual(100)
    expect(Math.min(...loads(late))).toBeGreaterThan(60)
  })

  it('of others is added to the own', () => {
    const seconds = play({
      demand: () => 1_000,
      seconds: 60,
      background: () => 0.6,
      report: (second, loadAt) =>
        second < 2 ? undefined : reportOf(loadAt(Math.floor(second) - 1), Math.floor(second / 10) * 10 + 1),
    })
    expect(Math.max(...loads(seconds.slice(30)))).toBeLessThanOrEqual(1)
    expect(Math.min(...loads(seconds.slice(30)))).toBeGreaterThan(0.8)
  })

  it('that is no longer valid is used no more', () => {
    const seconds = play({ ...byReports, report: (second) => (second < 20 ? reportOf(3, 0) : undefined) })
    expect(keeps(seconds)[18]).toBe(30)
    expect(keeps(seconds)[22]).toBe(100)
  })

  it.each([
    ['jumps each second', (second: number) => (Math.floor(second) % 2 === 0 ? 0 : 10)],
    ['lies by the most that it may', () => 10],
    ['says nothing is used', () => 0],
    ['stops at the most that it may', (second: number) => (second < 20 ? 10 : undefined)],
    ['comes and stops, again and again', (second: number) => (Math.floor(second / 5) % 2 === 0 ? 3 : undefined)],
  ])('that %s moves at most a tenth of the traffic in a second, and rarely', (_name, loadAt) => {
    const report = (second: number) => {
      const load = loadAt(second)
      return load === undefined ? undefined : reportOf(load, Math.floor(second))
    }
    const seconds = play({ ...byReports, report })
    for (const { moved } of seconds) expect(moved).toBeLessThan(0.1001)
    expect(changes(keeps(seconds))).toBeLessThan(12)
  })
})
