import { describe, expect, it } from 'vitest'
import type { ConfigRevision } from '../../../src/core/config/revision.ts'
import type { RunAs } from '../../../src/core/orders/orders.ts'
import { nothingYet, takeOrders, type Given, type Running } from '../../../src/core/orders/take-orders.ts'
import { noOverrides, type Override, type OverrideSet } from '../../../src/core/override/override.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { loadSetWith, unbound } from '../../support/cdn-loads.ts'
import { nobody } from '../../support/clients.ts'
import { countersWith, revisionWith, type ConfigParts } from '../../support/config.ts'
import { allToOrigin, down, ratio, up } from '../../support/overrides.ts'
import { goodSecrets, secretsWith, signingWith } from '../../support/signing.ts'

const now = Date.UTC(2026, 0, 1)

/** One worker, given orders one after the other. */
type Worker = ReturnType<typeof openWorker>

function openWorker() {
  let running: Running = nothingYet
  return {
    /** Returns whether anything changed. */
    give(orders: Given, nowEpochMs: number): boolean {
      const before = running
      running = takeOrders(before, orders, nowEpochMs)
      return running !== before
    },
    get table() {
      return running.kind === 'RUNS' ? running.table : undefined
    },
    get counters() {
      if (running.kind === 'WAITING') throw new Error('it runs nothing')
      return running.counters
    },
    get revision() {
      return running.compiled?.revision
    },
    get as() {
      return running.as
    },
    get overrides() {
      return running.overrides
    },
    get limiter() {
      return running.limiter
    },
    get refused() {
      return running.refused
    },
  }
}

function acceptRevision(worker: Worker, revision: ConfigRevision, nowEpochMs: number, as: RunAs = 'LIVE'): boolean {
  return worker.give({ revision, as }, nowEpochMs)
}

function acceptOverrides(worker: Worker, overrides: OverrideSet, nowEpochMs: number): boolean {
  return worker.give({ overrides }, nowEpochMs)
}

/** As after an agent said that there are none. */
function withoutOverrides(): Worker {
  const current = openWorker()
  acceptOverrides(current, noOverrides, now)
  return current
}

it('takes its first revision', () => {
  const current = withoutOverrides()
  expect(acceptRevision(current, revisionWith({ number: 3 }), now)).toBe(true)
  expect(current.table?.revision).toBe(3)
})

it('ignores the revision that it runs', () => {
  const current = withoutOverrides()
  acceptRevision(current, revisionWith({ number: 3 }), now)
  const { table } = current
  expect(acceptRevision(current, revisionWith({ number: 3 }), now)).toBe(false)
  expect(current.table).toBe(table)
})

it.each([
  { what: 'an earlier one', sent: { number: 2, ratio: 4 } },
  { what: 'another one of the same number', sent: { number: 3, ratio: 4 } },
  { what: 'a later one', sent: { number: 4, ratio: 4 } },
])('takes $what than it runs, when the agent sends it: a store that went back decides', ({ sent }) => {
  const current = withoutOverrides()
  acceptRevision(current, revisionWith({ number: 3 }), now)
  expect(acceptRevision(current, revisionWith(sent), now)).toBe(true)
  expect(current).toMatchObject({
    table: { revision: sent.number, splits: [{ ratio: 4 }] },
    revision: { number: sent.number },
    refused: null,
  })
})

it('refuses by identity: another revision of a number that it refused is looked at', () => {
  const current = withoutOverrides()
  acceptRevision(current, revisionWith({ number: 2 }), now)
  const bad = { ...revisionWith({ number: 3 }), sha256: 'f'.repeat(64) }
  expect([acceptRevision(current, bad, now), acceptRevision(current, bad, now)]).toEqual([true, false])
  expect(current.refused).toMatchObject({ revision: 3, sha256: bad.sha256 })
  expect(acceptRevision(current, revisionWith({ number: 3, ratio: 4 }), now)).toBe(true)
  expect(current).toMatchObject({ table: { revision: 3, splits: [{ ratio: 4 }] }, refused: null })
})

