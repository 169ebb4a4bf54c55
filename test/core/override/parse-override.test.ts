import { describe, expect, it } from 'vitest'
import { parseEnd, parseMeaning, parseReason } from '../../../src/core/override/parse-override.ts'

describe('what an override means', () => {
  it.each([
    { kind: 'ADMIN_STATE', target: 'a', value: 'DOWN', meaning: { kind: 'ADMIN_STATE', target: 'a', value: 'DOWN' } },
    { kind: 'ADMIN_STATE', target: 'a', value: 'AUTO', meaning: 'AUTO' },
    { kind: 'WEIGHT', target: 'a', value: 0, meaning: { kind: 'WEIGHT', target: 'a', value: 0 } },
    { kind: 'RATIO', value: 1_000_000, meaning: { kind: 'RATIO', target: null, value: 1_000_000 } },
    { kind: 'ALL_TO_ORIGIN', meaning: { kind: 'ALL_TO_ORIGIN', target: null, value: null } },
    { kind: 'ALL_TO_CDN', target: 'a', meaning: { kind: 'ALL_TO_CDN', target: 'a', value: null } },
  ] as const)('is read of $kind $target $value', ({ meaning, ...said }) => {
    expect(parseMeaning(said)).toEqual({ ok: true, value: meaning })
  })

  it.each([
    { said: { kind: 'ADMIN_STATE', value: 'DOWN' }, code: 'OVERRIDE_TARGET_INVALID', received: 'none' },
    { said: { kind: 'ALL_TO_CDN' }, code: 'OVERRIDE_TARGET_INVALID', received: 'none' },
    { said: { kind: 'RATIO', target: 'a', value: 3 }, code: 'OVERRIDE_TARGET_INVALID', received: 'a' },
    { said: { kind: 'ALL_TO_ORIGIN', target: 'a' }, code: 'OVERRIDE_TARGET_INVALID', received: 'a' },
    { said: { kind: 'ADMIN_STATE', target: 'a', value: 'down' }, code: 'OVERRIDE_VALUE_INVALID', received: '"down"' },
    { said: { kind: 'ADMIN_STATE', target: 'a' }, code: 'OVERRIDE_VALUE_INVALID', received: 'none' },
    { said: { kind: 'WEIGHT', target: 'a', value: 1_001 }, code: 'OVERRIDE_VALUE_INVALID', received: '1001' },
    { said: { kind: 'WEIGHT', target: 'a', value: -1 }, code: 'OVERRIDE_VALUE_INVALID', received: '-1' },
    { said: { kind: 'WEIGHT', target: 'a', value: '5' }, code: 'OVERRIDE_VALUE_INVALID', received: '"5"' },
    { said: { kind: 'RATIO', value: 1.5 }, code: 'OVERRIDE_VALUE_INVALID', received: '1.5' },
    { said: { kind: 'RATIO', value: { a: [] } }, code: 'OVERRIDE_VALUE_INVALID', received: 'no text and no number' },
    { said: { kind: 'ALL_TO_ORIGIN', value: true }, code: 'OVERRIDE_VALUE_INVALID', received: 'true' },
    { said: { kind: 'ALL_TO_CDN', target: 'a', value: 1 }, code: 'OVERRIDE_VALUE_INVALID', received: '1' },
  ] as const)('is refused with $code for $said', ({ said, code, received }) => {
    expect(parseMeaning(said)).toMatchObject({ ok: false, problem: { code, received } })
  })
})

it.each(['x', 'it burns\nsince noon', '☂'.repeat(500)])('takes a reason such as %j', (reason) => {
  expect(parseReason(reason)).toEqual({ ok: true, value: reason })
})

it.each(['', ' \n', 'x'.repeat(501), 'a\0b', '\ud800'])('refuses the reason %j', (reason) => {
  expect(parseReason(reason)).toMatchObject({ ok: false, problem: { code: 'REASON_INVALID', field: 'reason' } })
})

const now = Date.parse('2026-01-01T00:00:00.000Z')

it.each([
  { until: '2026-01-01T00:00:00.001Z', means: '2026-01-01T00:00:00.001Z' },
  { until: '2026-01-01T02:00+01:00', means: '2026-01-01T01:00:00.000Z' },
  { until: '2027-01-02T00:00:00Z', means: '2027-01-02T00:00:00.000Z' },
])('takes $until as an end', ({ until, means }) => {
  expect(parseEnd({ until }, now)).toEqual({ ok: true, value: means })
})

it.each([
  '2026-01-01T00:00:00.000Z',
  '2025-12-31T23:59:59Z',
  '2027-01-02T00:00:00.001Z',
  '2026-02-01',
  'tomorrow',
  '2026-02-01T00:00:00',
  '',
])('refuses %j as an end', (until) => {
  expect(parseEnd({ until }, now)).toMatchObject({ ok: false, problem: { code: 'UNTIL_INVALID', field: 'until' } })
})

it.each([
  { forSeconds: 1, means: '2026-01-01T00:00:01.000Z' },
  { forSeconds: 31_622_400, means: '2027-01-02T00:00:00.000Z' },
])('takes $forSeconds seconds as an end, by the clock here', ({ forSeconds, means }) => {
  expect(parseEnd({ forSeconds }, now)).toEqual({ ok: true, value: means })
})

it.each([{ forSeconds: 0 }, { forSeconds: -1 }, { forSeconds: 31_622_401 }, { forSeconds: 60, until: '2026-01-01T00:01:00Z' }])(
  'refuses $forSeconds seconds, until $until',
  (end) => {
    expect(parseEnd(end, now)).toMatchObject({ ok: false, problem: { code: 'UNTIL_INVALID', field: 'forSeconds' } })
  },
)

it('takes no end', () => {
  expect(parseEnd({}, now)).toEqual({ ok: true, value: null })
})
