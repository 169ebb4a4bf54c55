import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleMatch } from '../../../src/core/config/rule-match.ts'
import { continents } from '../../../src/core/geo/countries.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { clientWith, nobody, type ClientParts } from '../../support/clients.ts'
import { countersWith, revisionWith, tableWith, type ConfigParts } from '../../support/config.ts'
import { allTo } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const zones = [
  { key: 'company', cidrs: ['10.0.0.0/8', '2001:db8::/32'] },
  { key: 'office', cidrs: ['10.1.0.0/16'] },
]
const base = { cdns: [{ key: 'a' }, { key: 'b' }], pools: [{ key: 'left', members: { b: 1 } }], zones, ratio: 0 }

function ruleOf(rules: ConfigParts['rules'], client: ClientParts, path = '/x'): string | undefined {
  const table = tableWith({ ...base, ...(rules !== undefined && { rules }) })
  const decision = decide(table, countersWith(), `/?video=http://s1.origin-cluster${path}`, clientWith(client))
  return decision.kind === 'REFUSED' ? 'refused' : decision.rule?.key
}

function matches(match: RuleMatch, client: ClientParts): boolean {
  return ruleOf([{ key: 'rule', pool: 'left', match }], client) === 'rule'
}

it.each<{ readonly match: RuleMatch; readonly client: ClientParts; readonly is: boolean }>([
  { match: { countries: ['DE', 'FR'] }, client: { country: 'FR' }, is: true },
  { match: { countries: ['DE', 'FR'] }, client: { country: 'US' }, is: false },
  { match: { countries: ['DE'] }, client: { country: undefined }, is: false },
  { match: { continents: ['EU'] }, client: { continent: 'EU' }, is: true },
  { match: { continents: ['EU'] }, client: { continent: 'AS' }, is: false },
  { match: { continents: ['EU'] }, client: { continent: undefined }, is: false },
  { match: { continents: ['EU'], countries: ['DE'] }, client: { continent: 'EU', country: 'FR' }, is: false },
  { match: { continents: ['EU'], countries: ['DE'] }, client: { continent: 'EU', country: 'DE' }, is: true },
  { match: { asns: [64_500, 4_294_967_295] }, client: { asn: 4_294_967_295 }, is: true },
  { match: { asns: [64_500] }, client: { asn: 64_501 }, is: false },
  { match: { asns: [64_500] }, client: { asn: undefined }, is: false },
  { match: { zones: ['office'] }, client: { address: '10.1.2.3' }, is: true },
  { match: { zones: ['company'] }, client: { address: '10.1.2.3' }, is: false }, // the longer prefix has it
  { match: { zones: ['company', 'office'] }, client: { address: '::ffff:10.1.2.3' }, is: true },
  { match: { zones: ['company'] }, client: { address: '2001:db8::1' }, is: true },
  { match: { zones: ['company'] }, client: { address: '192.0.2.1' }, is: false },
  { match: { zones: ['company'] }, client: { address: 'closed' }, is: false },
  { match: { userAgents: ['AppleTV', 'Roku/'] }, client: { userAgent: 'Roku/DVP-9.10' }, is: true },
  { match: { userAgents: ['roku'] }, client: { userAgent: 'Roku/DVP-9.10' }, is: false },
  { match: { userAgents: ['Roku'] }, client: { userAgent: '' }, is: false },
  { match: { userAgents: ['Roku'] }, client: { userAgent: `${'x'.repeat(508)}Roku` }, is: true },
  { match: { userAgents: ['Roku'] }, client: { userAgent: `${'x'.repeat(509)}Roku` }, is: false },
  { match: { userAgents: ['.*'] }, client: { userAgent: 'Roku' }, is: false },
  { match: { countries: ['DE'], userAgents: ['Roku'] }, client: { country: 'DE', userAgent: 'Roku' }, is: true },
  { match: { countries: ['DE'], userAgents: ['Roku'] }, client: { country: 'US', userAgent: 'Roku' }, is: false },
])('$match holds for $client: $is', ({ match, client, is }) => {
  expect(matches(match, client)).toBe(is)
})

