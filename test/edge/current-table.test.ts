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
