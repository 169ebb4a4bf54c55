import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cdn } from '../../../src/core/config/cdn.ts'
import { serverLabelMatcher } from '../../../src/core/config/server-label.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { Decision } from '../../../src/core/routing/decision.ts'
import { locationOf } from '../../../src/core/routing/location.ts'
import { somebody } from '../../support/clients.ts'
import { configWith, countersWith, tableWith, type ConfigParts } from '../../support/config.ts'
import { bytes, config, holds, spoiltTarget } from '../arbitraries.ts'

const someHosts = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('s1.origin-cluster', 'S007.video.example.com') },
  { weight: 1, arbitrary: fc.constantFrom('s99999.origin-cluster', 'evil.com', 'cdn.example.com') },
)
const listed = { originClusters: [{ hostSuffix: 'origin-cluster', ports: [8080] }, { hostSuffix: 'video.example.com' }] }

/** What anyone may send, from noise to nearly valid. */
const inputs = [
  { input: 'bytes', targets: bytes },
  { input: 'bytes for video', targets: bytes.map((value) => `/?video=${value}`) },
  { input: 'bytes behind a good start', targets: bytes.map((value) => `/?video=http://s1.origin-cluster${value}`) },
  { input: 'text', targets: fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `/?video=${encodeURIComponent(text)}`) },
  {
    input: 'text behind a good start',
    targets: fc.string({ unit: 'binary' }).map((text) => `/?video=http://s1.origin-cluster${encodeURIComponent(text)}`),
  },
  { input: 'spoilt URLs', targets: spoiltTarget(someHosts) },
]

describe.each(inputs)('of $input', ({ targets }) => {
  it('makes a Location whose host is a CDN or a server label and a listed suffix, or a refusal', () => {
    holds(
      fc.property(targets, fc.boolean(), (target, toOrigin) => {
        const parts = { ...listed, ratio: toOrigin ? 1 : 0 }
        expect(isAllowed(hostOf(decisionFor(parts, target)), parts, toOrigin)).toBe(true)
      }),
      1_000,
    )
  })

  it('makes a Location of printable ASCII that a client reads as it stands', () => {
    holds(
      fc.property(targets, fc.boolean(), (target, toOrigin) => {
        const location = placeOf(decisionFor({ ...listed, ratio: toOrigin ? 1 : 0 }, target))
        expect(location).toMatch(/^[\x21-\x7e]+$/)
        // WHATWG encodes the apostrophe of a query, we leave it: either form asks a server for the same.
        expect(new URL(location).href.replaceAll("'", '%27')).toBe(location.replaceAll("'", '%27'))
      }),
      1_000,
    )
  })
})

it('redirects a good share of the URLs that the properties draw', () => {
  const valid = fc
    .sample(spoiltTarget(someHosts), { seed: 1, numRuns: 500 })
    .filter((target) => decisionFor(listed, target).kind !== 'REFUSED')
  expect(valid.length).toBeGreaterThan(150)
})

it('stays within the hosts of whatever configuration is published', () => {
  holds(
    fc.property(configAndTarget(), ([lists, target]) => {
      for (const ratio of [0, 1]) {
        const decision = decisionFor({ ...lists, ratio }, target)
        expect(isAllowed(hostOf(decision), lists, decision.kind === 'ORIGIN')).toBe(true)
      }
    }),
    2_000,
  )
})

it('makes by every template a URL of the same parts, which a client reads as it stands', () => {
  holds(
    fc.property(configAndTarget(), ([lists, target]) => {
      const decision = decisionFor({ ...lists, ratio: 0 }, target)
      if (decision.kind !== 'CDN') return
      const cdn = configWith(lists).cdns.find(({ key }) => key === decision.cdn.key) as Cdn
      const { scheme, serverLabel, path, query } = decision.video
      const location = locationOf(decision, 0)
      const template = cdn.urlTemplate ?? '{scheme}://{base}/{server}{path}{query}'
      const has = (part: string): boolean => template.includes(`{${part}}`)
      expect(partsOf(cdn, template, location)).toEqual({
        scheme: cdn.httpsOnly ? 'https' : (/^https?/.exec(template)?.[0] ?? /^https?(?=:)/.exec(cdn.baseUrl)?.[0] ?? scheme),
        host: hostIn(cdn),
        server: has('server') ? serverLabel : undefined,
        path,
        query: has('query') ? query : undefined,
      })
      expect(location).toMatch(/^[\x21-\x7e]+$/)
      expect(behindHost(new URL(location).href)).toBe(behindHost(location))
      expect(location.length).toBeLessThanOrEqual(serverLabel.length + path.length + query.length + 1_024)
    }),
    2_000,
  )
})

