import { expect, it } from 'vitest'
import type { RuleMatch } from '../../../src/core/config/rule-match.ts'
import type { Member } from '../../../src/core/config/pool-members.ts'
import { validateConfig } from '../../../src/core/config/validate.ts'
import { countries } from '../../../src/core/geo/countries.ts'
import type { Place } from '../../../src/core/geo/place.ts'
import { hasErrors } from '../../../src/core/validation-issue.ts'
import { cdnWith, configWith, originClusterWith, type ConfigParts } from '../../support/config.ts'
import { checkWith } from '../../support/health.ts'
import { signingWith } from '../../support/signing.ts'

function memberIn(places: readonly Place[], cdn = 'default', weight = 1): Member {
  return { cdn, weight, priority: 0, places }
}

const many = Array.from({ length: 1_001 }, (_, index) => `c${index}`)

/** Rules behind another one, and whether that takes all of their requests. */
const laterRules: readonly { readonly earlier: RuleMatch; readonly later: RuleMatch; readonly isTaken: boolean }[] = [
  { earlier: {}, later: { pathPrefixes: ['/a/'] }, isTaken: true },
  { earlier: { pathPrefixes: ['/a'] }, later: { pathPrefixes: ['/a/b', '/ab'] }, isTaken: true },
  { earlier: { pathPrefixes: ['/a'] }, later: { pathPrefixes: ['/a/b', '/b'] }, isTaken: false },
  { earlier: { pathPrefixes: ['/a/'] }, later: { pathGlobs: ['/a/*.ts'] }, isTaken: true },
  { earlier: { pathPrefixes: ['/a/'] }, later: { pathGlobs: ['/a/**'] }, isTaken: false }, // it takes /a as well
  { earlier: { pathPrefixes: ['/a/'] }, later: { pathGlobs: ['/*/b'] }, isTaken: false },
  { earlier: { pathGlobs: ['/a', '/b'] }, later: { pathGlobs: ['/a'] }, isTaken: true },
  { earlier: { pathPrefixes: ['/', '/a/b', '/a/c'] }, later: { pathGlobs: ['/a/b/*', '/a/c/**'] }, isTaken: true },
  { earlier: { pathPrefixes: ['/a', '/a/b'] }, later: { pathPrefixes: ['/a/b/c'], pathGlobs: ['/*'] }, isTaken: true },
  { earlier: { pathPrefixes: ['/a/b'] }, later: { pathPrefixes: ['/a', '/a/b/c'] }, isTaken: false },
  { earlier: { pathPrefixes: ['/'] }, later: { pathGlobs: ['/**/**'] }, isTaken: false },
  { earlier: { pathPrefixes: ['/a'] }, later: {}, isTaken: false },
  { earlier: { clientPercent: 99 }, later: { clientPercent: 1 }, isTaken: false },
  {
    earlier: { originClusters: ['origin-cluster'] },
    later: { originClusters: ['origin-cluster'], clientPercent: 1 },
    isTaken: true,
  },
  { earlier: { originClusters: ['origin-cluster'] }, later: { pathPrefixes: ['/a'] }, isTaken: false },
  { earlier: {}, later: { countries: ['DE'] }, isTaken: true },
  { earlier: { countries: ['DE'] }, later: {}, isTaken: false },
  { earlier: { countries: ['DE', 'FR'] }, later: { countries: ['FR'] }, isTaken: true },
  { earlier: { countries: ['DE', 'FR'] }, later: { countries: ['FR', 'US'] }, isTaken: false },
  { earlier: { countries: ['DE'] }, later: { asns: [1] }, isTaken: false },
  { earlier: { continents: ['EU', 'AS'] }, later: { countries: ['DE', 'JP'] }, isTaken: true },
  { earlier: { continents: ['EU'] }, later: { countries: ['DE', 'JP'] }, isTaken: false },
  { earlier: { continents: ['EU'] }, later: { continents: ['EU'], countries: ['JP'] }, isTaken: true },
  { earlier: { continents: ['AN'] }, later: { continents: ['AN', 'EU'] }, isTaken: false },
  { earlier: { countries: ['AQ', 'BV', 'GS', 'HM', 'TF'] }, later: { continents: ['AN'] }, isTaken: false },
  { earlier: { countries: ['DE'], continents: ['EU'] }, later: { countries: ['DE'] }, isTaken: true },
  { earlier: { countries: ['DE'], continents: ['AS'] }, later: { countries: ['DE'] }, isTaken: false },
  { earlier: { asns: [1, 64_500] }, later: { asns: [64_500] }, isTaken: true },
  { earlier: { asns: [1] }, later: { asns: [1, 64_500] }, isTaken: false },
  { earlier: { zones: ['a', 'b'] }, later: { zones: ['b'], countries: ['DE'] }, isTaken: true },
  { earlier: { zones: ['a'] }, later: { zones: ['a', 'b'] }, isTaken: false },
  { earlier: { userAgents: ['Apple', 'Roku'] }, later: { userAgents: ['AppleTV', 'Roku/9', 'Roku'] }, isTaken: true },
  { earlier: { userAgents: ['AppleTV'] }, later: { userAgents: ['Apple'] }, isTaken: false },
  { earlier: { userAgents: ['apple'] }, later: { userAgents: ['AppleTV'] }, isTaken: false },
  { earlier: { userAgents: ['Apple'], pathPrefixes: ['/a'] }, later: { userAgents: ['AppleTV'] }, isTaken: false },
]

