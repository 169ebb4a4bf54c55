import { describe, expect, it } from 'vitest'
import { findBrokenExpectations } from '../../../src/core/expectations/expectation-findings.ts'
import { findBroken } from '../../../src/core/expectations/find-broken.ts'
import { spaceOf } from '../../../src/core/expectations/space.ts'
import { limitSteps } from '../../../src/core/expectations/steps.ts'
import { validateWhole } from '../../../src/core/expectations/validate-whole.ts'
import { configWith, type ConfigParts } from '../../support/config.ts'
import { down } from '../../support/overrides.ts'

const cdns = [{ key: 'a' }, { key: 'b' }, { key: 'c' }]

/** Messages of what is broken; the ratio sends nothing to the origin. */
function broken(parts: ConfigParts): readonly string[] {
  return findBrokenExpectations(configWith({ cdns, ratio: 0, ...parts })).map(({ message }) => message)
}

const capacity = { requestsPerSecond: 100, mbps: null, softPercent: 80, hardPercent: 100 }
const swiss = { when: { countries: ['CH'] }, never: ['b'] }
const onlyA = { key: 'only-a', members: { a: 1 } }
const aThenB = { key: 'a-then-b', members: { a: 1 }, fallbacks: ['only-b'] }
const onlyB = { key: 'only-b', members: { b: 1 } }
const video = 'http://s0.origin-cluster/x'

type Case = { readonly what: string; readonly parts: ConfigParts; readonly says: readonly string[] }

