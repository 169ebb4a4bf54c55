import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseVideoUrl } from '../../../src/core/request/video-url.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { revisionWith } from '../../support/config.ts'
import { holds } from '../arbitraries.ts'

const compiled = compileRevision(
  revisionWith({
    originClusters: [
      { key: 'any', hostSuffix: 'origin-cluster', ports: [8443] },
      { key: 'secure', hostSuffix: 'a.b', schemes: ['https'] },
    ],
  }),
)
if (!compiled.ok) throw new Error(compiled.problem.code)
const { clusters } = compiled.value

const of = (...words: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...words)
const authority = of(
  's1.origin-cluster',
  'S1.origin-cluster',
  's1.a.b',
  'x.a.b',
  's1.a',
  's1..a.b',
  's1.a.b:443',
  's1.origin-cluster:8443',
  'a@s1.a.b',
)
const character = of(
  '/',
  'v',
  '.',
  '~',
  '!',
  "'",
  '[',
  '"',
  '%252e',
  '%252f',
  '%2520',
  '\\',
  'é',
  '%00',
  ';',
  '=',
  '+',
  '?',
  '&_HLS_msn=1',
)

it('a video URL without anything odd is read as one with a fragment, which is left out', () => {
  holds(
    fc.property(of('http', 'https', 'HTTP', 'ftp'), authority, fc.array(character, { maxLength: 12 }), (scheme, host, path) => {
      const [value = '', ...others] = `/?video=${scheme}://${host}/${path.join('')}`.split('&')
      const read = (fragment: string): unknown => readTarget([value + fragment, ...others].join('&'))
      expect(read('')).toEqual(read('%23'))
    }),
    3_000,
  )
})

function readTarget(target: string): unknown {
  const video = parseVideoUrl(clusters, target)
  return video.kind === 'REFUSED' ? video.code : video
}
