import fc from 'fast-check'
import { expect, it } from 'vitest'
import { underOverrides, type Conditions } from '../../../src/core/conditions/effective.ts'
import type { Member } from '../../../src/core/config/pool-members.ts'
import { continentOf } from '../../../src/core/geo/countries.ts'
import { measureFrom } from '../../../src/core/geo/distance.ts'
import type { Place } from '../../../src/core/geo/place.ts'
import type { Client } from '../../../src/core/request/client.ts'
import { askedFactsOf } from '../../../src/core/routing/asked-facts.ts'
import { buildTable } from '../../../src/core/routing/build-table.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { advance, noCounters } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { clientWith } from '../../support/clients.ts'
import { configWith, revisionWith, type ConfigParts } from '../../support/config.ts'
import { effectsWith, out, underHealth } from '../../support/health-effects.ts'
import { allTo, down, up } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const OFFICE = '192.0.2.1'
const ELSEWHERE = '198.51.100.1'

function clientIn(country: string, address = ELSEWHERE): Client {
  const facts = country === '' ? { country: undefined } : { country, continent: continentOf(country) }
  return clientWith({ ...facts, address, isIpv6: false })
}

function memberOf(cdn: string, places: readonly Place[], parts: Partial<Member> = {}): Member {
  return { cdn, weight: 1, priority: 0, places, ...parts }
}

const near = {
  key: 'near',
  policy: 'GEO' as const,
  members: [
    memberOf('europe', [{ continent: 'EU' }], { maxSharePercent: 60 }),
    memberOf('germany', [{ country: 'DE' }]),
    memberOf('office', [{ zone: 'office' }]),
    memberOf('world', [{ continent: 'NA' }, { continent: 'AS' }]),
  ],
}
const parts: ConfigParts = {
  ratio: 0,
  maxEjectedPercent: 100,
  cdns: ['europe', 'germany', 'office', 'world'].map((key) => ({ key })),
  zones: [{ key: 'office', cidrs: ['192.0.2.0/24'] }],
  pools: [near],
  rules: [{ pool: 'near' }],
}

function start(config: ConfigParts, conditions: Conditions = underOverrides([])) {
  const compiled = compileRevision(revisionWith(config))
  if (!compiled.ok) throw new Error(compiled.problem.code)
  const table = buildTable(compiled.value, conditions)
  const counters = noCounters()
  return (client: Client): string => {
    const decision = decide(table, counters, '/?video=http%3A%2F%2Fs1.origin-cluster%2Fa.m3u8', client)
    advance(counters, decision)
    return decision.kind === 'CDN' ? decision.cdn.key : decision.kind
  }
}

it.each<[string, Client, Conditions, string]>([
  ['of Germany', clientIn('DE'), underOverrides([]), 'germany 100'],
  ['of France', clientIn('FR'), underOverrides([]), 'europe 60, germany 40'],
  ['of Japan', clientIn('JP'), underOverrides([]), 'world 100'],
  ['of Germany in the office', clientIn('DE', OFFICE), underOverrides([]), 'office 100'],
  ['of nowhere in the office', clientIn('', OFFICE), underOverrides([]), 'office 100'],
  ['of nowhere', clientIn(''), underOverrides([]), 'europe 34, germany 33, world 33'],
  ['of Germany without their CDN', clientIn('DE'), underOverrides([down('germany')]), 'europe 60, world 40'],
  [
    'of France, whose spill has no taker',
    clientIn('FR'),
    underOverrides([down('germany'), down('world'), down('office')]),
    'europe 100',
  ],
  [
    'of Germany, whose CDN fails its checks',
    clientIn('DE'),
    underHealth(effectsWith({ germany: out(1) })),
    'europe 60, world 40',
  ],
  [
    'of Germany, whose CDN fails and is up',
    clientIn('DE'),
    underHealth(effectsWith({ germany: out(1) }), [up('germany')]),
    'germany 100',
  ],
  [
    'of Germany, while all fail',
    clientIn('DE'),
    underHealth(effectsWith({ europe: out(1), germany: out(2), office: out(3), world: out(4) })),
    'ORIGIN 100',
  ],
  ['of Germany, while all goes to one', clientIn('DE'), underOverrides([allTo('world')]), 'world 100'],
])('clients %s go to the nearest that can be used', (_who, client, conditions, expected) => {
  const next = start(parts, conditions)
  const counts = new Map<string, number>()
  for (let turn = 0; turn < 100; turn += 1) {
    const name = next(client)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  expect(
    [...counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `${name} ${count}`)
      .join(', '),
  ).toBe(expected)
})

const country = fc.constantFrom('', 'DE', 'FR', 'US', 'JP', 'BR', 'ZA')
const someone = fc.tuple(country, fc.constantFrom(OFFICE, ELSEWHERE))
const place = fc.oneof(
  fc.record({ country: fc.constantFrom('DE', 'FR', 'US', 'JP', 'NZ') }),
  fc.record({ continent: fc.constantFrom('EU' as const, 'NA' as const, 'AS' as const) }),
  fc.record({ zone: fc.constant('office') }),
)
const keys = ['a', 'b', 'c', 'd']
const somePlaces = fc.array(fc.array(place, { minLength: 1, maxLength: 2 }), { minLength: keys.length, maxLength: keys.length })
const someKeys = fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 1 })