const twoZones = [
  { key: 'a', cidrs: ['192.0.2.0/25', '2001:db8::/33'] },
  { key: 'b', cidrs: ['192.0.2.128/25', '2001:db8:8000::/33'] },
]

it.each<{ readonly what: string; readonly parts: ConfigParts; readonly findings: readonly string[] }>([
  { what: 'zones side by side', parts: { zones: twoZones }, findings: [] },
  { what: 'a zone in itself', parts: { zones: [{ cidrs: ['10.0.0.0/8', '10.1.0.0/16', '::/0'] }] }, findings: [] },
  {
    what: 'a zone in another one',
    parts: {
      zones: [
        { key: 'a', cidrs: ['10.1.0.0/16'] },
        { key: 'b', cidrs: ['10.0.0.0/8', '::/0'] },
      ],
    },
    findings: ['WARNING ZONES_OVERLAP zones.a.cidrs'],
  },
  {
    what: 'zones with a network in common, and one in each other',
    parts: {
      zones: [
        { key: 'a', cidrs: ['10.0.0.0/8', '192.0.2.0/25', '2001:db8:1::/48'] },
        { key: 'b', cidrs: ['10.0.0.0/8', '192.0.2.0/24', '2001:db8::/32'] },
        { key: 'c', cidrs: ['198.51.100.0/24'] },
      ],
    },
    findings: ['WARNING ZONES_OVERLAP zones.a.cidrs', 'WARNING ZONES_OVERLAP zones.b.cidrs'],
  },
  {
    what: 'names of zones that are not there',
    parts: {
      cdns: [{ excludeZones: ['gone'] }],
      pools: [{ members: [{ cdn: 'default', weight: 1, priority: 0, places: [{ zone: 'none' }] }] }],
      rules: [{ match: { zones: ['a', 'nowhere'] } }],
      zones: twoZones,
    },
    findings: [
      'ERROR UNKNOWN_REFERENCE cdns.default.excludeZones',
      'ERROR UNKNOWN_REFERENCE pools.pool.members',
      'ERROR UNKNOWN_REFERENCE rules.pool.match.zones',
    ],
  },
  {
    what: 'too many texts of user agents',
    parts: { pools: [{}], rules: userAgentRules(11) },
    findings: ['ERROR TOO_MANY rules'],
  },
  { what: 'the most texts of user agents', parts: { pools: [{}], rules: userAgentRules(10) }, findings: [] },
  {
    what: 'too many networks',
    parts: {
      zones: [
        { key: 'a', cidrs: networks(10_000, 10) },
        { key: 'b', cidrs: networks(10_001, 11) },
      ],
    },
    findings: ['ERROR TOO_MANY zones'],
  },
  {
    what: 'the most networks',
    parts: {
      zones: [
        { key: 'a', cidrs: networks(10_000, 10) },
        { key: 'b', cidrs: networks(10_000, 11) },
      ],
    },
    findings: [],
  },
  { what: 'too many zones', parts: { zones: manyZones(101) }, findings: ['ERROR TOO_MANY zones'] },
  { what: 'a good configuration', parts: {}, findings: [] },
  { what: 'the ratio 0', parts: { ratio: 0 }, findings: [] },
  { what: 'a pool and its rule', parts: { pools: [{}], rules: [{}] }, findings: [] },
  { what: 'a pool that no rule names', parts: { pools: [{}] }, findings: ['WARNING POOL_UNUSED pools.pool'] },
  {
    what: 'a pool of a disabled rule',
    parts: { pools: [{}], rules: [{ enabled: false }] },
    findings: ['WARNING POOL_UNUSED pools.pool'],
  },
  {
    what: 'a pool that a used one falls back to',
    parts: { pools: [{ fallbacks: ['b'] }, { key: 'b' }], rules: [{}] },
    findings: [],
  },
  {
    what: 'a circle of fallbacks',
    parts: { pools: [{ fallbacks: ['b'] }, { key: 'b', fallbacks: ['pool'] }], rules: [{}] },
    findings: ['ERROR FALLBACK_CIRCLE pools.b.fallbacks', 'ERROR FALLBACK_CIRCLE pools.pool.fallbacks'],
  },
  {
    what: 'references to nothing',
    parts: {
      pools: [{ members: { nobody: 1 }, fallbacks: ['none'] }],
      rules: [{}, { key: 'b', position: 2, pool: 'none', enabled: false, match: { originClusters: ['none'] } }],
    },
    findings: [
      'ERROR UNKNOWN_REFERENCE pools.pool.members',
      'ERROR UNKNOWN_REFERENCE pools.pool.fallbacks',
      'ERROR UNKNOWN_REFERENCE rules.b.pool',
      'ERROR UNKNOWN_REFERENCE rules.b.match.originClusters',
    ],
  },
  {
    what: 'a pool whose only weight is that of a disabled CDN',
    parts: { cdns: [{}, { key: 'b', enabled: false }], pools: [{ members: { default: 0, b: 1 } }], rules: [{}] },
    findings: [],
  },
  {
    what: 'a pool without a weight',
    parts: { pools: [{ members: { default: 0 } }], rules: [{}] },
    findings: ['ERROR ZERO_WEIGHT pools.pool.members'],
  },
  {
    what: 'a pool with a key that no pool may ever have had',
    parts: { pools: [{ key: 'all' }], rules: [{ pool: 'all' }] },
    findings: ['ERROR KEY_RESERVED pools.all'],
  },
  {
    what: 'a pool of disabled CDNs',
    parts: { cdns: [{}, { key: 'b', enabled: false }], pools: [{ members: { b: 1 } }], rules: [{}] },
    findings: ['WARNING NO_CDN_IN_POOL pools.pool.members'],
  },
  ...(['WEIGHTED', 'FAILOVER', 'HASH_PATH', 'STICKY'] as const).map((policy) => ({
    what: `a period of too many turns in a pool that is ${policy}`,
    parts: {
      cdns: many.slice(0, 20).map((key) => ({ key })),
      pools: [{ policy, members: Object.fromEntries(many.slice(0, 20).map((key, index) => [key, 1_000 - index])) }],
      rules: [{}],
    },
    findings: policy === 'WEIGHTED' || policy === 'FAILOVER' ? ['ERROR WEIGHT_SUM_TOO_LARGE pools.pool.members'] : [],
  })),
  {
    what: 'a country that one CDN is denied to',
    parts: {
      cdns: [
        { key: 'a', excludeCountries: ['CH', 'LI'], excludeUnknown: true },
        { key: 'b', excludeCountries: ['DE'] },
      ],
    },
    findings: [],
  },
  {
    what: 'a country that all enabled CDNs are denied to',
    parts: {
      cdns: [
        { key: 'a', excludeCountries: ['CH', 'LI'] },
        { key: 'b', excludeCountries: ['LI'] },
        { key: 'c', enabled: false },
      ],
    },
    findings: ['WARNING COUNTRY_WITHOUT_CDN cdns'],
  },
  {
    what: 'clients of unknown country that the only CDN is denied to',
    parts: { cdns: [{ excludeUnknown: true }] },
    findings: ['WARNING COUNTRY_WITHOUT_CDN cdns'],
  },
  ...[
    { fallbacks: [], enabled: true, isLost: true },
    { fallbacks: [], enabled: false, isLost: false },
    { fallbacks: ['other'], enabled: true, isLost: false },
  ].map(({ fallbacks, enabled, isLost }) => ({
    what: `a pool with ${fallbacks.length} fallbacks and a country that its CDN is denied to, behind a rule that is ${enabled}`,
    parts: {
      cdns: [{ key: 'a', excludeCountries: ['CH', 'LI'] }, { key: 'b', excludeCountries: ['LI'] }, { key: 'c' }],
      pools: [
        { members: { a: 1 }, fallbacks },
        { key: 'other', members: { b: 1, c: 1 } },
      ],
      rules: [
        { enabled, match: { clientPercent: 1 } },
        { key: 'o', pool: 'other', position: 2 },
      ],
    },
    findings: isLost ? ['WARNING COUNTRY_WITHOUT_CDN pools.pool.members'] : enabled ? [] : ['WARNING POOL_UNUSED pools.pool'],
  })),
  {
    what: 'too many turns in a pool that is GEO',
    parts: {
      cdns: many.slice(0, 20).map((key) => ({ key })),
      pools: [
        { policy: 'GEO', members: many.slice(0, 20).map((cdn, index) => memberIn([{ country: 'DE' }], cdn, 1_000 - index)) },
      ],
      rules: [{}],
    },
    findings: ['ERROR WEIGHT_SUM_TOO_LARGE pools.pool.members'],
  },
  {
    what: 'a pool that is GEO and has a place',
    parts: {
      cdns: [{}, { key: 'b' }],
      pools: [{ policy: 'GEO', members: [memberIn([{ country: 'DE' }]), memberIn([], 'b')] }],
      rules: [{}],
    },
    findings: [],
  },
  {
    what: 'a pool that is GEO and whose only place is that of a disabled CDN',
    parts: {
      cdns: [{}, { key: 'b', enabled: false }],
      pools: [{ policy: 'GEO', members: [memberIn([]), memberIn([{ continent: 'EU' }], 'b')] }],
      rules: [{}],
    },
    findings: ['WARNING NO_PLACE_IN_POOL pools.pool.members'],
  },
  {
    what: 'a pool that is GEO and has no enabled CDN',
    parts: { cdns: [{}, { key: 'b', enabled: false }], pools: [{ policy: 'GEO', members: { b: 1 } }], rules: [{}] },
    findings: ['WARNING NO_CDN_IN_POOL pools.pool.members'],
  },
  {
    what: 'a place in a zone that is not there',
    parts: { pools: [{ policy: 'GEO', members: [memberIn([{ zone: 'office' }])] }], rules: [{}] },
    findings: ['ERROR UNKNOWN_REFERENCE pools.pool.members'],
  },
  {
    what: 'places in a pool that ignores them, as it ignores priorities',
    parts: { pools: [{ members: [memberIn([{ country: 'DE' }])], stabilise: 20 }], rules: [{}] },
    findings: [],
  },
  {
    what: 'two rules at one position',
    parts: { pools: [{}], rules: [{ match: { clientPercent: 1 } }, { key: 'b', match: { clientPercent: 1 } }] },
    findings: ['ERROR DUPLICATE rules.pool.position'],
  },
  ...laterRules.map(({ earlier, later, isTaken }) => ({
    what: `a rule for ${JSON.stringify(later)} behind one for ${JSON.stringify(earlier)}`,
    parts: { pools: [{}], rules: [{ match: earlier }, { key: 'b', position: 2, match: later }], zones: twoZones },
    findings: isTaken ? ['WARNING RULE_UNREACHABLE rules.b'] : [],
  })),
  {
    what: 'rules behind two that match all of theirs, one of them for some clients alone',
    parts: {
      pools: [{}],
      rules: [
        { key: 'a', position: 1, match: { clientPercent: 50 } },
        { key: 'b', position: 2, match: { pathPrefixes: ['/b'] } },
        { key: 'c', position: 3 },
        { key: 'd', position: 4, match: { pathPrefixes: ['/b/d'] } },
      ],
    },
    findings: ['WARNING RULE_UNREACHABLE rules.d'],
  },
  {
    what: 'a CDN with a key that was reserved later',
    parts: { cdns: [{ key: 'origin' }] },
    findings: ['WARNING KEY_RESERVED cdns.origin'],
  },
  { what: 'no CDN', parts: { cdns: [] }, findings: ['WARNING NO_CDN cdns'] },
  { what: 'no CDN that is enabled', parts: { cdns: [{ enabled: false }] }, findings: ['WARNING NO_CDN cdns'] },
  { what: 'no weight', parts: { cdns: [{ weight: 0 }, { key: 'b', weight: 0 }] }, findings: ['ERROR ZERO_WEIGHT cdns'] },
  {
    what: 'a weight of disabled CDNs alone',
    parts: { cdns: [{ weight: 0 }, { key: 'b', enabled: false }] },
    findings: ['ERROR ZERO_WEIGHT cdns'],
  },
  {
    what: 'one weight',
    parts: { cdns: [{ weight: 0 }, { key: 'b', weight: 1 }] },
    findings: ['WARNING FALLBACK_ONLY cdns.default.weight'],
  },
  { what: 'a disabled CDN without a weight', parts: { cdns: [{}, { key: 'b', weight: 0, enabled: false }] }, findings: [] },
  {
    what: 'a share below one in 1,000',
    parts: { cdns: [{ weight: 1000 }, { key: 'b', weight: 1 }] },
    findings: ['WARNING SHARE_TINY cdns.b.weight'],
  },
  { what: 'a share of one in 1,000', parts: { cdns: [{ weight: 999 }, { key: 'b', weight: 1 }] }, findings: [] },
  {
    what: 'a share that only many others make small',
    parts: { cdns: many.slice(1).map((key, index) => ({ key, weight: index === 0 ? 1 : 9 })) },
    findings: [],
  },
  {
    what: 'a tiny share that is disabled',
    parts: { cdns: [{ weight: 1000 }, { key: 'b', weight: 1, enabled: false }] },
    findings: [],
  },
  ...['b.example.com', 'http://b.example.com', 'HTTPS://B.example.com'].map((baseUrl) => ({
    what: `twice b.example.com, the second as ${baseUrl}`,
    parts: { originClusters: [{ schemes: ['http'] as const }], cdns: [{ baseUrl: 'b.example.com' }, { key: 'e', baseUrl }] },
    findings: ['WARNING SAME_BASE_URL cdns.e.baseUrl'],
  })),
  ...['b.example.com/vod', 'b.example.com:8080', 'c.example.com'].map((baseUrl) => ({
    what: `b.example.com and ${baseUrl}`,
    parts: { originClusters: [{ schemes: ['http'] as const }], cdns: [{ baseUrl: 'b.example.com' }, { key: 'e', baseUrl }] },
    findings: [],
  })),
  {
    what: 'one base URL twice, once disabled',
    parts: { cdns: [{ baseUrl: 'b.example.com' }, { key: 'e', baseUrl: 'b.example.com', enabled: false }] },
    findings: [],
  },
  ...[
    'localhost',
    'cdn.localhost',
    'https://localhost:8443/vod',
    'cdn',
    'cdn.local',
    'cdn.invalid',
    'cdn.internal',
    '127.0.0.1',
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
  ].map((baseUrl) => ({
    what: `a CDN that nobody outside reaches, ${baseUrl}`,
    parts: { cdns: [{}, { key: 'e', baseUrl }] },
    findings: ['WARNING CDN_OUT_OF_REACH cdns.e.baseUrl'],
  })),
  ...['8.8.8.8', '172.32.0.1', 'local.example.com', 'mylocal.com', 'localhost.example.com'].map((baseUrl) => ({
    what: `a CDN that anybody reaches, ${baseUrl}`,
    parts: { cdns: [{}, { key: 'e', baseUrl }] },
    findings: [],
  })),
  {
    what: 'a disabled CDN out of reach',
    parts: { cdns: [{}, { key: 'e', baseUrl: 'cdn.local', enabled: false }] },
    findings: [],
  },
  {
    what: 'a CDN that is a server of the origin',
    parts: { originClusters: [{ hostSuffix: 'video.example.com' }], cdns: [{ baseUrl: 'https://s12.video.example.com/vod' }] },
    findings: ['WARNING CDN_IS_ORIGIN cdns.default.baseUrl'],
  },
  ...['s12345.video.example.com', 'cdn.video.example.com', 's1.a.video.example.com', 'video.example.com'].map((baseUrl) => ({
    what: `a CDN in the domain of the origin, but none of its servers, ${baseUrl}`,
    parts: { originClusters: [{ hostSuffix: 'video.example.com' }], cdns: [{ baseUrl }] },
    findings: [],
  })),
  {
    what: 'a CDN without https for a cluster with it',
    parts: { cdns: [{ baseUrl: 'http://b.example.com' }] },
    findings: ['WARNING CDN_INSECURE cdns.default.baseUrl'],
  },
  {
    what: 'a CDN without https for clusters without it',
    parts: { originClusters: [{ schemes: ['http'] }], cdns: [{ baseUrl: 'http://b.example.com' }] },
    findings: [],
  },
  ...['b.example.com:8080', 'https://b.example.com:80'].map((baseUrl) => ({
    what: `a port that can not serve, ${baseUrl}`,
    parts: { cdns: [{ baseUrl }] },
    findings: ['WARNING PORT_UNFIT cdns.default.baseUrl'],
  })),
  {
    what: 'the port of https with http',
    parts: { originClusters: [{ schemes: ['http'] }], cdns: [{ baseUrl: 'http://b.example.com:443' }] },
    findings: ['WARNING PORT_UNFIT cdns.default.baseUrl'],
  },
  ...['https://b.example.com:8443', 'https://b.example.com:443'].map((baseUrl) => ({
    what: `a port that can serve, ${baseUrl}`,
    parts: { cdns: [{ baseUrl }] },
    findings: [],
  })),
  ...[
    { cdn: { signing: signingWith(), healthCheck: checkWith() }, findings: ['WARNING CHECK_UNSIGNED cdns.default.healthCheck'] },
    { cdn: { signing: signingWith(), healthCheck: checkWith({ expectStatus: [200, 403] }) }, findings: [] },
    { cdn: { signing: signingWith() }, findings: [] },
    { cdn: { healthCheck: checkWith() }, findings: [] },
    { cdn: { httpsOnly: true }, findings: [] },
    { cdn: { baseUrl: 'https://b.example.com', httpsOnly: true }, findings: [] },
    { cdn: { baseUrl: 'http://b.example.com', httpsOnly: true }, findings: ['ERROR SCHEME_CONFLICT cdns.default.httpsOnly'] },
    { cdn: { urlTemplate: 'http://{base}{path}', httpsOnly: true }, findings: ['ERROR SCHEME_CONFLICT cdns.default.httpsOnly'] },
    { cdn: { baseUrl: 'http://b.example.com', urlTemplate: 'https://{base}{path}', httpsOnly: true }, findings: [] },
    { cdn: { baseUrl: 'b.example.com:80', httpsOnly: true }, findings: ['WARNING PORT_UNFIT cdns.default.baseUrl'] },
    { cdn: { baseUrl: 'b.example.com:8443', httpsOnly: true }, findings: [] },
    { cdn: { baseUrl: 'http://b.example.com', urlTemplate: 'https://{base}{path}' }, findings: [] },
    { cdn: { urlTemplate: 'http://{base}{path}' }, findings: ['WARNING CDN_INSECURE cdns.default.urlTemplate'] },
    {
      cdn: { urlTemplate: 'http://b.example.com:443/{path}' },
      findings: ['WARNING CDN_INSECURE cdns.default.urlTemplate', 'WARNING PORT_UNFIT cdns.default.urlTemplate'],
    },
    { cdn: { urlTemplate: '{scheme}://b.example.com:8080{path}' }, findings: ['WARNING PORT_UNFIT cdns.default.urlTemplate'] },
    { cdn: { baseUrl: 'cdn.local', urlTemplate: '{scheme}://b.example.com{path}' }, findings: [] },
    {
      cdn: { urlTemplate: '{scheme}://cdn.local/{server}{path}' },
      findings: ['WARNING CDN_OUT_OF_REACH cdns.default.urlTemplate'],
    },
    {
      cdn: { urlTemplate: '{scheme}://S1.origin-cluster{path}' },
      findings: ['WARNING CDN_IS_ORIGIN cdns.default.urlTemplate'],
    },
    {
      cdn: { urlTemplate: '{scheme}://s1.origin-cluster{path}', httpsOnly: true, baseUrl: 'http://b', enabled: false },
      findings: ['WARNING NO_CDN cdns'],
    },
  ].map(({ cdn, findings }) => ({ what: `a CDN as ${JSON.stringify(cdn)}`, parts: { cdns: [cdn] }, findings })),
  ...[
    { one: {}, other: { urlTemplate: '{scheme}://{base}/{server}{path}{query}' }, isSame: true },
    { one: {}, other: { urlTemplate: '{scheme}://{base}{path}{query}' }, isSame: false },
    { one: {}, other: { httpsOnly: true }, isSame: true },
    {
      one: { urlTemplate: '{scheme}://{base}/b{path}' },
      other: { baseUrl: 'b.example.com/b', urlTemplate: '{scheme}://{base}{path}' },
      isSame: true,
    },
  ].map(({ one, other, isSame }) => ({
    what: `b.example.com as ${JSON.stringify(one)} and as ${JSON.stringify(other)}`,
    parts: {
      cdns: [
        { baseUrl: 'b.example.com', ...one },
        { key: 'e', baseUrl: 'b.example.com', ...other },
      ],
    },
    findings: isSame ? ['WARNING SAME_BASE_URL cdns.e.baseUrl'] : [],
  })),
  {
    what: 'a port without a scheme where one scheme is taken',
    parts: { originClusters: [{ schemes: ['https'] }], cdns: [{ baseUrl: 'b.example.com:8443' }] },
    findings: [],
  },
  ...['a{64}', 'a{0}', 'a{60}b{2}c?d{2,3}'].map((serverLabelPattern) => ({
    what: `a pattern that no label matches, ${serverLabelPattern}`,
    parts: { originClusters: [{ serverLabelPattern }] },
    findings: ['WARNING PATTERN_MATCHES_NOTHING originClusters.origin-cluster.serverLabelPattern'],
  })),
  ...['a{63}', 'a?', 'a{0,1}', 'a{60}b{2}c?d{1,3}', 'edge-[a-f]\\d{1,2}'].map((serverLabelPattern) => ({
    what: `a pattern that some label matches, ${serverLabelPattern}`,
    parts: { originClusters: [{ serverLabelPattern }] },
    findings: [],
  })),
  {
    what: 'a whole host for a suffix',
    parts: { originClusters: [{ hostSuffix: 's1.origin-cluster' }] },
    findings: ['WARNING SUFFIX_NAMES_SERVER originClusters.s1-origin-cluster.hostSuffix'],
  },
  {
    what: 'what looks like a host, with a pattern of its own',
    parts: { originClusters: [{ hostSuffix: 's1.origin-cluster', serverLabelPattern: 'edge-\\d' }] },
    findings: [],
  },
  ...['com', 'video', 'co.uk', 'github.io', 's3.amazonaws.com', 'cloudfront.net', 'city.ck', 'xn--p1ai'].map((hostSuffix) => ({
    what: `a suffix under which anybody may register a name, ${hostSuffix}`,
    parts: { originClusters: [{ hostSuffix, serverLabelPattern: '[a-z]{3,9}' }] },
    findings: [`WARNING PUBLIC_SUFFIX originClusters.${hostSuffix.replaceAll('.', '-')}.hostSuffix`],
  })),
  {
    what: 'the one name of a pattern, whatever else may be registered beside it',
    parts: { originClusters: [{ hostSuffix: 'co.uk', serverLabelPattern: 'video-1' }] },
    findings: [],
  },
  ...['origin-cluster', 'origin', 'cluster.local', 'internal', 'video.co.uk', 'me.github.io', 'www.ck', 'localhost'].map(
    (hostSuffix) => ({
      what: `a suffix of one's own, ${hostSuffix}`,
      parts: { originClusters: [{ hostSuffix }] },
      findings: [],
    }),
  ),
  { what: 'a suffix of one label that looks like a server', parts: { originClusters: [{ hostSuffix: 's1' }] }, findings: [] },
  {
    what: 'a suffix that ends in another',
    parts: { originClusters: [{ hostSuffix: 'example.com' }, { hostSuffix: 'video.example.com' }] },
    findings: [],
  },
  { what: 'a ratio that leaves nothing to the CDNs', parts: { ratio: 1 }, findings: ['WARNING ORIGIN_ONLY settings.ratio'] },
  { what: 'the ratio 1 without a CDN', parts: { ratio: 1, cdns: [] }, findings: ['WARNING NO_CDN cdns'] },
  { what: 'the ratio 2', parts: { ratio: 2 }, findings: [] },
  { what: 'the longest period', parts: { cdns: cdnsOfSum(10_000) }, findings: [] },
  { what: 'a longer period', parts: { cdns: cdnsOfSum(10_001) }, findings: ['ERROR WEIGHT_SUM_TOO_LARGE cdns'] },
  {
    what: 'a longer period that disabled CDNs alone would make',
    parts: { cdns: [{}, ...cdnsOfSum(10_001).map((cdn) => ({ ...cdn, enabled: false }))] },
    findings: [],
  },
  {
    what: 'a large sum with a divisor',
    parts: { cdns: many.slice(0, 1_000).map((key) => ({ key, weight: 1_000 })) },
    findings: [],
  },
  { what: 'too many CDNs', parts: { cdns: many.map((key) => ({ key })) }, findings: ['ERROR TOO_MANY cdns'] },
  { what: 'no origin cluster', parts: { originClusters: [] }, findings: ['ERROR NO_ORIGIN_CLUSTER originClusters'] },
  {
    what: 'the most origin clusters',
    parts: { originClusters: many.slice(1).map((hostSuffix) => ({ hostSuffix })) },
    findings: [],
  },
  {
    what: 'too many origin clusters',
    parts: { originClusters: many.map((hostSuffix) => ({ hostSuffix })) },
    findings: ['ERROR TOO_MANY originClusters'],
  },
  {
    what: 'a suffix that two clusters have',
    parts: {
      originClusters: [
        { key: 'a', hostSuffix: 'x' },
        { key: 'constructor', hostSuffix: 'x' },
        { key: 'd', hostSuffix: 'constructor' },
      ],
    },
    findings: ['ERROR DUPLICATE originClusters.constructor.hostSuffix'],
  },
  {
    what: 'a suffix that three clusters have',
    parts: { originClusters: ['a', 'b', 'c'].map((key) => ({ key, hostSuffix: 'x' })) },
    findings: ['ERROR DUPLICATE originClusters.b.hostSuffix', 'ERROR DUPLICATE originClusters.c.hostSuffix'],
  },
  { what: 'a moved status', parts: { redirectStatus: 301 }, findings: ['WARNING PERMANENT_REDIRECT settings.redirectStatus'] },
  {
    what: 'a permanent status',
    parts: { redirectStatus: 308 },
    findings: ['WARNING PERMANENT_REDIRECT settings.redirectStatus'],
  },
  ...[
    { perSecond: 4, burst: 100 },
    { perSecond: 100, burst: 19 },
  ].map((perAddress) => ({
    what: 'a limit that refuses one player',
    parts: { rateLimit: { perAddress } },
    findings: ['WARNING RATE_LIMIT_LOW settings.rateLimit.perAddress'],
  })),
  {
    what: 'limits that let one player through',
    parts: { rateLimit: { perAddress: { perSecond: 5, burst: 20 }, global: { perSecond: 1, burst: 1 } } },
    findings: [],
  },
  ...[
    { budget: { maxShare: 0.1 }, ratio: 10, over: [] },
    { budget: { maxShare: 1 / 49 }, ratio: 49, over: [] },
    { budget: { maxShare: 0.09 }, ratio: 10, over: ['maxShare'] },
    { budget: { maxShare: 0.09, ratio: 12 }, ratio: 10, over: [] },
    { budget: { maxShare: 0.2, ratio: 4 }, ratio: 10, over: ['maxShare'] },
    { budget: { maxShare: 0.001, ratio: 0 }, ratio: 10, over: [] },
    { budget: { maxShare: 0.001 }, ratio: 0, over: [] },
    { budget: { maxShare: 1, ratio: 1 }, ratio: 10, over: [] },
    { budget: { maxRequestsPerSecond: 1, ratio: 2 }, ratio: 10, over: [] },
    {
      budget: { maxRequestsPerSecond: 1_000_000, maxShare: 0.5, ratio: 1 },
      ratio: 10,
      over: ['maxShare', 'maxRequestsPerSecond'],
    },
  ].map(({ budget, ratio, over }) => ({
    what: `a budget of ${JSON.stringify(budget)} with the ratio ${ratio}`,
    parts: { ratio, originClusters: [budget, { hostSuffix: 'other' }] },
    findings: over.map((field) => `WARNING RATIO_OVER_BUDGET originClusters.origin-cluster.${field}`),
  })),
  { what: 'a temporary status', parts: { redirectStatus: 307 }, findings: [] },
])('finds in $what: $findings', ({ parts, findings }) => {
  expect(found(parts)).toEqual(findings)
  expect(hasErrors(validateConfig(configWith(parts)))).toBe(findings.some((finding) => finding.startsWith('ERROR')))
})

