import fc from 'fast-check'
import { expect, it } from 'vitest'
import { extendHash, hashText } from '../../../src/core/selection/text-hash.ts'
import { textBetween } from '../../../src/core/simulation/text-with-hash.ts'
import { holds } from '../arbitraries.ts'

it('takes any hash to any other, outside of ASCII', () => {
  const hash = fc.integer({ min: 0, max: 2 ** 32 - 1 })
  holds(
    fc.property(hash, hash, fc.constantFrom('', '/', '/tail/'), (from, to, behind) => {
      const text = textBetween(from, to, behind)
      expect(text).toHaveLength(3)
      expect(text.charCodeAt(0)).toBeGreaterThan(0x7f)
      const whole = text + behind
      expect(extendHash(from, whole, whole.length)).toBe(to)
    }),
  )
})

it('gives a client network the hash that was recorded', () => {
  expect(hashText(textBetween(hashText(''), hashText('192.0.2')))).toBe(hashText('192.0.2'))
})