it('sends nobody farther than the nearest that is healthy, in use and not denied, and stabilises as much as is said', () => {
  let chosenOfSeveral = 0
  holds(
    fc.property(
      fc.record({ places: somePlaces, stabilise: fc.constantFrom(0, 20), failed: someKeys, taken: someKeys, denied: someKeys }),
      fc.array(someone, { minLength: 1, maxLength: 8 }),
      ({ places, stabilise, failed, taken, denied }, clients) => {
        const config: ConfigParts = {
          ...parts,
          cdns: keys.map((key) => ({ key, excludeCountries: denied.includes(key) ? ['DE', 'US'] : [] })),
          pools: [
            { key: 'near', policy: 'GEO', stabilise, members: keys.map((key, index) => memberOf(key, places[index] ?? [])) },
          ],
        }
        const health = effectsWith(Object.fromEntries(failed.map((key) => [key, out(1)])))
        const next = start(config, underHealth(health, taken.map(down)))
        for (const [home, address] of clients) {
          const isDenied = (key: string): boolean => denied.includes(key) && (home === 'DE' || home === 'US')
          const able = keys.filter((key) => !failed.includes(key) && !taken.includes(key) && !isDenied(key))
          const continent = home === '' ? undefined : continentOf(home)
          const zone = address === OFFICE ? 'office' : undefined
          const measure = measureFrom({ country: home === '' ? undefined : home, continent, zone })
          const distanceOf = (key: string): number => measure(places[keys.indexOf(key)] ?? [])
          const nearest = Math.min(...able.map(distanceOf))
          const reach = nearest + (Math.max(100, nearest) * stabilise) / 100
          const within = able.filter((key) => distanceOf(key) <= reach)
          expect(within.length > 0 ? within : ['ORIGIN']).toContain(next(clientIn(home, address)))
          if (able.length > within.length) chosenOfSeveral += 1
        }
      },
    ),
  )
  expect(chosenOfSeveral).toBeGreaterThan(300)
})

it('gives the clients of each place what they would get alone, whoever comes between', () => {
  holds(
    fc.property(somePlaces, fc.array(someone, { minLength: 20, maxLength: 100 }), (drawn, clients) => {
      const places = drawn.with(0, [{ country: 'NZ' }]) // else zones alone tell clients apart
      const members = keys.map((key, index) =>
        memberOf(key, places[index] ?? [], { maxSharePercent: 30 + 20 * index, weight: 1 + index }),
      )
      const config: ConfigParts = {
        ...parts,
        cdns: keys.map((key) => ({ key })),
        pools: [{ key: 'near', policy: 'GEO', members }],
      }
      const isByZone = places.flat().some((one) => 'zone' in one)
      const together = start(config)
      const alone = new Map<string, (client: Client) => string>()
      for (const [home, address] of clients) {
        const name = `${home} ${isByZone ? address : ''}`
        const next = alone.get(name) ?? start(config)
        alone.set(name, next)
        expect(together(clientIn(home, address))).toBe(next(clientIn(home, address)))
      }
    }),
    100,
  )
})

it('looks up no country where places are zones alone', () => {
  const members = [memberOf('office', [{ zone: 'office' }]), memberOf('world', [])]
  const config: ConfigParts = { ...parts, pools: [{ key: 'near', policy: 'GEO', members }] }
  const next = start(config)
  const from = (address: string): string => next(clientWith({ address, isIpv6: false })) // which has no facts to look up
  expect([OFFICE, ELSEWHERE, OFFICE].map(from)).toEqual(['office', 'world', 'office'])
  expect(askedFactsOf(configWith(config))).toEqual({ country: false, asn: false })
  expect(askedFactsOf(configWith(parts))).toEqual({ country: true, asn: false })
})