it('tells all findings at once, errors first, then in the order of the configuration', () => {
  const cdns = many.map((key, index) => ({ key, weight: index < 11 ? 900 + index : 1 }))
  const originClusters = [
    { key: 'a', hostSuffix: 'x' },
    { key: 'b', hostSuffix: 'x' },
  ]
  expect(found({ cdns, originClusters, redirectStatus: 301 })).toEqual([
    'ERROR TOO_MANY cdns',
    'ERROR WEIGHT_SUM_TOO_LARGE cdns',
    'ERROR DUPLICATE originClusters.b.hostSuffix',
    'WARNING PERMANENT_REDIRECT settings.redirectStatus',
  ])
  expect(found({ cdns: [], originClusters: [] })).toEqual(['ERROR NO_ORIGIN_CLUSTER originClusters', 'WARNING NO_CDN cdns'])
})

it('names the first of the networks that overlap, and how many do', () => {
  const zones = [
    { key: 'a', cidrs: ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16'] },
    { key: 'b', cidrs: ['10.0.0.0/8', '2001:db8::/32'] },
    { key: 'c', cidrs: ['2001:db8::/32'] },
  ]
  expect(validateConfig(configWith({ zones })).map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'zones.a.cidrs: 10.1.0.0/16 lies in 10.0.0.0/8 of the zone "b" and takes its addresses, since the longer prefix has them; 3 of its networks overlap with others in all',
    'zones.c.cidrs: 2001:db8::/32 is a network of the zone "b", too, which has its addresses as the first by key',
  ])
})

