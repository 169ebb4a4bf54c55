import { expect, it } from 'vitest'
import { answers, redirected, refused, targetOf, type Answers } from './branches.ts'

const twoSuffixes = {
  originClusters: [{ hostSuffix: 'origin-cluster' }, { hostSuffix: 'video.example.com' }, { hostSuffix: 'origin' }],
}

/** Where `/a` of this server is, under its own suffix and on the CDN. */
function served(host: string): Answers {
  return { origin: `http://${host}/a`, cdn: `http://cdn.example.com/${host.split('.')[0]}/a` }
}

it.each(['s0', 's1', 's007', 's42', 's9999', 's0000'])('knows the server label %s and keeps its digits', (label) => {
  expect(answers(targetOf(`http://${label}.origin-cluster/a`))).toEqual(served(`${label}.origin-cluster`))
})

it.each(['s1.origin-cluster', 's2.origin', 's3.video.example.com'])(
  'knows each listed suffix, of one label or several: %s',
  (host) => {
    expect(answers(targetOf(`http://${host}/a`), twoSuffixes)).toEqual(served(host))
  },
)

it.each([
  'http://origin-cluster/a',
  'http://s1.s2.origin-cluster/a',
  'http://s1.video/a',
  'http://s1.example.com/a',
  'http://video.example.com/a',
  'http://s1.s1.video.example.com/a',
  'http://s1.origin-cluster.video.example.com/a',
  'http://s1.evil-origin-cluster/a',
  'http://evil-s1.origin-cluster/a',
  'http://s1.origin-cluster.evil.com/a',
  'http://s1-origin-cluster/a',
  'http://s1.constructor/a',
  'http://s1/a',
])('refuses %s, which is not one server label and then a listed suffix', (video) => {
  expect(answers(targetOf(video), twoSuffixes)).toEqual(refused('HOST_NOT_ALLOWED 403'))
})

it('refuses every host when no origin cluster is listed', () => {
  expect(answers(targetOf('http://s1.origin-cluster/a'), { originClusters: [] })).toEqual(refused('HOST_NOT_ALLOWED 403'))
})

it.each(['HTTP://S1.Origin-Cluster/A', 'hTTp://s1.ORIGIN-CLUSTER:80/A'])(
  'lower-cases scheme and host of %s on both branches, not the path',
  (video) => {
    expect(answers(targetOf(video))).toEqual(redirected('/A'))
  },
)

it.each([
  { pattern: 'edge-[a-c]\\d{1,2}', label: 'edge-b07', allowed: true },
  { pattern: 'edge-[a-c]\\d{1,2}', label: 'EDGE-B7', allowed: true },
  { pattern: 'edge-[a-c]\\d{1,2}', label: 'edge-d1', allowed: false },
  { pattern: 'edge-[a-c]\\d{1,2}', label: 'edge-a123', allowed: false },
  { pattern: 'edge-[a-c]\\d{1,2}', label: 'xedge-a1', allowed: false },
  { pattern: 'edge-[a-c]\\d{1,2}', label: 's1', allowed: false },
  { pattern: 'v?', label: 'v', allowed: true },
])("tells by the cluster's own pattern $pattern whether it has a server $label: $allowed", ({ pattern, label, allowed }) => {
  const host = `${label.toLowerCase()}.origin-cluster`
  const answer = answers(targetOf(`http://${label}.origin-cluster/a`), { originClusters: [{ serverLabelPattern: pattern }] })
  expect(answer).toEqual(allowed ? served(host) : refused('HOST_NOT_ALLOWED 403'))
})

it('applies a pattern to its own cluster alone', () => {
  const parts = { originClusters: [{ hostSuffix: 'one', serverLabelPattern: 'x' }, { hostSuffix: 'two' }] }
  expect(answers(targetOf('http://x.one/a'), parts)).toEqual(served('x.one'))
  expect(answers(targetOf('http://x.two/a'), parts)).toEqual(refused('HOST_NOT_ALLOWED 403'))
  expect(answers(targetOf('http://s1.one/a'), parts)).toEqual(refused('HOST_NOT_ALLOWED 403'))
})

