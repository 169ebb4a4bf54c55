import { MAX_USER_AGENT_LENGTH } from '../config/bounds.ts'
import type { RuleMatch } from '../config/rule-match.ts'
import { forgetOldest } from '../forget-oldest.ts'
import { gather } from '../gather.ts'
import type { ZoneIndex } from '../geo/zone-index.ts'
import type { Client } from '../request/client.ts'

/** Conditions about facts of a client: those about where it is, and those about its user agent. Each fact is looked up once. */
export type ClientConditions = readonly PlacesFor[]

/** Tells the places of the rules whose conditions hold for a client, or that lack them: 1, else 0. A fact that is unknown fulfils none. */
type PlacesFor = (client: Client) => Uint8Array

/** Clients for whom places are remembered, by the values that rules name; 1 kB each. */
const MAX_REMEMBERED = 1_000

/** Zones of the revision, of which rules name keys. */
export type NamedZones = { readonly keys: readonly string[]; readonly index: ZoneIndex }

/** Prepares the conditions of rules in the order of their places. */
export function prepareClientConditions(rules: readonly RuleMatch[], zones: NamedZones): ClientConditions {
  const indexOf = new Map(zones.keys.map((key, index) => [key, index]))
  const conditions = [
    aboutValue(
      rules.map(({ countries }) => countries),
      (client) => client.facts().country,
    ),
    aboutValue(
      rules.map(({ continents }) => continents),
      (client) => client.facts().continent,
    ),
    aboutValue(
      rules.map(({ asns }) => asns),
      (client) => client.facts().asn,
    ),
    aboutValue(
      rules.map((match) => match.zones?.map((key) => indexOf.get(key))),
      (client) => zones.index.zoneOf(client.address()),
    ),
  ].filter((condition) => condition !== undefined)
  return [byValues(conditions), byUserAgent(rules.map(({ userAgents }) => userAgents))].filter(
    (placesFor) => placesFor !== undefined,
  )
}

/** Whether a rule asks for a fact of the client. */
export function asksFacts({ countries, continents, asns, zones, userAgents }: RuleMatch): boolean {
  return [countries, continents, asns, zones, userAgents].some((values) => values !== undefined)
}

/** Values of one condition of each rule, by the place of the rule; undefined: the rule lacks it. */
type ValuesByPlace<Value> = readonly (readonly Value[] | undefined)[]

/** A condition by the values that rules name. */
type Condition = {
  /** Number of a client's value among those; 0: none of them. */
  readonly numberOf: (client: Client) => number
  /** All numbers: there are 250 countries, and 100 zones at most. */
  readonly count: number
  readonly placesOf: (number: number) => Uint8Array
}

function aboutValue<Value>(values: ValuesByPlace<Value>, valueOf: (client: Client) => Value | undefined): Condition | undefined {
  const naming = placesNaming(values)
  if (naming.size === 0) return undefined
  const lacking = placesLacking(values)
  const named = [[], ...naming.values()]
  const numbers = new Map([...naming.keys()].map((value, index) => [value, index + 1]))
  return {
    numberOf(client) {
      const value = valueOf(client)
      return value === undefined ? 0 : (numbers.get(value) ?? 0)
    },
    count: named.length,
    placesOf: (number) => withPlaces(lacking, named[number] ?? []),
  }
}

/** Joins conditions, so that a request looks up what holds for all of its values at once. */
function byValues(conditions: readonly Condition[]): PlacesFor | undefined {
  if (conditions.length === 0) return undefined
  const known = new Map<number, Uint8Array>()
  return (client) => {
    let joined = 0
    for (const { numberOf, count } of conditions) joined = joined * count + numberOf(client)
    return known.get(joined) ?? remember(known, joined, placesInAll(joined))
  }

  function placesInAll(joined: number): Uint8Array {
    let rest = joined
    const each = conditions.toReversed().map(({ placesOf, count }) => {
      const number = rest % count
      rest = (rest - number) / count
      return placesOf(number)
    })
    return Uint8Array.from(each[0] ?? [], (_, place) => Number(each.every((places) => places[place] === 1)))
  }
}

/** Most of `User-Agent` that is searched, and remembered: those of players and browsers are shorter. */
const MAX_SEARCHED = 4 * MAX_USER_AGENT_LENGTH

function byUserAgent(values: ValuesByPlace<string>): PlacesFor | undefined {
  const naming = placesNaming(values)
  if (naming.size === 0) return undefined
  const lacking = placesLacking(values)
  const known = new Map<string, Uint8Array>()
  return (client) => {
    const userAgent = client.userAgent()
    if (userAgent.length > MAX_SEARCHED) return withPlaces(lacking, placesIn(userAgent.slice(0, MAX_SEARCHED)))
    return known.get(userAgent) ?? remember(known, userAgent, withPlaces(lacking, placesIn(userAgent)))
  }

  function placesIn(userAgent: string): readonly number[] {
    return [...naming].flatMap(([text, places]) => (userAgent.includes(text) ? places : []))
  }
}

function placesNaming<Value>(values: ValuesByPlace<Value>): ReadonlyMap<Value, readonly number[]> {
  return gather(values.flatMap((named, place) => (named ?? []).map((value) => [value, place] as const)))
}

function placesLacking(values: ValuesByPlace<unknown>): Uint8Array {
  return Uint8Array.from(values, (named) => Number(named === undefined))
}

function withPlaces(lacking: Uint8Array, named: readonly number[]): Uint8Array {
  const places = lacking.slice()
  for (const place of named) places[place] = 1
  return places
}

function remember<Value>(known: Map<Value, Uint8Array>, value: Value, places: Uint8Array): Uint8Array {
  known.set(value, places)
  forgetOldest(known, MAX_REMEMBERED)
  return places
}
