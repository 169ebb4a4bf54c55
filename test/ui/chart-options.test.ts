import { expect, it } from 'vitest'
import { spanOf } from '../../ui/parts/chart-options.ts'

it.each([
  { what: 'several points', times: [1_000, 1_600], span: [1_000, 1_600] },
  { what: 'few seconds', times: [1_000, 1_010], span: [950, 1_010] },
  { what: 'one point', times: [1_000], span: [940, 1_000] },
])('a chart of $what spans its times, and a minute at least', ({ times, span }) => {
  expect(spanOf(times)).toEqual(span)
})

it('a chart of nothing ends now', () => {
  const [from, to] = spanOf([])
  expect(to - from).toBe(60)
  expect(Math.abs(Date.now() / 1_000 - to)).toBeLessThan(5)
})
