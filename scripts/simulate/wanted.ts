import { poolFor } from '../../src/core/conditions/audience.ts'
import { sharesUnder, weighShares } from '../../src/core/conditions/shares.ts'
import { spreadOf } from '../../src/core/conditions/spread.ts'
import { continentOf } from '../../src/core/geo/countries.ts'
import { measureFrom } from '../../src/core/geo/distance.ts'
import type { Running } from '../../src/core/orders/take-orders.ts'
import type { RoutingTable } from '../../src/core/routing/table.ts'
import type { TrafficCounts } from '../../src/core/routing/traffic.ts'

/** Parts of the requests, by the key of each CDN and `origin`. */
export type Parts = ReadonlyMap<string, number>

/**
 * Parts that a worker's conditions ask for, as `traffic` tells them: by weights, health and load, of each pool by its part of the
 * traffic. What a pool with GEO asks for follows from the places of the clients. The origin is asked for what no CDN is wanted for,
 * whatever its budget.
 */
export function tellWanted(
  { table, conditions, compiled }: Extract<Running, { readonly kind: 'RUNS' }>,
  { byPool }: TrafficCounts,
  countries: Readonly<Record<string, number>>,
): Parts {
  const redirects = new Map([...byPool].map(([pool, { byCdn }]) => [pool, sumOf(byCdn)]))
  const near = table.pools.some(({ policy }) => policy === 'GEO') ? nearestParts(table, countries) : undefined
  const shares = near ?? weighShares(sharesUnder(table.effective), redirects)
  const known = new Map([...shares].flatMap(([key, share]): [string, number][] => (share === undefined ? [] : [[key, share]])))
  const origin = sumOf(known) === 0 ? 1 : (spreadOf(compiled.revision.config, conditions).originShare ?? 0)
  return new Map([...[...known].map(([key, share]) => [key, share * (1 - origin)] as const), ['origin', origin]])
}

/** Shares of the nearest members, equal ones for those that are equally near. */
function nearestParts({ effective }: RoutingTable, countries: Readonly<Record<string, number>>): Parts {
  const shares = new Map(effective.cdns.map(({ cdn }) => [cdn.key, 0]))
  for (const pool of effective.pools.filter(({ policy }) => policy === 'GEO'))
    for (const [country, part] of Object.entries(countries)) {
      const place = { country, continent: continentOf(country), zone: undefined }
      const { usable } = poolFor(effective, pool, { isIpv6: false, denied: new Set(), place })
      const measure = measureFrom(place)
      const least = Math.min(...usable.map(({ places = [] }) => measure(places)))
      const near = usable.filter(({ places = [] }) => measure(places) === least)
      const weight = near.reduce((sum, member) => sum + member.weight, 0)
      for (const member of near) shares.set(member.key, (shares.get(member.key) ?? 0) + (part * member.weight) / weight)
    }
  return shares
}

function sumOf(numbers: ReadonlyMap<string, number>): number {
  return [...numbers.values()].reduce((sum, number) => sum + number, 0)
}
