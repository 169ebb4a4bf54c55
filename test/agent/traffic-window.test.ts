import { beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { openTrafficWindow, type TrafficWindow } from '../../src/agent/traffic-window.ts'
import { underOverrides } from '../../src/core/conditions/effective.ts'
import type { Member } from '../../src/core/config/pool-members.ts'
import { noTraffic, type TrafficCounts } from '../../src/core/routing/traffic.ts'
import { configWith } from '../support/config.ts'
import { allTo } from '../support/overrides.ts'

let traffic: TrafficWindow
beforeEach(() => {
  traffic = openTrafficWindow()
  traffic.hearStart(first)
  traffic.hearStart(second)
})

const first = { id: 'worker-1', pid: 11 }
const second = { id: 'worker-2', pid: 12 }

/** What a worker has counted since it started: the CDNs by key. */
function counts(byCdn: Record<string, number>, origin = 0, refused = 0): TrafficCounts {
  const entries = Object.entries(byCdn)
  return {
    ...noTraffic(),
    origin,
    refused,
    cdn: entries.reduce((sum, [, count]) => sum + count, 0),
    byCdn: new Map(entries),
    byCode: new Map(refused === 0 ? [] : [['VIDEO_PATH', refused]]),
  }
}

const total = (windowSeconds: number, at: number) => traffic.report(windowSeconds, at, undefined).requests

describe('the sum', () => {
  it('is nothing at first', () => {
    const nothing = { windowSeconds: 60, requests: 0, origin: 0, cdn: 0, refused: 0, byCdn: [], byPool: [], byRule: [] }
    expect(traffic.report(60, 0, undefined)).toEqual(nothing)
  })

  it('is what came between two reports of a process, of all workers', () => {
    traffic.record(first, counts({ a: 3 }, 1, 1), 10)
    traffic.record(first, counts({ a: 5, b: 1 }, 2, 1), 10)
    traffic.record(second, counts({ a: 1 }, 1, 7), 10)
    expect(traffic.report(60, 10, undefined)).toMatchObject({
      requests: 18,
      origin: 3,
      cdn: 7,
      refused: 8,
      byCdn: [
        { key: 'a', requests: 6 },
        { key: 'b', requests: 1 },
      ],
    })
  })

  it('counts nothing twice when a report is repeated', () => {
    for (const at of [10, 11, 12]) traffic.record(first, counts({ a: 3 }), at)
    expect(total(60, 12)).toBe(3)
  })

  it('counts a process that took the place of another from its start, though it has counted more than that one', () => {
    traffic.record(first, counts({ a: 3 }), 10)
    traffic.hearStart({ ...first, pid: 99 })
    traffic.record({ ...first, pid: 99 }, counts({ a: 5 }), 10)
    traffic.record({ ...first, pid: 99 }, counts({ a: 6 }), 10)
    expect(total(60, 10)).toBe(9)
  })

  it('counts both processes of a slot that is rolled, the last requests of the leaving one, too', () => {
    const next = { ...first, pid: 99 }
    traffic.record(first, counts({ a: 3 }), 10)
    traffic.hearStart(next)
    traffic.record(next, counts({ a: 1 }), 10)
    traffic.record(first, counts({ a: 5 }), 10)
    traffic.record(next, counts({ a: 2 }), 11)
    traffic.record(first, counts({ a: 6 }), 11)
    traffic.hearEnd(first)
    traffic.record(next, counts({ a: 3 }), 11)
    expect(total(60, 11)).toBe(9)
  })

  it('leaves out what a process had counted before this window was opened, as after a restart of the control process', () => {
    const unknown = { id: 'worker-3', pid: 13 }
    traffic.record(unknown, counts({ a: 1_000_000 }), 10)
    traffic.record(unknown, counts({ a: 1_000_002 }), 11)
    expect(total(60, 11)).toBe(2)
  })
})

describe('the total', () => {
  it('is what all workers counted, by branch, CDN and code, however long ago', () => {
    traffic.record(first, counts({ a: 3 }, 1, 1), 10)
    traffic.record(second, counts({ a: 1, b: 1 }, 0, 2), 100_000)
    expect(traffic.total()).toEqual(counts({ a: 4, b: 1 }, 1, 3))
  })

  it('goes on from where it was when a process takes the place of another', () => {
    traffic.record(first, counts({ a: 3 }, 1, 1), 10)
    traffic.hearStart({ ...first, pid: 99 })
    expect(traffic.total()).toEqual(counts({ a: 3 }, 1, 1))
    traffic.record({ ...first, pid: 99 }, counts({ a: 1 }, 0, 1), 11)
    expect(traffic.total()).toEqual(counts({ a: 4 }, 1, 2))
  })

  it('is as it was when it was asked for, whatever comes later', () => {
    const before = traffic.total()
    traffic.record(first, counts({ a: 3 }), 10)
    expect(before).toEqual(counts({}))
  })

  it('never goes down, in whatever order reports and restarts come', () => {
    const step = fc.record({ restarts: fc.boolean(), origin: fc.nat(5), refused: fc.nat(5), known: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const under = openTrafficWindow()
        let process = { worker: first, origin: 0, refused: 0 }
        let last = under.total()
        for (const { restarts, known, ...more } of steps) {
          if (restarts) {
            process = { worker: { ...first, pid: process.worker.pid + 1 }, origin: 0, refused: 0 }
            if (known) under.hearStart(process.worker)
          }
          process = { ...process, origin: process.origin + more.origin, refused: process.refused + more.refused }
          under.record(process.worker, counts({}, process.origin, process.refused), 10)
          const now = under.total()
          expect(now.origin).toBeGreaterThanOrEqual(last.origin)
          expect(now.byCode.get('VIDEO_PATH') ?? 0).toBeGreaterThanOrEqual(last.byCode.get('VIDEO_PATH') ?? 0)
          last = now
        }
      }),
    )
  })
})

