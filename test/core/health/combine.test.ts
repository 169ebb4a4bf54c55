import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combine, type KnownCdn } from '../../../src/core/health/combine.ts'
import { healthChanges } from '../../../src/core/health/health-changes.ts'
import type { FamilyVerdict, NodeReport } from '../../../src/core/health/node-report.ts'
import { readNodeReport } from '../../../src/core/health/read-node-report.ts'
import { checkWith, reportOf, verdictOf } from '../../support/health.ts'
import { holds } from '../arbitraries.ts'

const NOW = Date.UTC(2026, 0, 1)
const [t1, t2, t3] = [NOW - 50_000, NOW - 40_000, NOW - 30_000]
const cdn = { key: 'a', baseUrl: 'https://a.example', probeUrl: 'https://a.example', check: checkWith() }
const [out, isIn] = [(at: number) => verdictOf(true, at), (at: number) => verdictOf(false, at)]
const back = (at: number) => verdictOf(false, at, { isRecovery: true })

const known = (reports: readonly NodeReport[], before?: KnownCdn, now = NOW, cdns = [cdn]): KnownCdn | undefined =>
  combine(cdns, reports, new Map(before && [[`${before.key} ${before.baseUrl}`, before]]), now).get('a https://a.example')

/** One report a node, over IPv4. */
const nodes = (...verdicts: (FamilyVerdict | null)[]): NodeReport[] =>
  verdicts.map((IPV4, index) => reportOf(`n${index}`, { IPV4 }))

const both = (condition: unknown) => ({ IPV4: condition, IPV6: condition })

describe('a CDN is', () => {
  it.each([
    { what: 'out where the only node says so', reports: nodes(out(t1)), kind: 'OUT', at: t1, health: 'UNHEALTHY', since: t1 },
    { what: 'out where both do', reports: nodes(out(t2), out(t1)), kind: 'OUT', at: t2, health: 'UNHEALTHY', since: t2 },
    { what: 'in where one of two does', reports: nodes(out(t2), isIn(t1)), health: 'DEGRADED', since: t2 },
    {
      what: 'out since two of three say so, whenever the third does',
      reports: nodes(out(t3), out(t1), out(t2)),
      kind: 'OUT',
      at: t2,
      health: 'UNHEALTHY',
      since: t2,
    },
    { what: 'in where one of three says out', reports: nodes(isIn(t1), out(t3), isIn(t2)), health: 'DEGRADED', since: t3 },
    {
      what: 'out where the others have no verdict',
      reports: nodes(out(t1), null, null),
      kind: 'OUT',
      at: t1,
      health: 'UNHEALTHY',
      since: t1,
    },
    { what: 'in, at first without a slow start', reports: nodes(isIn(t1), isIn(t2)), health: 'HEALTHY', since: t2 },
    {
      what: 'back since a majority says so',
      reports: nodes(back(t1), back(t2), out(t1)),
      kind: 'RECOVERING',
      at: t2,
      health: 'DEGRADED',
      since: t2,
    },
    { what: 'back no more after its slow start', reports: nodes(back(NOW - 60_000)), health: 'HEALTHY', since: NOW - 60_000 },
    { what: 'back no more where a clock was set back', reports: nodes(back(NOW + 6_000)), health: 'HEALTHY', since: NOW + 6_000 },
  ])('$what', ({ reports, kind, at, health, since }) => {
    const found = known(reports)
    expect(found?.condition?.byFamily).toEqual(kind && both({ kind, sinceEpochMs: at }))
    expect(found?.told).toMatchObject({ health, sinceEpochMs: since })
  })

  it('judged apart over IPv4 and IPv6', () => {
    const found = known([reportOf('n', { IPV4: isIn(t1), IPV6: out(t2) })])
    expect(found?.condition?.byFamily).toEqual({ IPV4: null, IPV6: { kind: 'OUT', sinceEpochMs: t2 } })
    expect(found?.told).toEqual({
      health: 'DEGRADED',
      reason: 'out of use over IPv6: 3 checks in a row failed',
      sinceEpochMs: t2,
    })
  })

  it('told to be out for some nodes, with the reason of one of them', () => {
    expect(known(nodes(out(t1), isIn(t1)))?.told.reason).toBe('out of use for 1 of 2 nodes: 3 checks in a row failed')
  })

  it('degraded within 14 days of the end of its certificate, and stays in use', () => {
    const ends = (days: number) => known(nodes(verdictOf(false, NOW - 1e9, { certificateEndsEpochMs: NOW + days * 86_400_000 })))
    expect(ends(14.1)?.told.health).toBe('HEALTHY')
    expect(ends(13)?.told).toEqual({
      health: 'DEGRADED',
      reason: 'its certificate ends at 2026-01-14T00:00:00.000Z',
      sinceEpochMs: NOW - 86_400_000,
    })
    expect(ends(13)?.condition).toBeUndefined()
  })
})

