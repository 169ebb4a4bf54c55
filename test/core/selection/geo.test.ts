import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { continents, continentOf } from '../../../src/core/geo/countries.ts'
import { measureFrom } from '../../../src/core/geo/distance.ts'
import { nowhere, type ClientPlace, type Place } from '../../../src/core/geo/place.ts'
import { geo } from '../../../src/core/selection/geo.ts'
import type { PoolMember } from '../../../src/core/selection/selection-policy.ts'
import { holds } from '../arbitraries.ts'
import { askFor, noOptions, orderFor } from './asks.ts'

/** Members by key, each as its places apart by commas and what else is told: `DE,EU@500 ×3 ≤60`. */
function membersOf(written: Readonly<Record<string, string>>): readonly PoolMember[] {
  return Object.entries(written).map(([key, words]) => {
    const weight = /×(\d+)/.exec(words)?.[1] ?? '1'
    const percent = /≤(\d+)/.exec(words)?.[1]
    const places =
      words
        .split(' ')[0]
        ?.split(',')
        .filter((word) => /^[\w-]/.test(word)) ?? []
    return {
      key,
      weight: Number(weight),
      priority: 0,
      places: places.map(placeOf),
      ...(percent === undefined ? {} : { maxSharePercent: Number(percent) }),
    }
  })
}

/** Country, continent in small letters, or zone with a hyphen. */
function placeOf(word: string): Place {
  const [name = '', distance] = word.split('@')
  const at = distance === undefined ? {} : { distance: Number(distance) }
  if (name.startsWith('zone-')) return { zone: name, ...at }
  const continent = continents.find((code) => code.toLowerCase() === name)
  return continent === undefined ? { country: name, ...at } : { continent, ...at }
}

function clientIn(country: string, zone?: string): ClientPlace {
  return country === '' ? { ...nowhere, zone } : { country, continent: continentOf(country), zone }
}