describe('a CDN that is never to get some requests', () => {
  it.each<Case>([
    {
      what: 'is one of all CDNs',
      parts: { expectations: [swiss] },
      says: [`"b" gets ${video} for a client of CH (192.0.2.1), by no rule and the pool "all"`],
    },
    {
      what: 'is denied there',
      parts: { expectations: [swiss], cdns: [{ key: 'a' }, { key: 'b', excludeCountries: ['CH'] }] },
      says: [],
    },
    { what: 'is disabled', parts: { expectations: [swiss], cdns: [{ key: 'a' }, { key: 'b', enabled: false }] }, says: [] },
    {
      what: 'is not in the pool of the rule for them',
      parts: { expectations: [swiss], pools: [onlyA], rules: [{ pool: 'only-a', match: { countries: ['CH'] } }] },
      says: [],
    },
    {
      what: 'stands in for a CDN that is out',
      parts: {
        expectations: [swiss],
        pools: [aThenB, onlyB],
        rules: [{ pool: 'a-then-b', match: { countries: ['CH'] } }],
      },
      says: [`"b" gets ${video} for a client of CH (192.0.2.1), by the rule "a-then-b" and the pool "only-b", while "a" is out`],
    },
    {
      what: 'stands in behind two others, of which one is out at most',
      parts: {
        expectations: [swiss],
        pools: [{ key: 'x', policy: 'FAILOVER', members: { a: 1, c: 1 }, fallbacks: ['only-b'] }, onlyB],
        rules: [{ pool: 'x' }],
      },
      says: [],
    },
    {
      what: 'stands in behind two others by order that pass on what is over their capacity',
      parts: {
        cdns: [{ key: 'a', capacity }, { key: 'b' }, { key: 'c', capacity }],
        expectations: [swiss],
        pools: [{ key: 'x', policy: 'FAILOVER', members: { a: 1, c: 1 }, fallbacks: ['only-b'] }, onlyB],
        rules: [{ pool: 'x' }],
      },
      says: [`"b" gets ${video} for a client of CH (192.0.2.1), by the rule "x" and the pool "only-b", while others are full`],
    },
    {
      what: 'stands in behind two others that pass on what is over their capacity',
      parts: {
        cdns: [{ key: 'a', capacity }, { key: 'b' }, { key: 'c', capacity }],
        expectations: [swiss],
        pools: [{ key: 'x', members: { a: 1, c: 1 }, fallbacks: ['only-b'] }, onlyB],
        rules: [{ pool: 'x' }],
      },
      says: [`"b" gets ${video} for a client of CH (192.0.2.1), by the rule "x" and the pool "only-b", while others are full`],
    },
    {
      what: 'stands in behind two without a capacity, which pass nothing on',
      parts: {
        cdns: [{ key: 'a', capacity }, { key: 'b', capacity }, { key: 'c' }, { key: 'd' }],
        expectations: [swiss],
        pools: [{ key: 'x', members: { a: 1, c: 1, d: 1 }, fallbacks: ['only-b'] }, onlyB],
        rules: [{ pool: 'x' }],
      },
      says: [],
    },
    {
      what: 'stands in behind one that is out and one that is full',
      parts: {
        cdns: [{ key: 'a', capacity }, { key: 'b' }, { key: 'c' }],
        expectations: [swiss],
        pools: [
          {
            key: 'x',
            policy: 'FAILOVER',
            members: [
              { cdn: 'a', weight: 1, priority: 1 },
              { cdn: 'c', weight: 1, priority: 2 },
              { cdn: 'b', weight: 1, priority: 3 },
            ],
          },
        ],
        rules: [{ pool: 'x' }],
      },
      says: [
        `"b" gets ${video} for a client of CH (192.0.2.1), by the rule "x" and the pool "x", while "c" is out and others are full`,
      ],
    },
    {
      what: 'is in the pool of a rule that an earlier one hides',
      parts: {
        expectations: [{ ...swiss, when: { pathPrefixes: ['/kids/'] } }],
        pools: [onlyA, onlyB],
        rules: [
          { key: 'first', pool: 'only-a', position: 1, match: { pathPrefixes: ['/k'] } },
          { key: 'second', pool: 'only-b', position: 2, match: { pathPrefixes: ['/kids/cartoons/'] } },
        ],
      },
      says: [],
    },
    {
      what: 'is in the pool of a rule that earlier ones hide only together',
      parts: {
        expectations: [{ never: ['b'], when: { countries: ['CH', 'DE'] } }],
        pools: [onlyA, onlyB],
        rules: [
          { key: 'first', pool: 'only-a', position: 1, match: { countries: ['CH'] } },
          { key: 'second', pool: 'only-a', position: 2, match: { countries: ['DE'], pathGlobs: ['/**/*'] } },
          { key: 'third', pool: 'only-b', position: 3 },
        ],
      },
      says: [],
    },
    {
      what: 'gets those of one zone, system and player',
      parts: {
        expectations: [{ never: ['b'] }],
        zones: [{ key: 'office', cidrs: ['198.51.100.0/24'] }],
        pools: [onlyA, onlyB],
        rules: [
          {
            key: 'tv',
            pool: 'only-b',
            position: 1,
            match: { zones: ['office'], asns: [64_500], userAgents: ['TV'], pathGlobs: ['/*/x.ts'] },
          },
          { key: 'others', pool: 'only-a', position: 2 },
        ],
      },
      says: [
        '"b" gets http://s0.origin-cluster//x.ts for a client of unknown country in the zone "office" of AS 64500 with the user agent "TV" (198.51.100.1), by the rule "tv" and the pool "only-b"',
      ],
    },
    {
      what: 'gets those of unknown country, since it is not denied to them',
      parts: {
        expectations: [{ never: ['b'] }],
        cdns: [{ key: 'a' }, { key: 'b', excludeCountries: ['CH'] }],
        pools: [onlyA, onlyB],
        rules: [
          { key: 'known', pool: 'only-a', position: 1, match: { continents: ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'] } },
          { key: 'others', pool: 'only-b', position: 2 },
        ],
      },
      says: [`"b" gets ${video} for a client of unknown country (192.0.2.1), by the rule "others" and the pool "only-b"`],
    },
    { what: 'is behind a ratio that gives all to the origin', parts: { expectations: [swiss], ratio: 1 }, says: [] },
    {
      what: 'is in a pool for a part of the clients',
      parts: {
        expectations: [{ never: ['b'] }],
        pools: [onlyA, onlyB],
        rules: [
          { key: 'most', pool: 'only-a', position: 1, match: { clientPercent: 99 } },
          { key: 'rest', pool: 'only-b', position: 2 },
        ],
      },
      says: [`"b" gets ${video} for a client of unknown country (10.1.51.0), by the rule "rest" and the pool "only-b"`],
    },
    {
      what: 'is for a part of a zone that begins behind thousands of networks of another',
      parts: {
        expectations: [{ never: ['b'] }],
        zones: [
          { key: 'outer', cidrs: ['10.0.0.0/8'] },
          { key: 'inner', cidrs: ['10.0.0.0/12'] },
        ],
        pools: [onlyA, onlyB],
        rules: [
          { key: 'part', pool: 'only-b', position: 1, match: { zones: ['outer'], clientPercent: 1 } },
          { key: 'rest', pool: 'only-a', position: 2 },
        ],
      },
      says: [
        `"b" gets ${video} for a client of unknown country in the zone "outer" (10.16.56.0), by the rule "part" and the pool "only-b"`,
      ],
    },
    {
      what: 'is for a zone that others cover',
      parts: {
        expectations: [{ never: ['b'] }],
        zones: [
          { key: 'outer', cidrs: ['10.0.0.0/8', '2001:db8::/32'] },
          { key: 'inner', cidrs: ['10.0.0.0/9', '10.128.0.0/9', '2001:db8::/33', '2001:db8:8000::/33'] },
        ],
        pools: [onlyA, onlyB],
        rules: [
          { key: 'nobody', pool: 'only-b', position: 1, match: { zones: ['outer'] } },
          { key: 'rest', pool: 'only-a', position: 2 },
        ],
      },
      says: [],
    },
  ])('$what', ({ parts, says }) => {
    expect(broken(parts)).toEqual(says)
  })
})

describe('a bounded share', () => {
  it.each<Case>([
    {
      what: 'is below its least',
      parts: { expectations: [{ cdn: 'a', atLeastPercent: 40 }] },
      says: [
        `"a" gets 33.3 % of such requests as ${video} for a client of unknown country (192.0.2.1), by no rule and the pool "all"; expected are at least 40 %`,
      ],
    },
    { what: 'is within its bounds', parts: { expectations: [{ cdn: 'a', atLeastPercent: 33, atMostPercent: 34 }] }, says: [] },
    {
      what: 'is over its most where another CDN is denied',
      parts: {
        cdns: [{ key: 'a' }, { key: 'b', excludeCountries: ['DE'] }],
        expectations: [{ cdn: 'a', atLeastPercent: 10, atMostPercent: 60 }],
      },
      says: [
        `"a" gets 100 % of such requests as ${video} for a client of DE (192.0.2.1), by no rule and the pool "all"; expected are at least 10 % and at most 60 %`,
      ],
    },
    {
      what: 'is nothing where no CDN is left',
      parts: {
        cdns: [{ key: 'a', excludeCountries: ['DE'] }],
        expectations: [{ cdn: 'a', atLeastPercent: 1 }],
      },
      says: [`"a" gets 0 % of such requests as ${video} for a client of DE (192.0.2.1), by no rule; expected are at least 1 %`],
    },
    {
      what: 'goes by place',
      parts: {
        pools: [
          {
            key: 'geo',
            policy: 'GEO',
            members: [
              { cdn: 'a', weight: 1, priority: 0, places: [{ country: 'CH' }], maxSharePercent: 70 },
              { cdn: 'b', weight: 1, priority: 0, places: [{ country: 'US' }] },
            ],
          },
        ],
        rules: [{ pool: 'geo' }],
        expectations: [
          { key: 'ch', cdn: 'a', atLeastPercent: 70, when: { countries: ['CH'] } },
          { key: 'us', cdn: 'a', atMostPercent: 0, when: { countries: ['US'] } },
        ],
      },
      says: [],
    },
  ])('$what', ({ parts, says }) => {
    expect(broken(parts)).toEqual(says)
  })
})

it('is an error at the expectation, behind which nothing is published', () => {
  expect(validateWhole(configWith({ cdns, expectations: [swiss] }), [])).toMatchObject([
    { severity: 'ERROR', code: 'EXPECTATION_BROKEN', path: 'expectations.expected' },
  ])
})

it('is about what the configuration says by itself, whatever overrides hold', () => {
  const config = configWith({ cdns, expectations: [swiss] })
  expect(validateWhole(config, [down('b')]).filter(({ severity }) => severity === 'ERROR')).toHaveLength(1)
})

it('is asked once nothing else is wrong', () => {
  const config = configWith({ cdns, expectations: [swiss], pools: [{ key: 'x', members: { gone: 1 } }] })
  expect(validateWhole(config, []).map(({ code }) => code)).toContain('UNKNOWN_REFERENCE')
  expect(validateWhole(config, []).map(({ code }) => code)).not.toContain('EXPECTATION_BROKEN')
})

it('counts each address that is tried', () => {
  const most = (key: string, position: number) => ({ key, pool: 'only-a', position, match: { clientPercent: 50 } })
  const config = configWith({
    cdns,
    expectations: [{ never: ['b'] }],
    zones: Array.from({ length: 20 }, (_, index) => ({ key: `zone-${index}`, cidrs: [`${index + 1}.0.0.0/8`] })),
    pools: [onlyA, onlyB],
    rules: [
      ...Array.from({ length: 30 }, (_, index) => most(`most-${index}`, index + 1)),
      { key: 'rest', pool: 'only-b', position: 31 },
    ],
  })
  const space = spaceOf(config)
  let tried = 0
  const find: typeof space.addresses.find = (zone, passes, take) =>
    space.addresses.find(zone, (address) => ++tried > 0 && passes(address), take)
  const found = findBroken(config.expectations ?? [], { ...space, addresses: { find } }, limitSteps(40_000))
  expect(found).toMatchObject([{ rule: 'rest', request: undefined }])
  expect([tried > 500, tried < 1_100]).toEqual([true, true])
})
