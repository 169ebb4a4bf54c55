import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Continent } from '../../../src/core/geo/countries.ts'
import type { Client } from '../../../src/core/request/client.ts'
import { advance, noCounters } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { Decision } from '../../../src/core/routing/decision.ts'
import { clientWith, nobody, somebody, type ClientParts } from '../../support/clients.ts'
import { tableWith, type ConfigParts } from '../../support/config.ts'
import { down } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const zones = [{ key: 'office', cidrs: ['192.0.2.0/24'] }]
const members = [
  { cdn: 'de', weight: 1, priority: 0, places: [{ country: 'DE' }] },
  { cdn: 'us', weight: 1, priority: 0, places: [{ country: 'US' }] },
  { cdn: 'us2', weight: 1, priority: 0, places: [{ country: 'US' }] },
  { cdn: 'here', weight: 1, priority: 0, places: [{ zone: 'office' }] },
]
const cdns = [{ key: 'de', excludeCountries: ['CH'] }, { key: 'here' }, { key: 'us' }, { key: 'us2' }]
const placed: ConfigParts = {
  ratio: 0,
  zones,
  cdns,
  pools: [
    { key: 'near', policy: 'GEO', members },
    { key: 'plain', members: { de: 1, us: 1 } },
    {
      key: 'wide',
      policy: 'GEO',
      members: [
        { cdn: 'de', weight: 1, priority: 0, places: [{ continent: 'EU' }] },
        { cdn: 'us', weight: 1, priority: 0, places: [{ continent: 'NA' }] },
      ],
    },
  ],
  rules: [
    { pool: 'near', position: 1, match: { pathPrefixes: ['/near'] } },
    { pool: 'plain', position: 2, match: { pathPrefixes: ['/plain'] } },
    { pool: 'wide', position: 3, match: { pathPrefixes: ['/wide'] } },
  ],
}

it.each<{ readonly who: ClientParts; readonly targets: string; readonly isDown?: string; readonly path?: string }>([
  { who: { country: 'FR' }, targets: 'de de de' },
  { who: { country: 'CA' }, targets: 'us us2 us us2' },
  { who: { country: 'CH' }, targets: 'us us2 us us2' },
  { who: { country: 'CA', address: '192.0.2.7' }, targets: 'here here' },
  { who: { country: 'FR' }, isDown: 'de', targets: 'us us2 us us2' },
  { who: { continent: 'NA' satisfies Continent }, path: '/wide/x', targets: 'us us' },
])('a client with $who goes to $targets', ({ who, targets, isDown, path = '/near/x' }) => {
  const next = start(placed, isDown)
  const client = clientWith({ address: '198.51.100.1', ...who })
  const wanted = targets.split(' ')
  expect(wanted.map(() => nameOf(next(client, path)))).toEqual(wanted)
})

it('has a turn of its own for each place in a pool that goes by it, and one for all in another', () => {
  const next = start(placed)
  const [canadian, american] = ['CA', 'US'].map((country) => clientWith({ country, address: '198.51.100.1' }))
  const [one, other] = [canadian ?? nobody, american ?? nobody]
  expect([one, other, one, other].map((client) => nameOf(next(client, '/near/x')))).toEqual(['us', 'us', 'us2', 'us2'])
  expect([one, other, one, other].map((client) => nameOf(next(client, '/plain/x')))).toEqual(['de', 'us', 'de', 'us'])
})

it('asks nobody for a place while no member has one', () => {
  const pools = [{ key: 'near', policy: 'GEO' as const, members: { de: 1, us: 1 } }]
  const next = start({ ratio: 0, zones, cdns: [{ key: 'de' }, { key: 'us' }], pools, rules: [{ pool: 'near' }] })
  expect([0, 1].map(() => nameOf(next(somebody, '/x')))).toEqual(['de', 'us'])
})

it('never sends a client to a denied CDN by its place, and spreads equally near ones exactly in any prefix', () => {
  const anyClient = fc.record({
    country: fc.constantFrom('FR', 'CA', 'CH', 'JP', undefined),
    address: fc.constantFrom('192.0.2.7', '198.51.100.1'),
  })
  const countries = ['FR', 'CA', 'CH', 'JP']
  const anyDenials = fc.tuple(...cdns.map(({ key }) => fc.tuple(fc.constant(key), fc.subarray(countries), fc.boolean())))
  holds(
    fc.property(anyDenials, fc.array(anyClient, { minLength: 30, maxLength: 60 }), (denials, clients) => {
      const next = start({
        ...placed,
        cdns: denials.map(([key, excludeCountries, excludeUnknown]) => ({ key, excludeCountries, excludeUnknown })),
      })
      const got = new Map<string, string[]>()
      for (const who of clients) {
        const name = nameOf(next(clientWith(who), '/near/x'))
        const denied = denials
          .filter(([, excluded, unknown]) => (who.country === undefined ? unknown : excluded.includes(who.country)))
          .map(([key]) => key)
        expect(denied).not.toContain(name)
        const names = got.get(JSON.stringify(who)) ?? []
        got.set(JSON.stringify(who), [...names, name])
      }
      for (const names of got.values()) {
        const [first = 0, second = first] = [...Map.groupBy(names, (name) => name).values()].map((of) => of.length)
        expect(Math.abs(first - second) <= 1 || new Set(names).size !== 2).toBe(true)
      }
    }),
    100,
  )
})

function start(parts: ConfigParts, isDown?: string) {
  const table = tableWith(parts, isDown === undefined ? [] : [down(isDown)])
  const counters = noCounters()
  return (client: Client, path: string): Decision => {
    const decision = decide(table, counters, `/?video=http://s1.origin-cluster${path}`, client)
    advance(counters, decision)
    return decision
  }
}

function nameOf(decision: Decision): string {
  return decision.kind === 'CDN' ? decision.cdn.key : decision.kind === 'ORIGIN' ? 'O' : decision.code
}