describe('the total of pools and rules', () => {
  it('keeps those that got requests last, twice as many as a configuration has', () => {
    const byRound = (round: number): TrafficCounts => ({
      ...counts({ a: round }),
      byPool: new Map([
        ['all', { requests: round, byCdn: new Map([[`cdn-${round}`, 1]]) }],
        [`pool-${round}`, { requests: 1, byCdn: new Map([['a', 1]]) }],
      ]),
      byRule: new Map([
        ['live', round],
        [`rule-${round}`, 1],
      ]),
    })
    for (let round = 1; round <= 2_500; round += 1) traffic.record(first, byRound(round), round)
    const { byPool, byRule } = traffic.total()
    expect([byPool.size, byPool.get('all')?.byCdn.size, byRule.size]).toEqual([200, 2_000, 2_000])
    expect([byPool.get('all')?.requests, byRule.get('live')]).toEqual([2_500, 2_500])
    expect([byPool.has('pool-2500'), byPool.has('pool-2302'), byPool.has('pool-2301')]).toEqual([true, true, false])
  })
})

describe('a window', () => {
  it.each([
    { windowSeconds: 1, at: 10, sum: 4 },
    { windowSeconds: 2, at: 10, sum: 4 },
    { windowSeconds: 3, at: 10, sum: 6 },
    { windowSeconds: 5, at: 10, sum: 6 },
    { windowSeconds: 6, at: 10, sum: 7 },
    { windowSeconds: 1, at: 11, sum: 0 },
    { windowSeconds: 2, at: 11, sum: 4 },
    { windowSeconds: 60, at: 64, sum: 7 },
    { windowSeconds: 60, at: 65, sum: 6 },
    { windowSeconds: 60, at: 70, sum: 0 },
  ])('of $windowSeconds s up to second $at holds $sum', ({ windowSeconds, at, sum }) => {
    traffic.record(first, counts({ a: 1 }), 5)
    traffic.record(first, counts({ a: 3 }), 8)
    traffic.record(first, counts({ a: 7 }), 10)
    expect(traffic.report(windowSeconds, at, undefined)).toMatchObject({ windowSeconds, requests: sum })
  })

  it('holds exactly the last seconds, whatever came when', () => {
    const came = fc.array(fc.record({ after: fc.nat(3), requests: fc.nat(5) }), { maxLength: 40 })
    fc.assert(
      fc.property(came, fc.integer({ min: 1, max: 60 }), (steps, windowSeconds) => {
        const under = openTrafficWindow()
        under.hearStart(first)
        const seen: { readonly at: number; readonly requests: number }[] = []
        let at = 0
        let sum = 0
        for (const { after, requests } of steps) {
          at += after
          sum += requests
          under.record(first, counts({ a: sum }), at)
          seen.push({ at, requests })
        }
        const inside = seen.filter((step) => step.at > at - windowSeconds)
        expect(under.report(windowSeconds, at, undefined).requests).toBe(inside.reduce((all, { requests }) => all + requests, 0))
      }),
    )
  })

  it('reaches back an hour and the longest step, and no further, however long it is', () => {
    for (let at = 0; at <= 7_200; at += 1) traffic.record(first, counts({ a: at + 1 }), at)
    expect(total(3_600, 7_200)).toBe(3_600)
    expect(total(1_000_000, 7_200)).toBe(3_900)
  })
})

