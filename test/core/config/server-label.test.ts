import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
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
  expect(serverLabelMatcher(null).test(label)).toBe(matches)
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
  expect(yes.filter((label) => !matcher.test(label))).toEqual([])
  expect(no.filter((label) => matcher.test(label))).toEqual([])
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

// The longest label that fits a video URL, and what a backtracking matcher likes least: a mismatch at its very end.
const labels = ['a'.repeat(63), 'a'.repeat(4_000), `${'a'.repeat(62)}b`, `${'a'.repeat(200)}_`, `${'0'.repeat(200)}_`]

it.each([
  'a?'.repeat(64),
  'a{0,99}'.repeat(18),
  '[a-z]{0,99}'.repeat(11),
  '[a-z0-9-]{0,99}'.repeat(3),
  `${'a{0,99}'.repeat(3)}${'a{99}'.repeat(10)}`,
  '\\d{0,99}[0-9]{0,99}'.repeat(6),
  `${'a?'.repeat(42)}${'a'.repeat(42)}`,
])('lets no label make an accepted pattern slow: %s', (pattern) => expect(isSlow(pattern)).toBe(false))

it('lets no label make an accepted pattern slow, of fifty drawn ones', () => {
  const atom = fc.constantFrom('a', '[a-z]', '[a-z0-9-]', '\\d', '0')
  const times = fc.constantFrom('', '?', '{0,99}', '{1,9}', '{3}')
  const part = fc.tuple(atom, times).map((texts) => texts.join(''))
  const patterns = fc
    .sample(fc.array(part, { minLength: 1, maxLength: 8 }), { seed: 1, numRuns: 50 })
    .map((parts) => parts.join(''))
  expect(patterns.find(isSlow)).toBeUndefined()
})

/** Whether an accepted pattern takes longer than a generous second over one of the labels. */
function isSlow(pattern: string): boolean {
  if (!parseServerLabelPattern(pattern).ok) return false
  const matcher = serverLabelMatcher(pattern)
  try {
    runInNewContext('labels.map((label) => matcher.test(label))', { matcher, labels }, { timeout: 1_000 })
    return false
  } catch {
    return true
  }
}