it('signs what the template has made, for a CDN alone', () => {
  const sign = (url: string, nowEpochMs: number): string => `${url}&signed=${nowEpochMs}`
  const parts = { cdns: [{ urlTemplate: '{scheme}://{base}/v{path}{query}', httpsOnly: true }] }
  const locationFor = (ratio: number): string => {
    const decision = decisionFor({ ...parts, ratio }, '/?video=http://s1.origin-cluster/x?a')
    return decision.kind === 'CDN' ? locationOf({ ...decision, sign }, 5) : placeOf(decision)
  }
  expect(locationFor(0)).toBe('https://cdn.example.com/v/x?a&signed=5')
  expect(locationFor(1)).toBe('http://s1.origin-cluster/x?a')
})

it('keeps every valid character of path and query', () => {
  const segment = fc.stringMatching(/^[A-Za-z0-9\-._~!$&'()*+,;=:@]{1,12}$/).filter((text) => text !== '.' && text !== '..')
  holds(
    fc.property(fc.array(segment, { minLength: 1 }), segment, fc.nat(9_999), (segments, query, server) => {
      const resource = `/${segments.join('/')}?${query}`
      const target = `/?video=${encodeURIComponent(`http://s${server}.origin-cluster${resource}`)}`
      expect(placeOf(decisionFor({ ratio: 1 }, target))).toBe(`http://s${server}.origin-cluster${resource}`)
      expect(placeOf(decisionFor({ ratio: 0 }, target))).toBe(`http://cdn.example.com/s${server}${resource}`)
    }),
  )
})

const NOWHERE = 'http://refused/'

function decisionFor(parts: ConfigParts, target: string): Decision {
  return decide(tableWith(parts), countersWith(), target, somebody)
}

/** A refusal stands for a place that is always allowed. */
function placeOf(decision: Decision): string {
  return decision.kind === 'REFUSED' ? NOWHERE : locationOf(decision, 0)
}

function hostOf(decision: Decision): string {
  return new URL(placeOf(decision)).hostname
}

function isAllowed(host: string, parts: ConfigParts, toOrigin: boolean): boolean {
  if (host === new URL(NOWHERE).hostname) return true
  const { cdns, originClusters } = configWith(parts)
  if (!toOrigin) return cdns.some((cdn) => host === hostIn(cdn))
  const [label = '', ...suffix] = host.split('.')
  return originClusters.some(
    ({ hostSuffix, serverLabelPattern }) => hostSuffix === suffix.join('.') && serverLabelMatcher(serverLabelPattern)(label),
  )
}

/** Host of a CDN: of its template, where that has one of its own. */
function hostIn({ baseUrl, urlTemplate }: Cdn): string {
  const place = urlTemplate?.includes('{base}') === false ? urlTemplate : baseUrl
  return place
    .toLowerCase()
    .replace(/^(?:\w+|\{scheme\}):\/\//, '')
    .replace(/[:/{].*$/, '')
}

/** Whatever edits can make, beside a URL for its servers that is spoilt. */
function configAndTarget(): fc.Arbitrary<readonly [ConfigParts, string]> {
  return config.chain(({ settings: _settings, ...lists }) => {
    const suffixes = lists.originClusters.map(({ hostSuffix }) => hostSuffix)
    const hosts = fc
      .tuple(fc.constantFrom('s1', 'edge-a', 'x', ''), fc.constantFrom(...suffixes, 'evil.com'))
      .map((labels) => labels.join('.'))
    return fc.tuple(fc.constant(lists), spoiltTarget(hosts))
  })
}

/** Path and query. WHATWG encodes the apostrophe of a query, we leave it. */
function behindHost(url: string): string {
  return url.replace(/^\w+:\/\/[^/]+/, '').replaceAll("'", '%27')
}

/** Reads the parts of the video URL out of a Location again, as a CDN does that knows its base URL and template. */
function partsOf({ baseUrl }: Cdn, template: string, location: string): unknown {
  const [, scheme, authority = '', resource = ''] = /^(https?):\/\/([^/]+)(.*)$/.exec(location) ?? []
  const [, place, form = ''] = /:\/\/(\{base\}|[^/{]+)(.*)$/.exec(template) ?? []
  const prefix = place === '{base}' ? baseUrl.replace(/^\w+:\/\//, '').replace(/^[^/]+/, '') : ''
  const groups = new Map(Object.entries({ server: '(?<server>[a-z0-9-]+)', path: '(?<path>/[^?]*)', query: '(?<query>[?].*|)' }))
  const escape = (text: string): string => text.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
  const pattern = form.split(/\{(\w+)\}/).map((piece, index) => (index % 2 === 0 ? escape(piece) : groups.get(piece)))
  const parts = new RegExp(`^${escape(prefix)}${pattern.join('')}$`).exec(resource)?.groups
  return {
    scheme,
    host: authority.replace(/:.*$/, ''),
    server: parts?.['server'],
    path: parts?.['path'],
    query: parts?.['query'],
  }
}
