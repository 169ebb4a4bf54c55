import type { Expectation } from '../config/expectation.ts'
import type { EffectivePool } from '../conditions/effective-pools.ts'
import { normalOutcome, otherOutcomes, type Chain, type Outcome } from './pool-outcome.ts'
import type { Space } from './space.ts'
import type { Steps } from './steps.ts'

/** A way in which pools break an expectation. */
export type Breach =
  | ({ readonly kind: 'NEVER'; readonly cdn: string; readonly pool: string } & Pick<Outcome, 'out' | 'isFull'>)
  /** `percent` is the share; `pool` is undefined where no CDN is left. */
  | { readonly kind: 'SHARE'; readonly cdn: string; readonly pool: string | undefined; readonly percent: number }

/** Finds how a pool and its fallbacks break an expectation for clients of a class of zones and of regions. `OPEN`: too many steps. */
export type FindBreach = (expectation: Expectation, at: At) => Breach | undefined | 'OPEN'
type At = { readonly pool: number; readonly zone: number; readonly region: number }

/** Shares are sums of fractions. */
const TOLERANCE = 1e-9

/** Prepares for questions; what a chain does is found once for all expectations. */
export function prepareBreaches({ effective, chains, regions, zones }: Space, steps: Steps): FindBreach {
  const reachable = chains.map((chain) => chain.map((index) => effective.pools[index] as EffectivePool)) // chains name pools
  const members = reachable.map((chain) => new Set(chain.flatMap(({ usable }) => usable.map(({ key }) => key))))
  const isByPlace = reachable.map((chain) => chain.some(({ policy }) => policy === 'GEO'))
  const hasCapacity = effective.cdns.map(({ cdn }) => (cdn.capacity ?? null) !== null)
  const [regionNames, zoneNames] = [regions, zones].map((classes) => classes.map(({ denied }) => String(denied)))
  const known = new Map<string, { readonly normal: Outcome; readonly others: () => readonly Outcome[] | undefined }>()
  return (expectation, at) => {
    const { never, cdn } = expectation
    const isReached = never.some((key) => members[at.pool]?.has(key))
    if (!isReached && cdn === null) return undefined
    const outcomes = outcomesAt(at)
    if (outcomes === undefined) return 'OPEN'
    const breach = breachOfShare(expectation, outcomes.normal) ?? breachOfNever(expectation, outcomes.normal)
    if (breach !== undefined || !isReached) return breach
    const others = outcomes.others()
    if (others === undefined) return 'OPEN'
    return others.map((outcome) => breachOfNever(expectation, outcome)).find((one) => one !== undefined)
  }

  /** Undefined: there are no steps left for all of them. */
  function takeAll(outcomes: Iterable<Outcome>, stepsOfOne: number): readonly Outcome[] | undefined {
    const taken: Outcome[] = []
    for (const outcome of outcomes) {
      if (!steps.take(stepsOfOne)) return undefined
      taken.push(outcome)
    }
    return taken
  }

  function outcomesAt({ pool, zone, region }: At) {
    const name = isByPlace[pool] === true ? `${pool} ${zone} ${region}` : `${pool} ${zoneNames?.[zone]}/${regionNames?.[region]}`
    const found = known.get(name)
    if (found !== undefined) return found
    if (!steps.take(members[pool]?.size ?? 0)) return undefined
    const denied = new Set([...(regions[region]?.denied ?? []), ...(zones[zone]?.denied ?? [])])
    const { country, continent } = regions[region]?.values[0] ?? {}
    const place = { country, continent, zone: zones[zone]?.values[0] }
    const links = (reachable[pool] ?? []).map((one) => ({
      pool: one,
      members: denied.size === 0 ? one.usable : one.usable.filter(({ index }) => !denied.has(index)),
    }))
    const chain: Chain = { links, place, passesOn: ({ index }) => hasCapacity[index] === true }
    const normal = normalOutcome(chain)
    let others: readonly Outcome[] | undefined
    const made = {
      normal,
      others() {
        others ??= takeAll(otherOutcomes(chain, normal), members[pool]?.size ?? 0)
        return others
      },
    }
    known.set(name, made)
    return made
  }
}

function breachOfNever({ never }: Expectation, { got, out, isFull }: Outcome): Breach | undefined {
  for (const cdn of never) {
    const pool = got.get(cdn)?.pool
    if (pool !== undefined) return { kind: 'NEVER', cdn, pool, out, isFull }
  }
  return undefined
}

function breachOfShare({ cdn, atLeastPercent, atMostPercent }: Expectation, { got }: Outcome): Breach | undefined {
  if (cdn === null) return undefined
  const percent = 100 * (got.get(cdn)?.share ?? 0)
  const isLow = atLeastPercent !== null && percent < atLeastPercent - TOLERANCE
  const isHigh = atMostPercent !== null && percent > atMostPercent + TOLERANCE
  const pool = [...got.values()][0]?.pool
  return isLow || isHigh ? { kind: 'SHARE', cdn, pool, percent } : undefined
}
