import { expect, it } from 'vitest'
import { withCommas } from '../../src/core/text.ts'

it.each([0, 999, 1_000, 10_000, 123_456, 1_234_567])('writes %i as English does', (integer) => {
  expect(withCommas(integer)).toBe(integer.toLocaleString('en'))
})