describe('facts', () => {
  const rule = { key: 'rule', pool: 'left' }

  it('are not looked up while no rule asks for them, nor for another path or cluster', () => {
    expect(ruleOf([{ ...rule, match: { pathPrefixes: ['/live'] } }], {}, '/live')).toBe('rule')
    expect(ruleOf([{ ...rule, match: { pathPrefixes: ['/live'], countries: ['DE'] } }], {}, '/vod')).toBeUndefined()
    expect(ruleOf([{ ...rule, match: { countries: ['DE'], originClusters: ['other'] } }], {})).toBeUndefined()
  })

  it('are not looked up behind a rule that decides', () => {
    const rules = [
      { ...rule, key: 'first' },
      { ...rule, key: 'second', position: 2, match: { countries: ['DE'] } },
    ]
    expect(ruleOf(rules, {})).toBe('first')
  })

  it('are not looked up while everything goes to one place', () => {
    const rules = [{ ...rule, match: { countries: ['DE'], zones: ['office'], userAgents: ['Roku'] } }]
    const table = tableWith({ ...base, rules }, [allTo('a')])
    expect(decide(table, countersWith(), '/?video=http://s1.origin-cluster/x', nobody)).toMatchObject({
      kind: 'CDN',
      rule: undefined,
    })
  })

  it('are looked up once, however many rules ask', () => {
    let looks = 0
    const rules = Array.from({ length: 50 }, (_, index) => ({
      ...rule,
      key: `rule-${index}`,
      position: index + 1,
      match: { countries: ['DE'], zones: ['office'] },
    }))
    const table = tableWith({ ...base, rules })
    const client = clientWith({ country: 'FR', address: '10.1.0.1' })
    const counting = { ...client, facts: () => (looks++, client.facts()), address: () => (looks++, client.address()) }
    expect(decide(table, countersWith(), '/?video=http://s1.origin-cluster/x', counting)).toMatchObject({ rule: undefined })
    expect(looks).toBe(2)
  })
})

it('agrees with asking every rule about every condition, whoever asked before', () => {
  const match = fc.record(
    {
      countries: fc.subarray(['DE', 'FR', 'US'], { minLength: 1 }),
      continents: fc.subarray([...continents], { minLength: 1 }),
      asns: fc.subarray([1, 2, 3], { minLength: 1 }),
      zones: fc.subarray(['company', 'office'], { minLength: 1 }),
      userAgents: fc.subarray(['Ro', 'Apple', 'o'], { minLength: 1 }),
      pathPrefixes: fc.subarray(['/a', '/b'], { minLength: 1 }),
    },
    { requiredKeys: [] },
  )
  const client = fc.record({
    country: fc.constantFrom('DE', 'FR', 'JP', undefined),
    continent: fc.constantFrom('EU', 'AS', undefined),
    asn: fc.constantFrom(1, 2, 9, undefined),
    address: fc.constantFrom('10.1.0.1', '10.2.0.1', '192.0.2.1', '2001:db8::1'),
    userAgent: fc.constantFrom('Roku', 'AppleTV', ''),
  })
  const zoneOf = new Map([
    ['10.1.0.1', 'office'],
    ['10.2.0.1', 'company'],
    ['2001:db8::1', 'company'],
  ])
  const isFor = (rule: RuleMatch, { country, continent, asn, address, userAgent }: ClientParts, path: string) =>
    [
      rule.countries?.includes(country ?? ''),
      rule.continents?.some((one) => one === continent),
      rule.asns?.includes(asn ?? 0),
      rule.zones?.includes(zoneOf.get(address ?? '') ?? ''),
      rule.userAgents?.some((text) => userAgent?.includes(text)),
      rule.pathPrefixes?.some((prefix) => path.startsWith(prefix)),
    ].every((is) => is !== false)
  holds(
    fc.property(fc.array(match, { maxLength: 20 }), fc.array(client, { minLength: 1, maxLength: 8 }), (drawn, clients) => {
      const rules = drawn.map((one, index) => ({ key: `rule-${index}`, pool: 'left', position: index + 1, match: one }))
      const table = tableWith({ ...base, rules })
      for (const one of clients) {
        const wanted = drawn.findIndex((rule) => isFor(rule, one, '/a'))
        expect(decide(table, countersWith(), '/?video=http://s1.origin-cluster/a', clientWith(one))).toMatchObject({
          rule: wanted === -1 ? undefined : { key: `rule-${wanted}` },
        })
      }
    }),
  )
})

it.each<{ readonly what: string; readonly parts: ConfigParts }>([
  { what: 'a rule', parts: { rules: [{ pool: 'left', match: { zones: ['gone'] } }] } },
  { what: 'a CDN', parts: { cdns: [{ key: 'a' }, { key: 'b', excludeZones: ['gone'] }] } },
  {
    what: 'a place of a member',
    parts: { pools: [{ key: 'left', members: [{ cdn: 'a', weight: 1, priority: 0, places: [{ zone: 'gone' }] }] }] },
  },
])('a revision with $what that names no zone is refused', ({ parts }) => {
  expect(compileRevision(revisionWith({ ...base, ...parts }))).toMatchObject({
    ok: false,
    problem: { code: 'UNKNOWN_REFERENCE', received: 'gone', allowed: 'keys of zones' },
  })
})