it('tells of as many zones as there are, however many networks overlap', () => {
  const zones = manyZones(100).map(({ key }, index) => ({
    key,
    cidrs: networks(200, 10).map((cidr) => cidr.replace('/32', `/${32 - (index % 2)}`)),
  }))
  expect(validateConfig(configWith({ zones })).map(({ code }) => code)).toEqual(Array.from({ length: 99 }, () => 'ZONES_OVERLAP'))
})

it('names the first rule that matches all that an unreachable one does', () => {
  const rules = [{}, { pathPrefixes: ['/b'] }, { pathPrefixes: ['/b', '/c'] }, { pathPrefixes: ['/b/d'] }].map(
    (match, index) => ({
      key: `r${index}`,
      enabled: index > 0,
      position: index + 1,
      match,
    }),
  )
  const issues = validateConfig(configWith({ pools: [{}], rules }))
  expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'rules.r3: the rule "r1" at position 2 matches all that this one does, so it never decides',
  ])
})

it('compares a thousand rules that name a hundred clusters each within the time of a test', () => {
  const originClusters = many.slice(0, 100).map((key) => ({ key, hostSuffix: key }))
  const rules = many.slice(0, 1_000).map((key, index) => ({
    key,
    position: index + 1,
    match: { originClusters: many.slice(0, 100), pathPrefixes: [...many.slice(0, 9).map((head) => `/${head}`), `/z/${key}-`] },
  }))
  expect(found({ pools: [{}], rules, originClusters })).toEqual(['ERROR TOO_MANY rules'])
})