it('keeps the index of zones over revisions whose zones have the same networks', () => {
  const worker = withoutOverrides()
  const zones = [
    { key: 'a', cidrs: ['192.0.2.0/24', '2001:db8::/32'] },
    { key: 'b', cidrs: ['198.51.100.0/24'] },
  ]
  const indexed = (number: number, parts: ConfigParts) => {
    acceptRevision(worker, revisionWith({ number, ...parts }), now)
    return worker.table?.zones
  }
  const first = indexed(1, { zones })
  expect(indexed(2, { zones: zones.map(({ key, cidrs }) => ({ key: `${key}2`, cidrs: [...cidrs] })), ratio: 4 })).toBe(first)
  const swapped = zones.map(({ key }, index) => ({ key, cidrs: zones[1 - index]?.cidrs ?? [] }))
  const others = [swapped, zones.slice(1), [], zones, [...zones, { key: 'c', cidrs: ['203.0.113.0/24'] }]]
  const found = others.map((list, index) => indexed(3 + index, { zones: list }))
  expect(new Set([first, ...found]).size).toBe(6)
})

it('keeps the counter when a publish leaves the ratio alone', () => {
  const current = withoutOverrides()
  acceptRevision(current, revisionWith({ number: 1, ratio: 10 }), now)
  current.counters.turns[0] = 7
  acceptRevision(current, revisionWith({ number: 2, ratio: 10, redirectStatus: 307 }), now)
  expect(current.counters.turns[0]).toBe(7)
})

it('starts counting anew when a publish changes the ratio', () => {
  const current = withoutOverrides()
  acceptRevision(current, revisionWith({ number: 1, ratio: 10 }), now)
  current.counters.turns[0] = 7
  acceptRevision(current, revisionWith({ number: 2, ratio: 5 }), now)
  expect(current.counters.turns[0]).toBe(0)
})

it.each([
  { what: 'that was tampered with', change: { sha256: '0'.repeat(64) }, says: 'sha256' },
  { what: 'of a newer format', change: { formatVersion: 99 }, says: 'format version 99' },
])('refuses a revision $what, says why, and stays on the last good one', ({ change, says }) => {
  const current = withoutOverrides()
  acceptRevision(current, revisionWith({ number: 1 }), now)
  const table = current.table
  expect(acceptRevision(current, { ...revisionWith({ number: 2 }), ...change }, now)).toBe(true)
  expect(current.table).toBe(table)
  expect(current.refused).toMatchObject({ revision: 2 })
  expect(current.refused?.problem).toContain(says)
})

it('forgets a refusal once a good revision comes', () => {
  const current = withoutOverrides()
  acceptRevision(current, { ...revisionWith({ number: 1 }), sha256: '' }, now)
  acceptRevision(current, revisionWith({ number: 2 }), now)
  expect(current.refused).toBeNull()
})

describe('the rate limit', () => {
  const rateLimit = { perAddress: { perSecond: 1, burst: 2 } }
  const accept = (current: Worker, number: number, parts: ConfigParts) =>
    acceptRevision(current, revisionWith({ number, ...parts }), now)

  it('is off unless the revision has one, and off again with the next that has none', () => {
    const current = withoutOverrides()
    accept(current, 1, {})
    expect(current.limiter).toBeUndefined()
    accept(current, 2, { rateLimit })
    expect(current.limiter).toBeDefined()
    accept(current, 3, {})
    expect(current.limiter).toBeUndefined()
  })

  it('goes on counting over a publish that leaves it alone, and over a revision that is refused', () => {
    const current = withoutOverrides()
    accept(current, 1, { rateLimit })
    const { limiter } = current
    accept(current, 2, { rateLimit: structuredClone(rateLimit), ratio: 2 })
    acceptRevision(current, { ...revisionWith({ number: 3 }), sha256: '' }, now)
    expect(current.limiter).toBe(limiter)
  })

  it('starts counting anew when a publish changes it', () => {
    const current = withoutOverrides()
    accept(current, 1, { rateLimit })
    const { limiter } = current
    accept(current, 2, { rateLimit: { perAddress: { perSecond: 1, burst: 3 } } })
    expect(current.limiter).not.toBe(limiter)
  })
})