describe('shares', () => {
  const shares = (config: Parameters<TrafficWindow['report']>[2]) =>
    traffic.report(60, 10, config).byCdn.map(({ key, requests, share, wantedShare }) => [key, requests, share, wantedShare])

  it('are those of the requests that went to CDNs, beside what the weights ask for', () => {
    traffic.record(first, counts({ a: 9, b: 1 }, 90, 5), 10)
    const config = configWith({
      cdns: [
        { key: 'b', weight: 1 },
        { key: 'a', weight: 3 },
      ],
    })
    expect(shares(config)).toEqual([
      ['a', 9, 0.9, 0.75],
      ['b', 1, 0.1, 0.25],
    ])
  })

  it('are 0 where nothing came, and name every enabled CDN', () => {
    const config = configWith({
      cdns: [
        { key: 'a', weight: 1 },
        { key: 'b', weight: 0 },
      ],
    })
    expect(shares(config)).toEqual([
      ['a', 0, 0, 1],
      ['b', 0, 0, 0],
    ])
  })

  it('want nothing of a CDN that is disabled or gone, and show what it still got', () => {
    traffic.record(first, counts({ a: 2, gone: 1, off: 1 }), 10)
    const config = configWith({
      cdns: [{ key: 'a' }, { key: 'off', weight: 9, enabled: false }, { key: 'quiet', enabled: false }],
    })
    expect(shares(config)).toEqual([
      ['a', 2, 0.5, 1],
      ['gone', 1, 0.25, 0],
      ['off', 1, 0.25, 0],
    ])
  })

  it('want all of the fallback where no weight is left', () => {
    expect(shares(configWith({ cdns: [{ key: 'a', weight: 0 }] }))).toEqual([['a', 0, 0, 1]])
    expect(shares(configWith({ cdns: [] }))).toEqual([])
  })
})