it('looks for countries without a CDN in a hundred pools that reach all thousand CDNs within the time of a test', () => {
  const excludeCountries = countries.filter((country) => country !== 'DE')
  const lost = { excludeCountries: [...excludeCountries, 'DE'], excludeUnknown: true }
  const config = configWith({
    cdns: many.slice(0, 1_000).map((key, index) => (index === 999 ? { key, excludeCountries } : { key, ...lost })),
    pools: Array.from({ length: 100 }, (_, pool) => ({
      key: `p${pool}`,
      members: Object.fromEntries(many.slice(10 * pool, 10 * pool + 100).map((key) => [key, 1])),
      fallbacks: pool === 99 ? [] : [`p${pool + 1}`],
    })),
    rules: [{ pool: 'p0' }, { key: 's', position: 2, pool: 'p80' }],
  })
  expect(validateConfig(config).flatMap(({ code, message }) => (code === 'COUNTRY_WITHOUT_CDN' ? [message] : []))).toEqual([
    expect.stringMatching(/^no CDN is left for clients of AD, AE, AF, AG, AI, AL, AM, AO, AQ, AR and 239 more, so/),
  ])
})

it('tells one unknown key of each field, and how many more there are', () => {
  const members = Object.fromEntries(many.slice(0, 100).map((key) => [key, 1]))
  const rules = [{ match: { originClusters: ['x', 'y'] } }]
  const issues = validateConfig(configWith({ pools: [{ members }], rules }))
  expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'pools.pool.members: received "c0" and 99 more, allowed is the key of a CDN',
    'rules.pool.match.originClusters: received "x" and 1 more, allowed is the key of an origin cluster',
  ])
})