describe('a canary', () => {
  const accept = (current: Worker, number: number, as: RunAs, parts: ConfigParts = {}) =>
    acceptRevision(current, revisionWith({ number, ...parts }), now, as)
  const running = (): Worker => {
    const current = withoutOverrides()
    accept(current, 4, 'LIVE')
    expect(accept(current, 5, 'CANARY', { ratio: 3 })).toBe(true)
    expect([current.table?.revision, current.as]).toEqual([5, 'CANARY'])
    return current
  }

  it.each([
    { what: 'what is live, though older', number: 4, as: 'LIVE', changed: true, runs: 4, runsAs: 'LIVE' },
    { what: 'something older still, when that is live', number: 3, as: 'LIVE', changed: true, runs: 3, runsAs: 'LIVE' },
    { what: 'something newer', number: 6, as: 'LIVE', changed: true, runs: 6, runsAs: 'LIVE' },
    { what: 'itself, now live', number: 5, as: 'LIVE', changed: true, runs: 5, runsAs: 'LIVE' },
    { what: 'itself, once more', number: 5, as: 'CANARY', changed: false, runs: 5, runsAs: 'CANARY' },
    { what: 'an older one, when that is the canary', number: 4, as: 'CANARY', changed: true, runs: 4, runsAs: 'CANARY' },
    { what: 'the next canary', number: 6, as: 'CANARY', changed: true, runs: 6, runsAs: 'CANARY' },
  ] as const)('makes way for $what', ({ number, as, changed, runs, runsAs }) => {
    const current = running()
    expect(accept(current, number, as, number === 5 ? { ratio: 3 } : {})).toBe(changed)
    expect([current.table?.revision, current.as]).toEqual([runs, runsAs])
  })

  it.each([
    { number: 5, as: 'LIVE', changed: false },
    { number: 4, as: 'LIVE', changed: true },
    { number: 5, as: 'CANARY', changed: true },
  ] as const)('that was promoted is what the agent says last: $number as $as', ({ number, as, changed }) => {
    const current = running()
    accept(current, 5, 'LIVE', { ratio: 3 })
    const { table } = current
    expect(accept(current, number, as, number === 5 ? { ratio: 3 } : {})).toBe(changed)
    expect([current.table?.revision, current.as]).toEqual([number, as])
    expect(current.table === table).toBe(number === 5)
  })

  it('may be the first that a worker has', () => {
    const current = withoutOverrides()
    accept(current, 5, 'CANARY')
    expect(accept(current, 4, 'LIVE')).toBe(true)
    expect([current.table?.revision, current.as]).toEqual([4, 'LIVE'])
  })

  it('starts counting anew there and back when its ratio is another, and goes on when it is not', () => {
    const current = running()
    current.counters.turns[0] = 2
    accept(current, 4, 'LIVE')
    expect(current.counters.turns[0]).toBe(0)
    current.counters.turns[0] = 7
    accept(current, 6, 'CANARY')
    accept(current, 4, 'LIVE')
    expect([current.counters.turns[0], current.table?.revision]).toEqual([7, 4])
  })

  it('that was refused is forgotten when the worker is told what is live, and not before', () => {
    const current = withoutOverrides()
    accept(current, 4, 'LIVE')
    const { table } = current
    expect(acceptRevision(current, { ...revisionWith({ number: 5 }), sha256: '' }, now, 'CANARY')).toBe(true)
    expect(current).toMatchObject({ table, as: 'LIVE', refused: { revision: 5, as: 'CANARY' } })
    expect(acceptRevision(current, { ...revisionWith({ number: 5 }), sha256: '' }, now, 'CANARY')).toBe(false)
    expect(accept(current, 4, 'LIVE')).toBe(true)
    expect([current.table, current.refused]).toEqual([table, null])
    expect(accept(current, 4, 'LIVE')).toBe(false)
  })

  it('aside, the refusal of a live revision is forgotten where the store has lost it', () => {
    const current = withoutOverrides()
    accept(current, 4, 'LIVE')
    acceptRevision(current, { ...revisionWith({ number: 5 }), sha256: '' }, now)
    expect(current.refused).toMatchObject({ revision: 5 })
    expect([accept(current, 4, 'LIVE'), current.refused]).toEqual([true, null])
  })
})