describe('by pool', () => {
  const config = configWith({
    cdns: [{ key: 'a' }, { key: 'b', weight: 3 }, { key: 'c' }],
    pools: [
      { key: 'left', members: { a: 1, c: 1 } },
      { key: 'spare', policy: 'FAILOVER', members: [{ cdn: 'c', weight: 1, priority: 1 }] },
    ],
    rules: [
      { key: 'live', pool: 'left' },
      { key: 'off', pool: 'left', position: 2, enabled: false },
    ],
  })
  const pooled = (left: number, all: number): TrafficCounts => ({
    ...counts({ a: left, b: all }),
    byPool: new Map([
      ['left', { requests: left + 5, byCdn: new Map([['a', left]]) }],
      ['all', { requests: all, byCdn: new Map([['b', all]]) }],
    ]),
    byRule: new Map([['live', left]]),
  })

  it('tells shares of its own traffic, and wants of all what each pool wants of its part', () => {
    traffic.record(first, pooled(10, 30), 10)
    const { byCdn, byPool, byRule } = traffic.report(60, 10, config)
    expect(byCdn.map(({ key, share, wantedShare }) => [key, share, wantedShare])).toEqual([
      ['a', 0.25, 0.25 * 0.5 + 0.75 * 0.2],
      ['b', 0.75, 0.6 * 0.75],
      ['c', 0, 0.25 * 0.5 + 0.75 * 0.2],
    ])
    expect(byPool).toMatchObject([
      { key: 'all', requests: 30, byCdn: [{ wantedShare: 0.2 }, { key: 'b', requests: 30, share: 1, wantedShare: 0.6 }, {}] },
      {
        key: 'left',
        requests: 15,
        byCdn: [
          { key: 'a', requests: 10, share: 1, wantedShare: 0.5 },
          { key: 'c', requests: 0 },
        ],
      },
      { key: 'spare', requests: 0, byCdn: [{ key: 'c', requests: 0, share: 0, wantedShare: 1 }] },
    ])
    expect(byRule).toEqual([{ key: 'live', requests: 10 }])
  })

  it('wants of all what the pool of all CDNs wants, while everything goes to one place or nothing came', () => {
    expect(traffic.report(60, 10, config).byCdn.map(({ wantedShare }) => wantedShare)).toEqual([0.2, 0.6, 0.2])
    traffic.record(first, pooled(10, 30), 10)
    const told = traffic.report(60, 10, config, underOverrides([allTo('c')]))
    expect(told.byCdn.map(({ wantedShare }) => wantedShare)).toEqual([0, 0, 1])
  })

  it('wants nothing certain of the members of a pool that goes by where clients are', () => {
    const members = [
      { cdn: 'a', weight: 1, priority: 0 },
      { cdn: 'c', weight: 0, priority: 0 },
    ]
    const wantedOf = (policy: 'GEO' | 'WEIGHTED', left: readonly Member[], requests: number) => {
      const pools = [{ key: 'left', policy, members: left }]
      const window = openTrafficWindow()
      window.hearStart(first)
      window.record(first, pooled(requests, 30), 10)
      const told = window.report(60, 10, configWith({ cdns: [{ key: 'a' }, { key: 'b' }, { key: 'c' }], pools, rules: [] }))
      const ofPool = told.byPool.find(({ key }) => key === 'left')?.byCdn ?? []
      return [told.byCdn, ofPool].map((list) => Object.fromEntries(list.map(({ key, wantedShare }) => [key, wantedShare])))
    }
    const both = members.map((member) => ({ ...member, weight: 1 }))
    expect(wantedOf('WEIGHTED', both, 30)).toEqual([
      { a: 1 / 3 / 2 + 1 / 4, b: 1 / 3 / 2, c: 1 / 3 / 2 + 1 / 4 },
      { a: 0.5, c: 0.5 },
    ])
    expect(wantedOf('GEO', both, 30)).toEqual([
      { a: undefined, b: 1 / 6, c: undefined },
      { a: undefined, c: undefined },
    ])
    expect(wantedOf('GEO', members, 30)[1]).toEqual({ a: 1, c: 0 }) // no other may be chosen, wherever clients are
    expect(wantedOf('GEO', both, 0)[0]).toEqual({ a: 1 / 3, b: 1 / 3, c: 1 / 3 }) // the pool had nothing
  })

  it('is exact for a minute; a longer window lacks the minute that began before it', () => {
    for (let at = 0; at < 600; at += 1) traffic.record(first, pooled(at + 1, 2 * (at + 1)), at)
    const told = (windowSeconds: number, at: number) => {
      const { requests, byPool, byRule } = traffic.report(windowSeconds, at, undefined)
      return [requests, byPool.map((pool) => pool.byCdn.map((cdn) => cdn.requests)), byRule.map((rule) => rule.requests)]
    }
    expect(told(60, 599)).toEqual([180, [[120], [60]], [60]])
    expect(told(60, 598)).toEqual([180, [[120], [60]], [60]])
    expect(told(300, 599)).toEqual([900, [[600], [300]], [300]])
    expect(told(330, 599)).toEqual([990, [[600], [300]], [300]])
    expect(told(1_000, 599)).toEqual([1_800, [[1_200], [600]], [600]])
  })

  it('shows a pool and a rule that are gone', () => {
    traffic.record(first, pooled(10, 30), 10)
    const { byPool, byRule, byCdn } = traffic.report(60, 10, configWith({ cdns: [{ key: 'a' }] }))
    expect(byPool.map(({ key, requests }) => [key, requests])).toEqual([
      ['all', 30],
      ['left', 15],
    ])
    expect(byRule).toEqual([{ key: 'live', requests: 10 }])
    expect(byCdn).toMatchObject([
      { key: 'a', wantedShare: 1 },
      { key: 'b', wantedShare: 0 },
    ])
  })
})

it('sums the seconds up to the one that it is told, none that has only begun', () => {
  for (const [at, sum] of [
    [8, 1],
    [9, 3],
    [10, 7],
  ] as const)
    traffic.record(first, counts({ a: sum }), at)
  expect([total(1, 9), total(2, 9), total(1, 10), total(60, 10)]).toEqual([2, 3, 4, 7])
})

it('tells each request in one of several reports that follow each other, however late it was reported', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 50 }))), (ticks) => {
      const window = openTrafficWindow()
      window.hearStart(first)
      let [sum, told, at] = [0, 0, 10]
      for (const [pause, more] of ticks) {
        const before = window.total()
        at += pause
        sum += more
        window.record(first, counts({ a: sum }), at)
        told += window.reportSince(before, 1, undefined).requests
      }
      expect(told).toBe(sum)
    }),
  )
  traffic.record(first, counts({ a: 3 }, 1), 10)
  const before = traffic.total()
  traffic.record(first, counts({ a: 4, b: 1 }, 2, 1), 11)
  expect(traffic.reportSince(before, 5, configWith({ cdns: [{ key: 'a' }] }))).toEqual({
    windowSeconds: 5,
    requests: 4,
    origin: 1,
    cdn: 2,
    refused: 1,
    byCdn: [
      { key: 'a', requests: 1, share: 0.5, wantedShare: 1 },
      { key: 'b', requests: 1, share: 0.5, wantedShare: 0 },
    ],
    byPool: [{ key: 'all', requests: 0, byCdn: [{ key: 'a', requests: 0, share: 0, wantedShare: 1 }] }],
    byRule: [],
  })
})
