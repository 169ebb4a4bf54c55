import { expect, it } from 'vitest'
import { epochMsOf } from '../../src/core/moment.ts'

it.each([
  { text: '2026-01-31T12:00:00.000Z', means: '2026-01-31T12:00:00.000Z' },
  { text: '2026-01-31T12:00:00Z', means: '2026-01-31T12:00:00.000Z' },
  { text: '2026-01-31T12:00:00.5+02:00', means: '2026-01-31T10:00:00.500Z' },
  { text: '2026-01-31T12:00:00.123456789-00:30', means: '2026-01-31T12:30:00.123Z' },
  { text: '2026-01-31T12:00+01:00', means: '2026-01-31T11:00:00.000Z' },
  { text: '2028-02-29T12:00Z', means: '2028-02-29T12:00:00.000Z' },
])('reads $text', ({ text, means }) => {
  expect(new Date(epochMsOf(text)).toISOString()).toBe(means)
})

it.each([
  '2026-01-31T12:00:00',
  '2026-01-31',
  '2026-02-29T12:00:00Z',
  '2026-02-30T12:00:00Z',
  '2026-13-01T12:00:00Z',
  '2026-01-31T24:00:00Z',
  '2026-01-31T12:00:00+0100',
  '2026-01-31t12:00:00z',
  '2026-01-31T12:00:00Z\n',
  'tomorrow',
  '',
  '9'.repeat(100_000),
])('reads no moment in %j', (text) => {
  expect(epochMsOf(text)).toBeNaN()
})