describe('where nobody has a verdict', () => {
  const wasOut = known(nodes(out(t1)))

  it('the condition stays, and health is unknown once no probe came for three intervals', () => {
    const silent = known([], wasOut)
    expect(silent?.condition).toEqual(wasOut?.condition)
    expect(silent?.told).toEqual({
      health: 'UNKNOWN',
      reason: 'no node has judged it for three intervals; it stays out of use',
      sinceEpochMs: NOW,
    })
    expect(known([], silent, NOW + 1e9)).toEqual(silent)
  })

  it('since nodes suspect themselves, its health stays for three intervals', () => {
    const suspected = known(nodes(null), wasOut)
    expect(suspected).toMatchObject({ told: wasOut?.told, condition: wasOut?.condition })
    expect(known(nodes(null), suspected, NOW + 29_999)?.told).toEqual(wasOut?.told)
    const longAgo = known(nodes(null), suspected, NOW + 30_000)
    expect(longAgo).toMatchObject({ told: { health: 'UNKNOWN' }, condition: wasOut?.condition })
  })

  it('over one family, that keeps its condition rather than taking the other one', () => {
    const before = known([reportOf('n', { IPV4: isIn(t1), IPV6: out(t2) })])
    const after = known([reportOf('n', { IPV4: isIn(t1), IPV6: null })], before)
    expect(after?.condition?.byFamily).toEqual({ IPV4: null, IPV6: { kind: 'OUT', sinceEpochMs: t2 } })
  })

  it('over one family, that had none, so it follows the other one out and back', () => {
    const follow = (IPV4: FamilyVerdict, before?: KnownCdn) => known([reportOf('n', { IPV4, IPV6: null })], before)
    const gone = follow(out(t1), follow(isIn(t1)))
    expect(gone?.condition?.byFamily).toEqual(both({ kind: 'OUT', sinceEpochMs: t1 }))
    expect(follow(isIn(t2), gone)?.condition).toBeUndefined()
  })

  it('health is unknown, and the CDN in use, from the start', () => {
    expect(known([])).toMatchObject({
      condition: undefined,
      told: { health: 'UNKNOWN', reason: 'no node has judged it yet', sinceEpochMs: null },
    })
  })
})

it('forgets a CDN that is not checked, and one with another base URL', () => {
  const moved = { ...cdn, baseUrl: 'https://b.example' }
  const before = new Map([['a https://a.example', known(nodes(out(t1))) as KnownCdn]])
  expect([...combine([moved], nodes(out(t1)), before, NOW).values()]).toMatchObject([
    { baseUrl: 'https://b.example', condition: undefined, told: { health: 'UNKNOWN' } },
  ])
})

it('keeps since when a health holds, whatever nodes come and go', () => {
  const before = known(nodes(isIn(t1)))
  expect(known(nodes(isIn(t1), isIn(t3)), before)?.told.sinceEpochMs).toBe(t1)
})

describe('a change of health has a time after the one before:', () => {
  const ends = { certificateEndsEpochMs: NOW + 13 * 86_400_000 }
  const silent = known([], known(nodes(isIn(t1))), NOW)
  const later = NOW + 60_000
  it.each([
    { what: 'that of the verdict', before: known(nodes(isIn(t1))), reports: nodes(out(t2)), since: t2 },
    {
      what: 'that of the verdict before, when an earlier one comes late',
      before: known(nodes(out(t2), isIn(t1))),
      reports: nodes(out(t2), out(t1)),
      since: t2,
    },
    { what: 'now, at the end of a silence', before: silent, reports: nodes(isIn(t1)), since: later },
    { what: 'that of a verdict after the silence', before: silent, reports: nodes(out(NOW + 20_000)), since: NOW + 20_000 },
    {
      what: 'now, with another certificate',
      before: known(nodes(verdictOf(false, t1, ends))),
      reports: nodes(isIn(t1)),
      since: later,
    },
    { what: 'now, when the only node that saw a fault is gone', before: known(nodes(isIn(t1), out(t2))), since: later },
    {
      what: 'now, when the clock of a verdict was set back',
      before: known(nodes(isIn(t1))),
      reports: nodes(out(later + 1e6)),
      since: later,
    },
  ])('$what', ({ before, reports = nodes(isIn(t1)), since }) => {
    expect(before).toBeDefined()
    const after = known(reports, before, later)
    expect(after?.told.sinceEpochMs).toBe(since)
    expect(after?.told.health).not.toBe(before?.told.health)
  })
})

