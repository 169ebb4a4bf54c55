import { expect, it } from 'vitest'
import { describeRequest } from '../../../src/core/recorded/describe-request.ts'
import { parseVideoUrl, type VideoUrl } from '../../../src/core/request/video-url.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { findOverloads } from '../../../src/core/simulation/overload-findings.ts'
import { clientWith } from '../../support/clients.ts'
import { configWith, revisionWith, type ConfigParts } from '../../support/config.ts'

const capacity = { requestsPerSecond: 1_000, mbps: null, softPercent: 80, hardPercent: 100 }
const pair = {
  cdns: [
    { key: 'a', capacity },
    { key: 'b', capacity },
  ],
  ratio: 0,
}
const client = clientWith({ address: '192.0.2.1', network: '192.0.2', isIpv6: false, country: 'DE' })

it.each<{ readonly what: string; readonly parts: ConfigParts; readonly perSecond: number; readonly paths: readonly string[] }>([
  { what: 'no capacity', parts: { cdns: [{ key: 'a' }, { key: 'b' }] }, perSecond: 1e6, paths: [] },
  { what: 'room enough', parts: pair, perSecond: 900, paths: [] },
  { what: 'too little room', parts: pair, perSecond: 1_200, paths: ['cdns.a', 'cdns.b'] },
  { what: 'too little room by 2 %, which may be gone in a minute', parts: pair, perSecond: 1_020, paths: [] },
  {
    what: 'a CDN that is no member of the pool',
    parts: { ...pair, cdns: [...pair.cdns, { key: 'c' }], pools: [{ members: { a: 1, b: 1 } }], rules: [{}] },
    perSecond: 1_200,
    paths: ['cdns.a', 'cdns.b'],
  },
])('$what: $paths', ({ parts, perSecond, paths }) => {
  const found = findOverloads(configWith(parts), [], recordedBy(parts, perSecond))
  expect(found.map(({ path }) => path)).toEqual(paths)
  for (const issue of found) expect(issue).toMatchObject({ severity: 'WARNING', code: 'OVERLOAD_IF_DOWN' })
})

it('says what it goes by', () => {
  const [recorded] = findOverloads(configWith(pair), [], recordedBy(pair, 1_200))
  expect(recorded?.message).toBe(
    'if it fails, "b" gets 1200 requests a second, 120 % of its capacity, by recorded traffic at 1200 requests a second in all',
  )
  const [weighed] = findOverloads(configWith(pair), [], undefined)
  expect(weighed?.message).toContain('160 % of its capacity, by weights at 1600 requests a second in all, since too little')
})

// It took 58 s.
it('warns of 60 CDNs by 1,000 directories before anybody waits', () => {
  const cdns = Array.from({ length: 60 }, (_, index) => ({ key: `c${index}`, capacity }))
  const members = Object.fromEntries(cdns.map(({ key }, index) => [key, 1 + (index % 7)]))
  const parts = { cdns, ratio: 0, pools: [{ policy: 'HASH_PATH' as const, members }], rules: [{}] }
  const recorded = recordedBy(parts, 0.85 * 60 * capacity.requestsPerSecond, 1_000)
  const from = performance.now()
  findOverloads(configWith(parts), [], recorded)
  expect(performance.now() - from).toBeLessThan(2_000)
})

function recordedBy(parts: ConfigParts, perSecond: number, count = 100) {
  const revision = revisionWith(parts)
  const compiled = compileRevision(revision)
  if (!compiled.ok) throw new Error(compiled.problem.code)
  const { clusters } = compiled.value
  const requests = Array.from({ length: count }, (_, index) => {
    const video = parseVideoUrl(clusters, `/?video=https://s1.origin-cluster/${index}/a`) as VideoUrl
    return { ...describeRequest(compiled.value, { country: true, asn: true }, video, client), refusal: null, weight: 1 }
  })
  return { requests, recording: { revision: revision.number, config: revision.config }, perSecond }
}
