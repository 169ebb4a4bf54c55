import { expect, it } from 'vitest'
import { describeRequest } from '../../../src/core/recorded/describe-request.ts'
import { parseVideoUrl, type VideoUrl } from '../../../src/core/request/video-url.ts'
import { compileRevision, type CompiledRevision } from '../../../src/core/routing/compile.ts'
import { hashPath } from '../../../src/core/selection/hash-path.ts'
import { rendezvous } from '../../../src/core/selection/rendezvous.ts'
import { sticky } from '../../../src/core/selection/sticky.ts'
import { extendHash, hashText } from '../../../src/core/selection/text-hash.ts'
import { clientWith } from '../../support/clients.ts'
import { revisionWith, type ConfigParts } from '../../support/config.ts'

const nothingAsked = { country: false, asn: false }
const german = clientWith({
  address: '192.0.2.1',
  network: '192.0.2',
  isIpv6: false,
  country: 'DE',
  continent: 'EU',
  asn: 64_496,
})
const unknown = clientWith({ address: '192.0.2.1', network: '192.0.2', isIpv6: false, country: undefined })

it('keeps hashes of the directories, and what is known of the client', () => {
  expect(describeIn({}, 'http://s7.origin-cluster/films/4/master.m3u8?token=1')).toEqual({
    suffix: 'origin-cluster',
    label: 's7',
    directory: extendHash(hashText('s7'), '/films/4/', 9),
    above: ['/', '/films/', '/films/4/'].map(hashText),
    country: 'DE',
    continent: 'EU',
    asn: 64_496,
    asked: { country: true, asn: true },
    isIpv6: false,
    network: hashText('192.0.2'),
    zone: null,
    rule: null,
    revision: 1,
  })
})

it('tells a fact that is unknown from one that nobody looks up', () => {
  const [compiled, video] = prepare({}, 'http://s1.origin-cluster/a')
  expect(describeRequest(compiled, nothingAsked, video, unknown)).toMatchObject({ country: null, asked: nothingAsked })
  expect(describeRequest(compiled, { country: true, asn: false }, video, unknown)).toMatchObject({
    country: null,
    asked: { country: true, asn: false },
  })
})

it('keeps the first eight directories', () => {
  const { above } = describeIn({}, 'http://s1.origin-cluster/1/2/3/4/5/6/7/8/9/a')
  expect(above).toHaveLength(8)
  expect(above.at(-1)).toBe(hashText('/1/2/3/4/5/6/7/'))
})

it('names zone and rule, also of a request that the ratio sends to the origin', () => {
  const parts = {
    ratio: 1,
    zones: [{ key: 'office', cidrs: ['192.0.2.0/24'] }],
    pools: [{ key: 'films' }],
    rules: [{ key: 'to-films', pool: 'films', match: { pathPrefixes: ['/films/'] } }],
  }
  expect(describeIn(parts, 'http://s1.origin-cluster/films/a')).toMatchObject({ zone: 'office', rule: 'to-films' })
  expect(describeIn(parts, 'http://s1.origin-cluster/news/a')).toMatchObject({ zone: 'office', rule: null })
})

it('keeps the keys that the policies draw with', () => {
  const members = ['a', 'b', 'c'].map((key) => ({ key, weight: 1, priority: 1 }))
  const options = { stickyParameter: null, stabilise: 0, place: { country: undefined, continent: undefined, zone: undefined } }
  const { ownerOf } = rendezvous(members)
  for (let number = 0; number < 50; number += 1) {
    const [compiled, video] = prepare({}, `http://s${number}.origin-cluster/films/${number}/a.m3u8`)
    const client = clientWith({ address: '192.0.2.1', network: `192.0.${number}`, isIpv6: false, country: 'DE' })
    const { directory, network } = describeRequest(compiled, nothingAsked, video, client)
    expect(ownerOf(directory, 0)).toBe(hashPath.prepare(members, options)({ turn: 0, video, client }, 0))
    expect(ownerOf(network, 0)).toBe(sticky.prepare(members, options)({ turn: 0, video, client }, 0))
  }
})

function describeIn(parts: ConfigParts, video: string) {
  const [compiled, parsed] = prepare(parts, video)
  return describeRequest(compiled, nothingAsked, parsed, german)
}

function prepare(parts: ConfigParts, video: string): readonly [CompiledRevision, VideoUrl] {
  const compiled = compileRevision(revisionWith(parts))
  if (!compiled.ok) throw new Error(compiled.problem.remedy)
  const parsed = parseVideoUrl(compiled.value.clusters, `/?video=${encodeURIComponent(video)}`)
  if (parsed.kind === 'REFUSED') throw new Error(parsed.code)
  return [compiled.value, parsed]
}
