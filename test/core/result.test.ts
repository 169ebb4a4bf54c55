import fc from 'fast-check'
import { expect, it } from 'vitest'
import { describeProblem, printable } from '../../src/core/result.ts'
import { holds } from './arbitraries.ts'

it.each([
  { text: '', shown: '' },
  { text: 'a b~', shown: 'a b~' },
  { text: 'é\0\x7f\n😀', shown: '??????' },
  { text: 'x'.repeat(64), shown: 'x'.repeat(64) },
  { text: 'x'.repeat(65), shown: `${'x'.repeat(63)}~` },
  { text: 'x'.repeat(1_000_000), shown: `${'x'.repeat(63)}~` },
])('shows $shown', ({ text, shown }) => {
  expect(printable(text)).toBe(shown)
})

it('shows printable ASCII of at most 64 characters of anything', () => {
  holds(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(printable(text)).toMatch(/^[\x20-\x7e]{0,64}$/)
    }),
  )
})

it.each([
  { field: { field: 'weight' }, received: -1, text: 'weight: received -1, allowed is 0 to 9; give less' },
  { field: {}, received: 'a "b"', text: 'received "a \\"b\\"", allowed is 0 to 9; give less' },
])('describes a problem as $text', ({ field, received, text }) => {
  expect(describeProblem({ code: 'X', ...field, received, allowed: '0 to 9', remedy: 'give less' })).toBe(text)
})