it('tells changes of health with their time, and none of a CDN that is new', () => {
  const map = (one: KnownCdn | undefined) => new Map(one && [['a https://a.example', one]])
  const [first, later] = [known([]), known(nodes(out(t1)))]
  expect(healthChanges([cdn], new Map(), map(first), NOW)).toEqual([])
  expect(healthChanges([cdn], map(first), map(later), NOW)).toEqual([
    { cdn: 'a', health: 'UNHEALTHY', reason: 'out of use: 3 checks in a row failed', at: new Date(t1).toISOString() },
  ])
  expect(healthChanges([cdn], map(later), map(later), NOW)).toEqual([])
})

const verdict = fc.record({
  isOut: fc.boolean(),
  sinceEpochMs: fc.integer({ min: NOW - 100_000, max: NOW + 10_000 }).map((at) => at - (at % 10_000)),
  isRecovery: fc.boolean(),
  reason: fc.constantFrom('x', 'y'),
  certificateEndsEpochMs: fc.constantFrom(null, NOW + 1_000, NOW + 1e10),
})
const reports = fc.array(
  fc.record(
    {
      IPV4: fc.option(verdict),
      IPV6: fc.option(verdict),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 7 },
)

describe('whatever the reports', () => {
  it('equal ones give the same in any order', () => {
    holds(
      fc.property(reports, fc.infiniteStream(fc.nat()), (drawn, ranks) => {
        const all = drawn.map((byFamily, index) => reportOf(`n${index}`, byFamily))
        const shuffled = all
          .map((report) => ({ report, rank: ranks.next().value ?? 0 }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ report }) => report)
        expect(known(shuffled)).toEqual(known(all))
      }),
      500,
    )
  })

  it('a CDN is out over a family where more than half of the verdicts say so', () => {
    holds(
      fc.property(reports, (drawn) => {
        const found = known(drawn.map((byFamily, index) => reportOf(`n${index}`, byFamily)))
        for (const family of ['IPV4', 'IPV6'] as const) {
          const verdicts = drawn.flatMap((byFamily) => byFamily[family] ?? [])
          if (verdicts.length === 0) continue
          const isOut = verdicts.filter((one) => one.isOut).length > verdicts.length / 2
          expect(found?.condition?.byFamily[family]?.kind === 'OUT').toBe(isOut)
        }
      }),
    )
  })

  it('they come back from the store as they were', () => {
    holds(
      fc.property(reports, (drawn) => {
        for (const report of drawn.map((byFamily) => reportOf('n', byFamily)))
          expect(readNodeReport(JSON.parse(JSON.stringify(report)))).toEqual(report)
      }),
    )
  })
})

it.each([null, { node: 7, verdicts: [] }, { node: 'n', verdicts: {} }])('reads no report in %j', (value) =>
  expect(readNodeReport(value)).toBeUndefined(),
)

it.each([null, { key: 'a' }, { key: 'a', baseUrl: 7, byFamily: {} }])('leaves out of a report the verdict %j', (value) =>
  expect(readNodeReport({ node: 'n', verdicts: [value] })).toEqual({ node: 'n', verdicts: [] }),
)

it.each([7, {}, { ...isIn(t1), sinceEpochMs: 1e300 }, { ...isIn(t1), certificateEndsEpochMs: '' }])(
  'reads as none the verdict %j',
  (IPV4) =>
    expect(readNodeReport({ node: 'n', verdicts: [{ key: 'a', baseUrl: 'b', byFamily: { IPV4 } }] })?.verdicts).toEqual([
      { key: 'a', baseUrl: 'b', byFamily: { IPV4: null } },
    ]),
)
