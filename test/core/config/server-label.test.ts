import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseServerLabelPattern, serverLabelMatcher } from '../../../src/core/config/server-label.ts'

it.each([
  { label: 's0', matches: true },
  { label: 's007', matches: true },
  { label: 's9999', matches: true },
  { label: 's', matches: false },
  { label: 's12345', matches: false },
  { label: 'as1', matches: false },
  { label: 's1a', matches: false },
  { label: 's1\n', matches: false },
  { label: 's٣', matches: false },
  { label: '', matches: false },
])('matches without a pattern s and 1 to 4 digits, so $label: $matches', ({ label, matches }) => {
  expect(serverLabelMatcher(null)(label)).toBe(matches)
})

it.each([
  { pattern: 'edge', yes: ['edge'], no: ['edge1', 'xedge', 'edg', ''] },
  { pattern: 'edge-[a-c]\\d{1,2}', yes: ['edge-a1', 'edge-c99'], no: ['edge-d1', 'edge-a', 'edge-a123'] },
  { pattern: 'v\\d?', yes: ['v', 'v1'], no: ['v12', 'v?'] },
  { pattern: '[a-z0-9-]{3}', yes: ['a-0', 'abc'], no: ['ab', 'abcd'] },
  { pattern: '[a-]', yes: ['a', '-'], no: ['b'] },
  { pattern: 's\\d{1,4}', yes: ['s1'], no: ['sd'] },
])('matches with $pattern the whole label', ({ pattern, yes, no }) => {
  expect(parseServerLabelPattern(pattern)).toEqual({ ok: true, value: pattern })
  const matcher = serverLabelMatcher(pattern)
  expect(yes.filter((label) => !matcher(label))).toEqual([])
  expect(no.filter((label) => matcher(label))).toEqual([])
})

it.each([
  '',
  's*',
  's+',
  's{1,}',
  's{100}',
  's{2,1}',
  's{,2}',
  's{1',
  's??',
  's{1}{2}',
  '?',
  '{1}',
  '(s)',
  '(?=s)',
  's|t',
  '.',
  '^s',
  's$',
  'S',
  's\\w',
  '\\',
  '\\1',
  '[]',
  '[^a]',
  '[z-a]',
  '[\\d]',
  '[a',
  'é',
  's\n',
  's_',
  'a'.repeat(129),
])('refuses the pattern %j', (pattern) => {
  expect(parseServerLabelPattern(pattern)).toMatchObject({
    ok: false,
    problem: { code: 'SERVER_LABEL_PATTERN_INVALID', field: 'serverLabelPattern' },
  })
})

it('takes three parts of varying length and no fourth', () => {
  expect(parseServerLabelPattern('a?b{1,2}c?d{3}').ok).toBe(true)
  expect(parseServerLabelPattern('a?b{1,2}c?d{3,4}').ok).toBe(false)
})

it('takes a pattern of 128 characters', () => {
  expect(parseServerLabelPattern('a'.repeat(128)).ok).toBe(true)
})

/** A label as drawn patterns know it, so that some match. */
const labelOf = fc.string({ unit: fc.constantFrom('a', 'b', 'z', '0', '7', '-'), maxLength: 66 })
const atomOf = fc.constantFrom('a', 'b', '-', '0', '\\d', '[a-z]', '[ab]', '[-a]', '[a-]', '[0-9-a]', '[a-b-z]', '[a-z0-9-]')
const timesOf = fc.constantFrom('', '', '?', '{0}', '{3}', '{0,2}', '{1,9}', '{2,63}', '{0,99}')
const patternOf = fc
  .array(
    fc.tuple(atomOf, timesOf).map((texts) => texts.join('')),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))

it('means by a pattern what a regular expression means', () => {
  fc.assert(
    fc.property(patternOf, labelOf, (pattern, label) => {
      expect(serverLabelMatcher(pattern)(label)).toBe(new RegExp(`^(?!.{64})(?:${pattern})$`).test(label))
    }),
    { numRuns: 2_000 },
  )
})

it('remembers nothing of the labels before', () => {
  fc.assert(
    fc.property(patternOf, fc.array(labelOf, { maxLength: 5 }), labelOf, (pattern, before, label) => {
      const matcher = serverLabelMatcher(pattern)
      for (const other of before) matcher(other)
      expect(matcher(label)).toBe(serverLabelMatcher(pattern)(label))
    }),
  )
})

describe('reads each character at most once for each part', () => {
  const anything = '[a-z0-9]{0,63}'
  const worst = [
    { pattern: `${anything.repeat(3)}[a-z0-9]{20}-`, parts: 5 },
    { pattern: `${anything.repeat(3)}-`, parts: 4 },
    { pattern: `${'a{0,99}'.repeat(3)}${'a'.repeat(42)}`, parts: 45 },
    // More varying parts than are taken today: what a revision holds has to be matched all the same.
    { pattern: 'a{0,99}'.repeat(18), parts: 18 },
    { pattern: `${'a?'.repeat(42)}${'a'.repeat(42)}`, parts: 84 },
  ]

  it.each(worst)('of a label that does not match in the end: $pattern', ({ pattern, parts }) => {
    const matcher = serverLabelMatcher(pattern)
    expect(readsOf(matcher, 'a'.repeat(63))).toBeGreaterThan(0)
    for (const length of [1, 8, 20, 21, 40, 62, 63]) {
      for (const label of ['a'.repeat(length), `${'a'.repeat(length - 1)}_`]) {
        expect(readsOf(matcher, label)).toBeLessThanOrEqual(length * parts)
      }
    }
  })

  it('of any label and pattern', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(atomOf, timesOf), { minLength: 1, maxLength: 30 }), labelOf, (parts, label) => {
        const matcher = serverLabelMatcher(parts.flat().join(''))
        expect(readsOf(matcher, label)).toBeLessThanOrEqual(label.length * parts.length)
      }),
    )
  })

  it('and none of a label that no host can have', () => {
    expect(readsOf(serverLabelMatcher('a{0,99}'.repeat(3)), 'a'.repeat(64))).toBe(0)
  })
})

/** How often a matcher looks at a character of the label. */
function readsOf(matcher: ReturnType<typeof serverLabelMatcher>, label: string): number {
  let reads = 0
  matcher({
    length: label.length,
    charCodeAt: (at) => {
      reads += 1
      return label.charCodeAt(at)
    },
  })
  return reads
}
