import fc from 'fast-check'
import { MAX_BURST, MAX_PER_SECOND, MAX_RATIO, MAX_WEIGHT } from '../../src/core/config/bounds.ts'
import { redirectStatuses } from '../../src/core/config/redirect-status.ts'
import type { Cdn } from '../../src/core/config/cdn.ts'
import type { OriginCluster } from '../../src/core/config/origin-cluster.ts'
import type { RoutingConfig } from '../../src/core/config/model.ts'
import { withHealthChecks } from './arbitrary-health-checks.ts'
import { configWith, originClusterWith } from '../support/config.ts'
import { nameIn, poolsAndRules } from './arbitrary-pools.ts'
import { urlTemplate } from './arbitrary-templates.ts'

/** Asserts a property with draws that are the same in every run; SEED draws others. */
export function holds<Ts>(property: fc.IProperty<Ts>, numRuns = 300): void {
  fc.assert(property, { seed: Number(process.env['SEED'] ?? 1_488), numRuns })
}

const key = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), fc.constantFrom('constructor', 'default', 'valueof', 'a', 'a-b'))

const label = fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,5}[a-z0-9])?$/)
export const hostSuffix = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'))
export const baseUrl = fc
  .tuple(
    fc.constantFrom('', 'http://', 'https://'),
    hostSuffix,
    fc.constantFrom('', ':8080', ':1', ':65535'),
    fc.constantFrom('', '/vod', '/a/B%20c'),
  )
  .map((parts) => parts.join(''))

const cdn: fc.Arbitrary<Cdn> = fc.record(
  {
    key,
    name: fc.string({ minLength: 1, maxLength: 10 }),
    baseUrl,
    weight: fc.oneof(fc.nat(5), fc.nat(MAX_WEIGHT)),
    enabled: fc.boolean(),
    urlTemplate,
    httpsOnly: fc.constant(true),
  },
  { requiredKeys: ['key', 'name', 'baseUrl', 'weight', 'enabled'] },
)

const ratio = fc.oneof(fc.nat(12), fc.nat(MAX_RATIO))

const originCluster: fc.Arbitrary<OriginCluster> = fc
  .record(
    {
      hostSuffix,
      serverLabelPattern: fc.constantFrom(null, 'edge-[a-f]\\d{0,2}', '[a-z0-9-]{1,8}'),
      schemes: fc.constantFrom<OriginCluster['schemes'][]>(['http'], ['https'], ['http', 'https']),
      ports: fc.constantFrom<(readonly number[])[]>([], [8080], [80, 443, 8443]),
      ratio,
    },
    { requiredKeys: ['hostSuffix', 'serverLabelPattern', 'schemes', 'ports'] },
  )
  .map(originClusterWith)

const rateLimit = fc.record({
  perSecond: fc.integer({ min: 1, max: MAX_PER_SECOND }),
  burst: fc.integer({ min: 1, max: MAX_BURST }),
})

const unchecked: fc.Arbitrary<RoutingConfig> = fc
  .record({
    cdns: fc.uniqueArray(cdn, { selector: (entry) => entry.key, maxLength: 5 }),
    originClusters: fc.uniqueArray(originCluster, { selector: (entry) => entry.key, maxLength: 4 }),
    ratio,
    others: poolsAndRules,
    redirectStatus: fc.constantFrom(...redirectStatuses),
    rateLimit: fc.option(fc.record({ perAddress: rateLimit, global: rateLimit }, { requiredKeys: [] }), { nil: undefined }),
  })
  .map(({ rateLimit: limits = {}, others, cdns, originClusters, ...parts }) => {
    const keys = { cdns: cdns.map((one) => one.key), originClusters: originClusters.map((one) => one.key) }
    return configWith({
      ...parts,
      cdns,
      originClusters,
      ...nameIn(keys, others),
      ...(Object.keys(limits).length === 0 ? {} : { rateLimit: limits }),
    })
  })

/** Configurations whose every part would be let through by an edit; as a whole they may be wrong. */
export const config = withHealthChecks(unchecked)

/** As a request target comes from Node: each character is a byte. */
export const bytes = fc.string({ unit: fc.nat(0xff).map((byte) => String.fromCharCode(byte)), maxLength: 40 })

const fragments = fc.oneof(
  { weight: 2, arbitrary: bytes },
  fc.constantFrom(
    '@',
    ':',
    '/',
    '//',
    '?',
    '#',
    '&',
    '\\',
    '%2f',
    '%40',
    '%5c',
    '%00',
    '%0d%0a',
    '%2e%2e',
    '..',
    '.',
    '%',
    '%C3',
    '%E3%80%82',
    '\u00e9',
  ),
  fc.constantFrom(
    'evil.com',
    '@evil.com',
    '.evil.com',
    ':80',
    ':8080',
    '[::1]',
    '127.0.0.1',
    's1.',
    'http://',
    '&video=',
    '&_HLS_msn=1',
    '&x=é',
  ),
)

/** A target for a server of this host, spoilt in up to three places. */
export function spoiltTarget(host: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const whole = fc
    .tuple(
      fc.constantFrom('http', 'https', 'HTTP'),
      host,
      fc.constantFrom('', '', '', ':', ':80', ':443', ':8080'),
      fc.constantFrom('/a', '/v//x.m3u8?t=1', '/é?', '/a#f'),
    )
    .map(([scheme, name, port, resource]) => `${scheme}://${name}${port}${resource}`)
    .chain((video) =>
      fc.constantFrom(
        `/?video=${encodeURIComponent(video)}`,
        `/?b=2&video=${Buffer.from(video).toString('latin1')}&c=3&_HLS_msn=1`,
      ),
    )
  const spot = fc.record({ at: fc.nat(120), cut: fc.nat(3), put: fragments })
  return fc
    .tuple(whole, fc.oneof(fc.array(spot, { maxLength: 0 }), fc.array(spot, { minLength: 1, maxLength: 3 })))
    .map(([target, spots]) =>
      spots.reduce<string>((text, { at, cut, put }) => {
        const start = Math.min(at, text.length)
        return text.slice(0, start) + put + text.slice(start + cut)
      }, target),
    )
}
