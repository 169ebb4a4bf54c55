import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compilePathGlob, globHead } from '../../../src/core/request/path-glob.ts'
import { holds } from '../arbitraries.ts'

it.each([
  { pattern: '/a/b.m3u8', yes: ['/a/b.m3u8'], no: ['/a/b.m3u', '/a/b.m3u8x', '/a/b/m3u8', '/A/b.m3u8'] },
  { pattern: '/a/*', yes: ['/a/', '/a/b', '/a/*'], no: ['/a', '/a/b/c', '/b/a'] },
  { pattern: '/*.ts', yes: ['/a.ts', '/.ts', '/a.b.ts', '/a.ts.ts'], no: ['/a.tsx', '/a/b.ts', '/ats'] },
  { pattern: '/a*b*c', yes: ['/abc', '/a-b-c', '/abbcc', '/abcbc'], no: ['/ab', '/acb', '/ab/c'] },
  { pattern: '/**', yes: ['/', '/a', '/a/b/', '//'], no: [] },
  { pattern: '/a/**', yes: ['/a', '/a/', '/a/b', '/a/b/c', '/a//'], no: ['/', '/ab', '/b/a'] },
  { pattern: '/**/b', yes: ['/b', '/a/b', '/a/a/b', '//b'], no: ['/ab', '/b/', '/a/bb'] },
  { pattern: '/a/**/b', yes: ['/a/b', '/a/x/b', '/a/x/y/b', '/a/b/b'], no: ['/a', '/b', '/ab', '/a/xb', '/a/b/c'] },
  { pattern: '/**/a/**/*.ts', yes: ['/a/x.ts', '/x/a/y/z.ts', '/a/a/.ts'], no: ['/x.ts', '/a/x.m3u8', '/ba/x.ts'] },
  { pattern: '/**/**/b', yes: ['/b', '/a/b', '/a/a/a/b'], no: ['/ab'] },
  { pattern: '/a*/**/b', yes: ['/a/b', '/ax/b', '/ax/y/b'], no: ['/x/b', '/axb'] },
  { pattern: '/a.b', yes: ['/a.b'], no: ['/axb'] },
  { pattern: '/*', yes: ['/', '/a'], no: ['/a/', '//'] },
  { pattern: '/*/', yes: ['/a/', '//'], no: ['/a', '/'] },
])('$pattern fits $yes and not $no', ({ pattern, yes, no }) => {
  const matches = compilePathGlob(pattern)
  expect(yes.filter((path) => !matches(path))).toEqual([])
  expect(no.filter(matches)).toEqual([])
})

it('agrees with a search of all ways to match', () => {
  const part = fc.constantFrom('a', 'b', '*', 'ab', 'a*', '*b*', '')
  const segments = fc.array(fc.oneof(part, fc.constant('**')), { minLength: 1, maxLength: 6 })
  const path = fc.array(fc.stringMatching(/^[ab]{0,4}$/), { minLength: 1, maxLength: 7 }).map((all) => `/${all.join('/')}`)
  holds(
    fc.property(segments, path, (pattern, text) => {
      expect(compilePathGlob(`/${pattern.join('/')}`)(text)).toBe(fits(pattern, text.split('/').slice(1)))
    }),
    5_000,
  )
})

it('refuses no path that is made of the pattern, whatever its texts have in common', () => {
  const text = fc.stringMatching(/^[ab]{0,40}$/)
  const segment = fc
    .tuple(fc.array(text, { minLength: 1, maxLength: 4 }), text)
    .map(([texts, filling]) => ({ pattern: texts.join('*'), segments: [texts.join(filling)] }))
  const any = fc.array(text, { maxLength: 3 }).map((segments) => ({ pattern: '**', segments }))
  holds(
    fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: segment }, any), { minLength: 1, maxLength: 5 }), (parts) => {
      const pattern = parts.map((part) => `/${part.pattern}`).join('')
      const path = parts.flatMap(({ segments }) => segments.map((one) => `/${one}`)).join('') || '/'
      expect([pattern, path, compilePathGlob(pattern)(path)]).toEqual([pattern, path, true])
      expect(path.startsWith(globHead(pattern))).toBe(true)
    }),
  )
})

it('works beyond 32 tokens, at each place of a word', () => {
  for (let length = 1; length <= 100; length += 1) {
    const [head, tail] = ['x'.repeat(length), 'y'.repeat(101 - length)]
    const matches = compilePathGlob(`/*${head}/**/*${tail}*`)
    expect([`/${head}/${tail}`, `/z${head}/a/b/z${tail}z`, `/${head}${tail}`, `/${head}/x${tail.slice(1)}`].map(matches)).toEqual(
      [true, true, false, false],
    )
  }
})

it.each([
  { pattern: `/${'*a'.repeat(250)}*b/`, path: `/${'a'.repeat(1_998)}/` },
  { pattern: `/**/${'*/a/**/'.repeat(60)}b*`, path: '/a'.repeat(1_000) },
  { pattern: `/**${'/a'.repeat(250)}/b/**`, path: '/a'.repeat(1_000) },
])('reads a path once, also against a pattern like $pattern', ({ pattern, path }) => {
  const matches = compilePathGlob(pattern)
  const times = [path, path.repeat(2)].map((text) => {
    const startMs = performance.now()
    for (let round = 0; round < 20; round += 1) expect(matches(text)).toBe(false)
    return performance.now() - startMs
  })
  // 20 × 2,000 characters × 16 words take some 5 ms; trying all ways would not end.
  expect(times.every((ms) => ms < 1_000)).toBe(true)
})

/** Segment by segment, `**` as none or as one more. */
function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return segments.length === 0
  if (first === '**') return fits(rest, segments) || (segments.length > 0 && fits(pattern, segments.slice(1)))
  return (
    segments.length > 0 && new RegExp(`^${first.replaceAll('*', '.*')}$`).test(segments[0] ?? '') && fits(rest, segments.slice(1))
  )
}