describe('overrides', () => {
  const cdns = [{ key: 'a' }, { key: 'b' }]
  const firstOf = ({ table }: Worker) => {
    const decision = table && decide(table, countersWith(), '/?video=http://s1.origin-cluster/a', nobody)
    return decision?.kind === 'CDN' ? decision.cdn.key : undefined
  }

  it('are waited for: no table is built before it is known whether there are any', () => {
    const current = openWorker()
    expect(acceptRevision(current, revisionWith({ cdns }), now)).toBe(true)
    expect([current.table, current.refused]).toEqual([undefined, null])
    expect(acceptOverrides(current, { version: 1, overrides: [down('a')] }, now)).toBe(true)
    expect([current.table?.revision, firstOf(current)]).toEqual([1, 'b'])
  })

  it('hold over a revision that comes, and over one that is refused', () => {
    const current = withoutOverrides()
    acceptOverrides(current, { version: 1, overrides: [down('a')] }, now)
    acceptRevision(current, revisionWith({ cdns }), now)
    expect(firstOf(current)).toBe('b')
    acceptRevision(current, revisionWith({ number: 2, cdns: [{ key: 'a', weight: 9 }, { key: 'b' }] }), now)
    expect([current.table?.revision, firstOf(current)]).toEqual([2, 'b'])
    acceptRevision(current, { ...revisionWith({ number: 3, cdns: [{ key: 'a' }] }), sha256: '' }, now)
    expect([current.table?.revision, firstOf(current)]).toEqual([2, 'b'])
  })

  it('are those that came last, an older version too, and change nothing when they are the same', () => {
    const current = withoutOverrides()
    acceptRevision(current, revisionWith({ cdns }), now)
    acceptOverrides(current, { version: 5, overrides: [down('a')] }, now)
    const { table } = current
    expect(acceptOverrides(current, { version: 5, overrides: [down('a')] }, now)).toBe(false)
    expect(current.table).toBe(table)
    expect(acceptOverrides(current, { version: 4, overrides: [] }, now)).toBe(true)
    expect(firstOf(current)).toBe('a')
    // A database that lost its last writes counts the same numbers once more.
    expect(acceptOverrides(current, { version: 4, overrides: [down('a')] }, now)).toBe(true)
    expect(firstOf(current)).toBe('b')
  })

  it('end by themselves', () => {
    const current = withoutOverrides()
    acceptRevision(current, revisionWith({ cdns }), now)
    const until = new Date(now + 60_000).toISOString()
    acceptOverrides(current, { version: 1, overrides: [{ ...down('a'), until }] }, now)
    current.give({}, now + 59_999)
    expect(firstOf(current)).toBe('b')
    current.give({}, now + 60_000)
    expect(firstOf(current)).toBe('a')
  })

  it('start counting anew when they change the ratio that holds, and keep the counter when they leave it alone', () => {
    const current = withoutOverrides()
    acceptRevision(current, revisionWith({ cdns, ratio: 10 }), now)
    const countedAfter = (overrides: readonly Override[]) => {
      current.counters.turns[0] = 7
      acceptOverrides(current, { version: (current.overrides?.version ?? 0) + 1, overrides }, now)
      return current.counters.turns[0]
    }
    expect(countedAfter([down('a')])).toBe(7)
    expect(countedAfter([ratio(10)])).toBe(7)
    expect(countedAfter([ratio(3)])).toBe(0)
    expect(countedAfter([ratio(3), down('a')])).toBe(7)
    expect(countedAfter([allToOrigin])).toBe(0)
    expect(countedAfter([])).toBe(0)
  })

  it('leave the rate limit counting', () => {
    const current = withoutOverrides()
    acceptRevision(current, revisionWith({ cdns, rateLimit: { global: { perSecond: 1, burst: 1 } } }), now)
    const { limiter } = current
    acceptOverrides(current, { version: 1, overrides: [down('a')] }, now)
    expect([limiter === undefined, current.limiter === limiter]).toEqual([false, true])
  })
})

