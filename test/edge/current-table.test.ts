import { describe, expect, it } from 'vitest'
import { acceptRevision, noTable, type CurrentTable } from '../../src/edge/current-table.ts'
import { revisionWith, type ConfigParts } from '../support/config.ts'

it('takes its first revision', () => {
  const current = noTable()
  expect(acceptRevision(current, revisionWith({ number: 3 }))).toBe(true)
  expect(current.table?.revision).toBe(3)
})

it.each([{ number: 2 }, { number: 3 }])('ignores revision $number when it runs revision 3', ({ number }) => {
  const current = noTable()
  acceptRevision(current, revisionWith({ number: 3 }))
  expect(acceptRevision(current, revisionWith({ number }))).toBe(false)
  expect(current.table?.revision).toBe(3)
})

it('keeps the counter when a publish leaves the ratio alone', () => {
  const current = noTable()
  acceptRevision(current, revisionWith({ number: 1, ratio: 10 }))
  current.counters.turn = 7
  acceptRevision(current, revisionWith({ number: 2, ratio: 10, redirectStatus: 307 }))
  expect(current.counters.turn).toBe(7)
})

it('starts counting anew when a publish changes the ratio', () => {
  const current = noTable()
  acceptRevision(current, revisionWith({ number: 1, ratio: 10 }))
  current.counters.turn = 7
  acceptRevision(current, revisionWith({ number: 2, ratio: 5 }))
  expect(current.counters.turn).toBe(0)
})

it.each([
  { what: 'that was tampered with', change: { sha256: '0'.repeat(64) }, says: 'sha256' },
  { what: 'of a newer format', change: { formatVersion: 99 }, says: 'format version 99' },
])('refuses a revision $what, says why, and stays on the last good one', ({ change, says }) => {
  const current = noTable()
  acceptRevision(current, revisionWith({ number: 1 }))
  const table = current.table
  expect(acceptRevision(current, { ...revisionWith({ number: 2 }), ...change })).toBe(true)
  expect(current.table).toBe(table)
  expect(current.refused).toMatchObject({ revision: 2 })
  expect(current.refused?.problem).toContain(says)
})

it('forgets a refusal once a good revision comes', () => {
  const current = noTable()
  acceptRevision(current, { ...revisionWith({ number: 1 }), sha256: '' })
  acceptRevision(current, revisionWith({ number: 2 }))
  expect(current.refused).toBeNull()
})

describe('the rate limit', () => {
  const rateLimit = { perAddress: { perSecond: 1, burst: 2 } }
  const accept = (current: CurrentTable, number: number, parts: ConfigParts) =>
    acceptRevision(current, revisionWith({ number, ...parts }))

  it('is off unless the revision has one, and off again with the next that has none', () => {
    const current = noTable()
    accept(current, 1, {})
    expect(current.limiter).toBeUndefined()
    accept(current, 2, { rateLimit })
    expect(current.limiter).toBeDefined()
    accept(current, 3, {})
    expect(current.limiter).toBeUndefined()
  })

  it('goes on counting over a publish that leaves it alone, and over a revision that is refused', () => {
    const current = noTable()
    accept(current, 1, { rateLimit })
    const { limiter } = current
    accept(current, 2, { rateLimit: structuredClone(rateLimit), ratio: 2 })
    acceptRevision(current, { ...revisionWith({ number: 3 }), sha256: '' })
    expect(current.limiter).toBe(limiter)
  })

  it('starts counting anew when a publish changes it', () => {
    const current = noTable()
    accept(current, 1, { rateLimit })
    const { limiter } = current
    accept(current, 2, { rateLimit: { perAddress: { perSecond: 1, burst: 3 } } })
    expect(current.limiter).not.toBe(limiter)
  })
})

describe('a canary', () => {
  const accept = (current: CurrentTable, number: number, as: 'CANARY' | 'LIVE', parts: ConfigParts = {}) =>
    acceptRevision(current, revisionWith({ number, ...parts }), as === 'CANARY')
  const running = (): CurrentTable => {
    const current = noTable()
    accept(current, 4, 'LIVE')
    expect(accept(current, 5, 'CANARY', { ratio: 3 })).toBe(true)
    expect([current.table?.revision, current.isCanary]).toEqual([5, true])
    return current
  }

  it.each([
    { what: 'what is live, though older', number: 4, as: 'LIVE', changed: true, runs: 4, isCanary: false },
    { what: 'something older still, when that is live', number: 3, as: 'LIVE', changed: true, runs: 3, isCanary: false },
    { what: 'something newer', number: 6, as: 'LIVE', changed: true, runs: 6, isCanary: false },
    { what: 'itself, now live', number: 5, as: 'LIVE', changed: true, runs: 5, isCanary: false },
    { what: 'itself, once more', number: 5, as: 'CANARY', changed: false, runs: 5, isCanary: true },
    { what: 'an older canary, which came late', number: 4, as: 'CANARY', changed: false, runs: 5, isCanary: true },
    { what: 'the next canary', number: 6, as: 'CANARY', changed: true, runs: 6, isCanary: true },
  ] as const)('makes way for $what', ({ number, as, changed, runs, isCanary }) => {
    const current = running()
    expect(accept(current, number, as)).toBe(changed)
    expect([current.table?.revision, current.isCanary]).toEqual([runs, isCanary])
  })

  it.each([
    { number: 4, as: 'LIVE' },
    { number: 5, as: 'LIVE' },
    { number: 5, as: 'CANARY' },
  ] as const)('that was promoted does not go back, nor is it one again: $number as $as', ({ number, as }) => {
    const current = running()
    accept(current, 5, 'LIVE')
    expect(accept(current, number, as)).toBe(false)
    expect([current.table?.revision, current.isCanary]).toEqual([5, false])
  })

  it('may be the first that a worker has', () => {
    const current = noTable()
    accept(current, 5, 'CANARY')
    expect(accept(current, 4, 'LIVE')).toBe(true)
    expect([current.table?.revision, current.isCanary]).toEqual([4, false])
  })

  it('starts counting anew there and back when its ratio is another, and goes on when it is not', () => {
    const current = running()
    current.counters.turn = 2
    accept(current, 4, 'LIVE')
    expect(current.counters.turn).toBe(0)
    current.counters.turn = 7
    accept(current, 6, 'CANARY')
    accept(current, 4, 'LIVE')
    expect([current.counters.turn, current.table?.revision]).toEqual([7, 4])
  })

  it('that was refused is forgotten when the worker is told what is live, and not before', () => {
    const current = noTable()
    accept(current, 4, 'LIVE')
    const { table } = current
    expect(acceptRevision(current, { ...revisionWith({ number: 5 }), sha256: '' }, true)).toBe(true)
    expect(current).toMatchObject({ table, isCanary: false, refused: { revision: 5, isCanary: true } })
    expect(acceptRevision(current, { ...revisionWith({ number: 5 }), sha256: '' }, true)).toBe(false)
    expect(accept(current, 4, 'LIVE')).toBe(true)
    expect([current.table, current.refused]).toEqual([table, null])
    expect(accept(current, 4, 'LIVE')).toBe(false)
  })

  it('takes nothing from the refusal of a live revision', () => {
    const current = noTable()
    accept(current, 4, 'LIVE')
    acceptRevision(current, { ...revisionWith({ number: 5 }), sha256: '' })
    expect(accept(current, 4, 'LIVE')).toBe(false)
    expect(current.refused).toMatchObject({ revision: 5 })
  })
})