it('says what is wrong and what to do about it', () => {
  const twins = { cdns: [cdnWith()], originClusters: [originClusterWith({ key: 'a' }), originClusterWith({ key: 'b' })] }
  expect(validateConfig(configWith(twins))).toEqual([
    {
      severity: 'ERROR',
      code: 'DUPLICATE',
      path: 'originClusters.b.hostSuffix',
      message: '"origin-cluster" is also the suffix of the origin cluster "a"',
      remedy: 'delete one of the two or change its suffix',
    },
  ])
})

function found(parts: ConfigParts): readonly string[] {
  return validateConfig(configWith(parts)).map(({ severity, code, path }) => `${severity} ${code} ${path}`)
}

/** Weights without a common divisor: 999, 999 … and what is left of the sum. */
function cdnsOfSum(sum: number): NonNullable<ConfigParts['cdns']> {
  const full = Math.floor((sum - 1) / 999)
  return [...Array(full).fill(999), sum - full * 999].map((weight: number, index) => ({ key: `c${index}`, weight }))
}

function networks(count: number, first: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${first}.${index >> 15}.${(index >> 7) & 255}.${(index & 127) * 2}/32`)
}

function manyZones(count: number): readonly { readonly key: string; readonly cidrs: readonly string[] }[] {
  return Array.from({ length: count }, (_, index) => ({ key: `z${1_000 + index}`, cidrs: [`10.0.${index}.0/24`] }))
}

function userAgentRules(count: number): ConfigParts['rules'] & object {
  return Array.from({ length: count }, (_, index) => ({
    key: `r${index}`,
    position: index + 1,
    match: { userAgents: Array.from({ length: 20 }, (_text, text) => `Device-${index}-${text};`) },
  }))
}
