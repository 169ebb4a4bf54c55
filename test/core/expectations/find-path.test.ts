import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPath, type WantedPath } from '../../../src/core/expectations/find-path.ts'
import { limitSteps } from '../../../src/core/expectations/steps.ts'
import { compilePathGlob } from '../../../src/core/request/path-glob.ts'
import { checkPath } from '../../../src/core/request/video-url.ts'
import { holds } from '../arbitraries.ts'

const all = limitSteps(Infinity)

function found(beginning: string, { glob, against = [] }: Partial<WantedPath> = {}): string {
  const answer = findPath({ beginning, glob, against }, all)
  return answer.kind === 'FOUND' ? answer.path : answer.kind
}

it.each<{ readonly what: string; readonly beginning: string; readonly wanted?: Partial<WantedPath>; readonly path: string }>([
  { what: 'a beginning', beginning: '/live/', path: '/live/x' },
  { what: 'all paths, though one of slashes alone is refused', beginning: '/', path: '/x' },
  { what: 'a glob', beginning: '/', wanted: { glob: '/live/*/a.ts' }, path: '/live//a.ts' },
  { what: 'a glob that begins otherwise', beginning: '/vod/', wanted: { glob: '/live/**' }, path: 'NONE' },
  { what: 'a glob that a prefix cuts', beginning: '/live/hd', wanted: { glob: '/*/h*d/x' }, path: '/live/hd/x' },
  { what: 'an earlier prefix', beginning: '/', wanted: { against: [{ pathPrefixes: ['/x', '/y'] }] }, path: '/z' },
  { what: 'an earlier rule for all', beginning: '/', wanted: { against: [{}] }, path: 'NONE' },
  { what: 'an earlier shorter prefix', beginning: '/live/', wanted: { against: [{ pathPrefixes: ['/li'] }] }, path: 'NONE' },
  { what: 'an earlier glob for all', beginning: '/live/', wanted: { against: [{ pathGlobs: ['/**'] }] }, path: 'NONE' },
  {
    what: 'earlier globs that together leave one length',
    beginning: '/a',
    wanted: { glob: '/*', against: [{ pathGlobs: ['/a'] }, { pathGlobs: ['/a*b'] }] },
    path: '/ax',
  },
  {
    what: 'earlier globs that together leave nothing',
    beginning: '/a/',
    wanted: { against: [{ pathGlobs: ['/a/*'] }, { pathGlobs: ['/*/**/*'] }] },
    path: 'NONE',
  },
  {
    what: 'prefix and glob of one rule, of which one is enough to pass it',
    beginning: '/live/',
    wanted: { against: [{ pathPrefixes: ['/live/'], pathGlobs: ['/**/*.ts'] }] },
    path: '/live/x',
  },
  { what: 'a dot segment, which is refused', beginning: '/', wanted: { glob: '/a/../*' }, path: 'NONE' },
  { what: 'an encoded dot segment', beginning: '/', wanted: { glob: '/a/%2e%2E/b' }, path: 'NONE' },
  { what: 'an encoded slash', beginning: '/a%2F', path: 'NONE' },
  { what: 'dots that are no dot segment', beginning: '/', wanted: { glob: '/a/..*/b' }, path: '/a/..x/b' },
])('$what: $path', ({ beginning, wanted, path }) => {
  expect(found(beginning, wanted)).toBe(path)
})

describe('agrees with trying all paths of six characters', () => {
  const prefix = fc.constantFrom('/', '/a', '/b/', '/a/b', '/ab')
  const glob = fc.constantFrom('/**', '/*', '/a*', '/*b', '/**/b', '/a/**', '/*/*', '/a/**/b', '/b*a/*')
  const condition = fc.record(
    {
      pathPrefixes: fc.uniqueArray(prefix, { minLength: 1, maxLength: 2 }),
      pathGlobs: fc.uniqueArray(glob, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: [] },
  )
  const paths = allPaths(6)

  it('with any conditions', () => {
    holds(
      fc.property(
        prefix,
        fc.option(glob, { nil: undefined }),
        fc.array(condition, { maxLength: 4 }),
        (beginning, one, against) => {
          const fits = (path: string) =>
            path.startsWith(beginning) &&
            (one === undefined || compilePathGlob(one)(path)) &&
            checkPath(path) === undefined &&
            !against.some(
              ({ pathPrefixes, pathGlobs }) =>
                pathPrefixes?.some((start) => path.startsWith(start)) !== false &&
                pathGlobs?.some((other) => compilePathGlob(other)(path)) !== false,
            )
          const answer = found(beginning, { glob: one, against })
          expect(answer === 'NONE' ? paths.find(fits) : fits(answer) || answer).toBe(answer === 'NONE' ? undefined : true)
        },
      ),
      150,
    )
  })
})

it('gives up where patterns tell more beginnings apart than are tried', () => {
  const pathGlobs = 'abcdefghijkl'.split('').map((letter) => `/**/*${letter}*/**/*${letter}${letter}*`)
  const against = [...pathGlobs.map((one) => ({ pathGlobs: [one] })), { pathGlobs: ['/**/*'] }]
  expect(found('/', { glob: '/*/**/x', against: against.slice(0, 12) })).toBe('//x')
  expect(found('/', { against })).toBe('OPEN')
})

it('gives up when there are no steps left', () => {
  expect(findPath({ beginning: '/', glob: '/a*y', against: [] }, limitSteps(3)).kind).toBe('OPEN')
})

/** All paths of these characters up to a length. */
function allPaths(length: number): readonly string[] {
  let last = ['/']
  const paths = [...last]
  for (let size = 2; size <= length; size += 1) {
    last = last.flatMap((path) => ['a', 'b', 'x', '/'].map((char) => path + char))
    paths.push(...last)
  }
  return paths
}
