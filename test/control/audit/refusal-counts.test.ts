import { expect, it } from 'vitest'
import { openRefusalCounts } from '../../../src/control/audit/refusal-counts.ts'

const at = '2026-01-01T12:34:56.789Z'

it('tells how many were refused, why, from how many addresses, and since which minute', () => {
  const counts = openRefusalCounts()
  expect(counts.pending()).toBeUndefined()
  counts.countAnonymous('UNAUTHENTICATED', '192.0.2.1', at)
  counts.countAnonymous('RATE_LIMITED', '192.0.2.2', '2026-01-01T12:35:00.000Z')
  counts.countAnonymous('RATE_LIMITED', '192.0.2.2', '2026-01-01T12:35:01.000Z')
  expect(counts.pending()).toEqual({
    minute: '2026-01-01T12:34:00.000Z',
    total: 3,
    byCode: { UNAUTHENTICATED: 1, RATE_LIMITED: 2 },
    addresses: 2,
    mostFrequentAddress: '192.0.2.2',
  })
})

it('takes all addresses of an IPv6 /64 for one', () => {
  const counts = openRefusalCounts()
  for (const host of ['1', '2:3', 'ffff']) counts.countAnonymous('UNAUTHENTICATED', `2001:db8:1:2::${host}`, at)
  expect(counts.pending()).toMatchObject({ total: 3, addresses: 1 })
})

it('keeps what came while the event was written', () => {
  const counts = openRefusalCounts()
  counts.countAnonymous('UNAUTHENTICATED', '192.0.2.1', at)
  const recorded = counts.pending()
  counts.countAnonymous('UNAUTHENTICATED', '192.0.2.1', at)
  counts.countAnonymous('RATE_LIMITED', '192.0.2.1', at)
  if (recorded !== undefined) counts.forget(recorded)
  expect(counts.pending()).toMatchObject({ total: 2, byCode: { UNAUTHENTICATED: 1, RATE_LIMITED: 1 } })
  const rest = counts.pending()
  if (rest !== undefined) counts.forget(rest)
  expect(counts.pending()).toBeUndefined()
})

it('is bounded, however many codes and addresses there are, and loses no refusal', () => {
  const counts = openRefusalCounts()
  for (let index = 0; index < 3_000; index++) {
    counts.countAnonymous(`CODE_${index}`, `10.0.${index >> 8}.${index & 255}`, at)
  }
  const pending = counts.pending()
  expect(pending).toMatchObject({ total: 3_000, addresses: 1_000 })
  expect(Object.keys(pending?.byCode ?? {})).toHaveLength(51)
  expect(pending?.byCode).toMatchObject({ CODE_0: 1, OTHER: 2_950 })
  expect(counts.refused().size).toBe(51)
})

it('counts since the start what was refused, also of whom it knows, and what the audit trail misses', () => {
  const counts = openRefusalCounts()
  counts.countAnonymous('UNAUTHENTICATED', '192.0.2.1', at)
  counts.countUnnamed('GRAPHQL_PARSE_FAILED')
  counts.countUnrecorded('FORBIDDEN')
  const pending = counts.pending()
  if (pending !== undefined) counts.forget(pending)
  expect([...counts.refused()]).toEqual([
    ['UNAUTHENTICATED', 1],
    ['GRAPHQL_PARSE_FAILED', 1],
    ['FORBIDDEN', 1],
  ])
  expect([pending?.total, counts.unrecorded()]).toEqual([1, 1])
})
