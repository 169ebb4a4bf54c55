import type { RoutingConfig } from '../config/model.ts'
import { passedBy } from '../selection/overflow.ts'
import { overflowShares } from '../selection/overflow-shares.ts'
import { policies } from '../selection/policies.ts'
import { applyConditions, type Conditions, type EffectiveRouting } from './effective.ts'
import type { EffectiveMember } from './effective-cdn.ts'
import type { EffectivePool } from './effective-pools.ts'
import { ALL_CDNS, fallbackChains } from './fallback-chains.ts'

/**
 * Wanted shares of the CDN traffic, from 0 to 1, by the key of each CDN that is enabled or in use. Undefined: a pool chooses by the
 * place of clients, so nothing tells before they come.
 */
export type Shares = ReadonlyMap<string, number | undefined>

/** Shares of the pool of all CDNs, which are those of all traffic while no rule decides. */
export function sharesOf(config: RoutingConfig, conditions: Conditions): Shares {
  return sharesByPool(config, conditions).get(ALL_CDNS) ?? new Map()
}

/**
 * Shares of each pool, by its key. While everything goes to one place, the pools of the configuration ask for nothing. Where the
 * health of a CDN differs by address family they are those of clients with IPv4 addresses.
 */
export function sharesByPool(config: RoutingConfig, conditions: Conditions): ReadonlyMap<string, Shares> {
  return sharesUnder(applyConditions(config, conditions))
}

/** The same, where the conditions are applied already. */
export function sharesUnder({ config, cdns, allTo, pools }: EffectiveRouting): ReadonlyMap<string, Shares> {
  const others = new Map(cdns.filter(({ cdn }) => cdn.enabled).map(({ cdn }) => [cdn.key, 0]))
  const chains = pools.some(({ keeps }) => keeps !== undefined) ? fallbackChains(config) : []
  return new Map(
    pools.map((pool, index) => {
      const isAsked = allTo === undefined || (allTo.kind === 'CDN' && pool.key === ALL_CDNS)
      const shares = isAsked
        ? ofUsable(
            pool,
            (chains[index] ?? []).flatMap((other) => pools[other] ?? []),
          )
        : pool.usable.map(({ key }): [string, number] => [key, 0])
      const idle = pool.key === ALL_CDNS ? others : pool.out.filter(({ key }) => others.has(key)).map(withNothing)
      return [pool.key, new Map([...idle, ...shares])]
    }),
  )
}

/**
 * Shares of all CDN traffic when each pool gets as much of it as it just got, pools that ask for nothing left out. Without any they
 * are those of the pool of all CDNs. A CDN of a pool that had some by the place of clients has none.
 * `redirects` counts those of each pool to CDNs.
 */
export function weighShares(shares: ReadonlyMap<string, Shares>, redirects: ReadonlyMap<string, number>): Shares {
  const all = shares.get(ALL_CDNS) ?? new Map<string, number>()
  const known = [...redirects].filter(
    ([key, count]) => count > 0 && [...(shares.get(key)?.values() ?? [])].some((share) => share !== 0),
  )
  const total = known.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return all
  const weighed = new Map<string, number | undefined>([...all.keys()].map((key) => [key, 0]))
  for (const [pool, count] of known)
    for (const [key, share] of shares.get(pool) ?? []) {
      const had = weighed.has(key) ? weighed.get(key) : 0
      weighed.set(key, had === undefined || share === undefined ? undefined : had + share * (count / total))
    }
  return weighed
}

/** `chain`: the pool and its fallbacks, where some pool passes requests on. What none of them keeps comes back to the first. */
function ofUsable(
  { policy, usable, keeps }: EffectivePool,
  chain: readonly EffectivePool[],
): readonly [string, number | undefined][] {
  const back = chain.reduce((part, pool) => part * (pool.usable.length === 0 ? 1 : passedBy(pool.keeps)), 1)
  const shares = keeps === undefined ? policies[policy].sharesOf(usable) : overflowShares(policies[policy], usable, keeps, back)
  return usable.map(({ key }, index) => [key, shares[index]])
}

function withNothing({ key }: EffectiveMember): [string, number] {
  return [key, 0]
}