describe('secrets', () => {
  const signed = revisionWith({ cdns: [{ key: 'a', signing: signingWith() }] })
  const secrets = secretsWith({ 'file:a': goodSecrets.EDGE_AUTH })

  it('make a CDN eligible that signs, and go on over orders of every kind', () => {
    const worker = withoutOverrides()
    acceptRevision(worker, signed, now)
    expect(worker.table?.pools[0]?.out).toMatchObject([{ key: 'a', eligibility: { kind: 'SECRET_MISSING' } }])
    worker.give({ secrets }, now)
    expect([worker.table?.pools[0]?.usable, typeof worker.table?.signs[0]]).toMatchObject([[{ key: 'a' }], 'function'])
    acceptRevision(worker, revisionWith({ number: 2, cdns: [{ key: 'a', name: 'other', signing: signingWith() }] }), now)
    acceptOverrides(worker, { version: 1, overrides: [ratio(3)] }, now)
    expect(worker.table?.pools[0]?.usable).toMatchObject([{ key: 'a' }])
  })

  it('change nothing where they are the same, or nothing is signed', () => {
    const worker = withoutOverrides()
    acceptRevision(worker, signed, now)
    worker.give({ secrets }, now)
    const { table } = worker
    expect([worker.give({ secrets }, now), worker.give({}, now + 1_000), worker.table === table]).toEqual([false, false, true])
    const plain = withoutOverrides()
    acceptRevision(plain, revisionWith(), now)
    const before = plain.table
    plain.give({ secrets }, now)
    expect(plain.table).toBe(before)
  })
})

describe('load', () => {
  const two = (parts: ConfigParts & { readonly number?: number } = {}) =>
    revisionWith({ ratio: 0, cdns: ['a', 'b'].map((key) => ({ key, capacity: unbound })), ...parts })
  const loaded = (): Worker => {
    const worker = withoutOverrides()
    acceptRevision(worker, two({ number: 4 }), now)
    expect(worker.give({ load: loadSetWith(1, { a: 0 }) }, now)).toBe(true)
    return worker
  }
  const keepsOf = (worker: Worker) => worker.table?.pools[0]?.keeps?.percents

  it('goes on over revisions, over a canary and its end, and over overrides', () => {
    const worker = loaded()
    const before = keepsOf(worker)
    for (const [number, as] of [
      [5, 'CANARY'],
      [4, 'LIVE'],
      [6, 'LIVE'],
    ] as const) {
      acceptRevision(worker, two({ number }), now, as)
      expect([worker.table?.revision, keepsOf(worker)]).toEqual([number, before])
    }
    acceptOverrides(worker, { version: 1, overrides: [down('b')] }, now)
    expect(keepsOf(worker)).toEqual([0])
    acceptOverrides(worker, { version: 2, overrides: [up('a')] }, now)
    expect(keepsOf(worker)).toBeUndefined()
  })

  it('builds a table only where it changes what CDNs keep, and leaves their turns alone', () => {
    const worker = loaded()
    worker.counters.poolTurns[0] = 7
    const { table } = worker
    expect([worker.give({ load: loadSetWith(1, { a: 0 }) }, now), worker.table === table]).toEqual([false, true])
    expect([worker.give({ load: loadSetWith(2, { a: 0 }) }, now), worker.table === table]).toEqual([true, true])
    expect([worker.give({ load: loadSetWith(1, { a: 5 }) }, now), worker.table === table]).toEqual([true, false])
    expect([keepsOf(worker), worker.counters.poolTurns]).toEqual([[5, 100], [7]])
  })
})