/** Requests that each member gets of so many, by key; those that get none left out. */
function countsOf(members: readonly PoolMember[], place: ClientPlace, requests: number, stabilise = 0, from = 0) {
  const choose = geo.prepare(members, { ...noOptions, place, stabilise })
  const counts = new Map<string, number>()
  for (let turn = from; turn < from + requests; turn += 1) {
    const key = members[choose({ ...ask, turn }, 0)]?.key ?? '-'
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const ask = askFor('/a')

describe('of 100 requests', () => {
  it.each<[string, Record<string, string>, ClientPlace, number, Record<string, number>]>([
    ['the own country is nearest', { a: 'FR', b: 'DE', c: 'eu' }, clientIn('DE'), 0, { b: 100 }],
    ['the own zone is nearer than the country', { a: 'zone-a', b: 'DE' }, clientIn('DE', 'zone-a'), 0, { a: 100 }],
    ['the own country is nearer than the continent', { a: 'eu', b: 'DE' }, clientIn('DE'), 0, { b: 100 }],
    ['the own continent is nearer than a neighbour', { a: 'FR', b: 'eu' }, clientIn('DE'), 0, { b: 100 }],
    ['a neighbour is nearer than another continent', { a: 'na', b: 'FR' }, clientIn('DE'), 0, { b: 100 }],
    ['of other continents the nearest', { a: 'sa', b: 'na', c: 'oc' }, clientIn('DE'), 0, { b: 100 }],
    ['equally near ones share by weight', { a: 'DE ×3', b: 'DE', c: 'FR' }, clientIn('DE'), 0, { a: 75, b: 25 }],
    ['a member without places is farthest', { a: '', b: 'NZ' }, clientIn('DE'), 0, { b: 100 }],
    ['but nearer than other zones', { a: '', b: 'zone-a' }, clientIn('DE'), 0, { a: 100 }],
    ['to unknown clients all are equally near', { a: 'DE ×3', b: 'NZ', c: 'zone-a' }, nowhere, 0, { a: 75, b: 25 }],
    ['a declared distance wins over the map', { a: 'FR', b: 'DE@900' }, clientIn('DE'), 0, { a: 100 }],
    ['a declared distance of a continent, too', { a: 'DE', b: 'eu@50' }, clientIn('DE'), 0, { b: 100 }],
    ['it does not count elsewhere', { a: 'FR', b: 'DE@0' }, clientIn('ES'), 0, { a: 100 }],
    ['not quite as near is farther', { a: 'DE@1000', b: 'DE@1001' }, clientIn('DE'), 0, { a: 100 }],
    ['unless the pool stabilises', { a: 'DE@1000', b: 'DE@1200' }, clientIn('DE'), 20, { a: 50, b: 50 }],
    ['which has an end', { a: 'DE@1000', b: 'DE@1201' }, clientIn('DE'), 20, { a: 100 }],
    ['that is counted from the nearest', { a: 'DE@1000', b: 'DE@1200', c: 'DE@1400' }, clientIn('DE'), 20, { a: 50, b: 50 }],
    ['and from 100 km at least', { a: 'DE@0', b: 'DE@20', c: 'DE@21' }, clientIn('DE'), 20, { a: 50, b: 50 }],
    ['it does not mix country and continent', { a: 'DE', b: 'eu' }, clientIn('DE'), 50, { a: 100 }],
    ['nor places and none', { a: 'NZ', b: '' }, clientIn('ES'), 100, { a: 100 }],
    ['the only one of a continent passes on what is over', { a: 'eu ≤60', b: 'na' }, clientIn('DE'), 0, { a: 60, b: 40 }],
    ['to the next nearest', { a: 'eu ≤60', b: 'oc', c: 'na ≤30' }, clientIn('DE'), 0, { a: 60, b: 10, c: 30 }],
    ['that share by stabilise', { a: 'eu ≤60', b: 'FR@0', c: 'NL', d: 'BE' }, clientIn('DE'), 20, { a: 60, c: 20, d: 20 }],
    ['among equally near ones first', { a: 'DE ≤20', b: 'DE', c: 'FR' }, clientIn('DE'), 0, { a: 20, b: 80 }],
    ['with nobody left it stays', { a: 'eu ≤60', b: 'na ≤30' }, clientIn('DE'), 0, { a: 70, b: 30 }],
    ['alone a member has all', { a: 'eu ≤60' }, clientIn('BR'), 0, { a: 100 }],
    ['a bound holds for unknown clients, too', { a: 'DE ×3 ≤60', b: 'NZ' }, nowhere, 0, { a: 60, b: 40 }],
    ['weight 0 is only a fallback', { a: 'DE ×0', b: 'NZ' }, clientIn('DE'), 0, { b: 100 }],
    ['also for what is over', { a: 'DE ×0', b: 'DE ≤60' }, clientIn('DE'), 0, { b: 100 }],
    ['without any weight the nearest share equally', { a: 'DE ×0', b: 'DE ×0', c: 'FR ×0' }, clientIn('DE'), 0, { a: 50, b: 50 }],
  ])('%s', (_rule, written, place, stabilise, expected) => {
    expect(countsOf(membersOf(written), place, 100, stabilise)).toEqual(expected)
  })
})

it('names the others by distance behind the chosen one, fallbacks last', () => {
  const members = membersOf({ a: 'US', b: 'DE ×0', c: '', d: 'FR ×2', e: 'eu ≤60', f: 'FR ×3', g: 'zone-a' })
  const choose = geo.prepare(members, { ...noOptions, place: clientIn('DE') })
  const orders = [0, 1, 2, 3, 4].map((turn) => orderFor(members, choose, { ...ask, turn }).join(''))
  expect(orders.toSorted()).toEqual(['defacgb', 'efdacgb', 'efdacgb', 'efdacgb', 'fedacgb'])
})

const place = fc.oneof(
  fc.record({ country: fc.constantFrom('DE', 'FR', 'US', 'JP', 'NZ', 'BR') }),
  fc.record({ continent: fc.constantFrom('EU' as const, 'NA' as const, 'AS' as const) }),
  fc.record({ zone: fc.constantFrom('zone-a', 'zone-b') }),
)
const distance = fc.oneof(fc.constant({}), fc.record({ distance: fc.constantFrom(0, 50, 300, 350, 2_000, 20_038) }))
const member = fc
  .record({
    weight: fc.nat(2),
    maxSharePercent: fc.constantFrom(1, 10, 33, 50, 60, 100),
    places: fc.array(
      fc.tuple(place, distance).map(([where, at]): Place => ({ ...where, ...at })),
      { maxLength: 3 },
    ),
  })
  .map((parts) => ({ priority: 0, ...parts }))
const pool = fc
  .array(member, { minLength: 1, maxLength: 4 })
  .map((drawn): readonly PoolMember[] => drawn.map((parts, index) => ({ key: 'abcd'.charAt(index), ...parts })))
const client = fc
  .tuple(fc.constantFrom('', 'DE', 'ES', 'US', 'AU', 'KE'), fc.constantFrom(undefined, 'zone-a'))
  .map(([country, zone]) => clientIn(country, zone))
const stabilise = fc.constantFrom(0, 20, 100)

/** Turns after which all choices of such pools repeat: 100, times each sum of weights up to 8. */
const PERIOD = 100 * 840

it('gives a farther member nothing while a nearer one has less than it may', () => {
  let farther = 0
  holds(
    fc.property(pool, client, stabilise, (members, from, percent) => {
      const counts = countsOf(members, from, 200, percent)
      const isWeightless = members.every(({ weight }) => weight === 0)
      const measure = measureFrom(from)
      const distanceOf = ({ places = [] }: PoolMember): number => measure(places)
      const able = members.filter(({ weight }) => isWeightless || weight > 0)
      const passedBy = able.filter((near) => {
        const reach = distanceOf(near) + (Math.max(100, distanceOf(near)) * percent) / 100
        return able.some((far) => distanceOf(far) > reach && (counts[far.key] ?? 0) > 0)
      })
      expect(passedBy.filter(({ key, maxSharePercent = 100 }) => (counts[key] ?? 0) < 2 * maxSharePercent)).toEqual([])
      farther += passedBy.length
    }),
    1_000,
  )
  expect(farther).toBeGreaterThan(100)
})

it('keeps every bound exactly over a period that begins anywhere, and within a request from the first on', () => {
  holds(
    fc.property(pool, client, stabilise, fc.nat(PERIOD), (members, from, percent, start) => {
      const counts = countsOf(members, from, PERIOD, percent)
      expect(countsOf(members, from, PERIOD, percent, start)).toEqual(counts)
      const able = members.filter(({ key }) => counts[key] !== undefined)
      const bounds = able.map(({ maxSharePercent = 100 }) => maxSharePercent)
      const mayHold = bounds.reduce((sum, bound) => sum + bound, 0) >= 100
      if (!mayHold) return
      const choose = geo.prepare(members, { ...noOptions, place: from, stabilise: percent })
      const got = members.map(() => 0)
      let worst = 0
      for (let turn = 0; turn < 300; turn += 1) {
        const chosen = choose({ ...ask, turn }, 0)
        got[chosen] = (got[chosen] ?? 0) + 1
        for (const [index, { key, maxSharePercent = 100 }] of members.entries()) {
          const share = (counts[key] ?? 0) / PERIOD
          const off = Math.abs((got[index] ?? 0) - share * (turn + 1))
          worst = Math.max(worst, share === maxSharePercent / 100 ? off : off / 2)
        }
      }
      expect(worst).toBeLessThanOrEqual(1 + 1e-9)
      for (const { key, maxSharePercent = 100 } of members)
        expect((counts[key] ?? 0) / PERIOD).toBeLessThanOrEqual(maxSharePercent / 100)
    }),
    60,
  )
})

it('decides equally for equal inputs, whatever the order of places is, and of members but for whose turn is first', () => {
  holds(
    fc.property(pool, client, stabilise, fc.nat(10_000), (members, from, percent, turn) => {
      const options = { ...noOptions, place: from, stabilise: percent }
      const turned = members.map((one) => ({ ...one, places: one.places?.toReversed() ?? [] }))
      const orders = [members, structuredClone(members), turned].map((one) =>
        orderFor(one, geo.prepare(one, options), { ...ask, turn }),
      )
      expect(new Set(orders.map((order) => order.join('')))).toHaveLength(1)
      expect(orders[0]?.toSorted()).toEqual(members.map(({ key }) => key))
    }),
  )
  holds(
    fc.property(pool, client, stabilise, (members, from, percent) => {
      expect(countsOf(members.toReversed(), from, PERIOD, percent)).toEqual(countsOf(members, from, PERIOD, percent))
    }),
    20,
  )
})

it('shares exactly with the weights of a thousand members, and starves no one behind who is full', () => {
  const others = Array.from({ length: 999 }, (_, index): PoolMember => ({
    key: `m${index}`,
    weight: 1 + (index % 19),
    priority: 0,
  }))
  const members = [...membersOf({ a: 'DE ≤99' }), ...others]
  const total = others.reduce((sum, { weight }) => sum + weight, 0)
  const counts = countsOf(members, clientIn('DE'), 100 * total)
  expect(counts['a']).toBe(99 * total)
  expect(others.filter(({ key, weight }) => counts[key] !== weight)).toEqual([])
})

it('wants shares only where no place can change them', () => {
  expect(geo.sharesOf(membersOf({ a: 'DE', b: 'FR' }))).toEqual([undefined, undefined])
  expect(geo.sharesOf(membersOf({ a: 'DE', b: 'FR ×0' }))).toEqual([1, 0])
  expect(geo.sharesOf(membersOf({ a: 'DE ×0', b: 'FR ×0' }))).toEqual([undefined, undefined])
  expect(geo.sharesOf(membersOf({ a: 'DE ≤10' }))).toEqual([1])
  expect(geo.sharesOf([])).toEqual([])
})

it('unrolls at most what all members together need', () => {
  expect(geo.periodOf(membersOf({ a: 'DE ×300', b: 'FR ×100' }))).toBe(4)
})