it('refuses a scheme that the cluster does not list', () => {
  const parts = { originClusters: [{ schemes: ['https' as const] }] }
  expect(answers(targetOf('http://s1.origin-cluster/a'), parts)).toEqual(refused('HOST_NOT_ALLOWED 403'))
  expect(answers(targetOf('https://s1.origin-cluster/a'), parts)).toEqual(redirected('/a', 'https'))
})

it.each([
  { authority: 's1.origin-cluster:', scheme: 'http' },
  { authority: 's1.origin-cluster:80', scheme: 'http' },
  { authority: 's1.origin-cluster:080', scheme: 'http' },
  { authority: 's1.origin-cluster:443', scheme: 'https' },
])("drops the scheme's own port and an empty one: $scheme://$authority", ({ authority, scheme }) => {
  expect(answers(targetOf(`${scheme}://${authority}/a`))).toEqual(redirected('/a', scheme))
})

it.each([
  'http://s1.origin-cluster:443/a',
  'https://s1.origin-cluster:80/a',
  'http://s1.origin-cluster:0/a',
  'http://s1.origin-cluster:8080/a',
  'http://s1.origin-cluster:65616/a',
  'http://s1.origin-cluster:000080/a',
  'http://s1.origin-cluster:-80/a',
  'http://s1.origin-cluster:+80/a',
  'http://s1.origin-cluster:8e1/a',
  'http://s1.origin-cluster:0x50/a',
  'http://s1.origin-cluster:80:80/a',
  'http://s1.origin-cluster::80/a',
  'http://s1.origin-cluster:٨٠/a',
  'http://s1.origin-cluster:%38%30/a',
])('refuses the port of %s', (video) => {
  expect(answers(targetOf(video))).toEqual(refused('PORT_NOT_ALLOWED 403'))
})

it('keeps a listed port on the way to the origin and drops it on the way to a CDN', () => {
  const parts = { originClusters: [{ ports: [8080, 8443] }] }
  const cdn = 'http://cdn.example.com/s1/a'
  expect(answers(targetOf('http://s1.origin-cluster:8080/a'), parts)).toEqual({ origin: 'http://s1.origin-cluster:8080/a', cdn })
  expect(answers(targetOf('http://s1.origin-cluster:08443/a'), parts)).toEqual({ origin: 'http://s1.origin-cluster:8443/a', cdn })
  expect(answers(targetOf('http://s1.origin-cluster:80/a'), parts)).toEqual(redirected('/a'))
  expect(answers(targetOf('http://s1.origin-cluster:8081/a'), parts)).toEqual(refused('PORT_NOT_ALLOWED 403'))
})

it.each([
  { baseUrl: 'cdn', http: 'http://cdn/s1/a', https: 'https://cdn/s1/a' },
  { baseUrl: 'cdn:8080', http: 'http://cdn:8080/s1/a', https: 'https://cdn:8080/s1/a' },
  { baseUrl: 'https://cdn', http: 'https://cdn/s1/a', https: 'https://cdn/s1/a' },
  { baseUrl: 'http://cdn:80/vod/x', http: 'http://cdn:80/vod/x/s1/a', https: 'http://cdn:80/vod/x/s1/a' },
  { baseUrl: 'cdn/vod', http: 'http://cdn/vod/s1/a', https: 'https://cdn/vod/s1/a' },
  { baseUrl: 'CDN.example.com/Vod//', http: 'http://cdn.example.com/Vod/s1/a', https: 'https://cdn.example.com/Vod/s1/a' },
])('puts the server label behind the base URL $baseUrl', ({ baseUrl, http, https }) => {
  const parts = { cdns: [{ baseUrl }] }
  expect(answers(targetOf('http://s1.origin-cluster/a'), parts).cdn).toBe(http)
  expect(answers(targetOf('https://s1.origin-cluster:443/a'), parts).cdn).toBe(https)
})
