import { poolFor, type Audience } from '../conditions/audience.ts'
import type { EffectivePool } from '../conditions/effective-pools.ts'
import { nowhere } from '../geo/place.ts'
import type { Client } from '../request/client.ts'
import type { CompiledRevision } from './compile.ts'
import { preparePool, reactionOf } from './prepare-pool.ts'
import type { Audiences, Pool, PreparedPool, RoutingTable } from './table.ts'

/**
 * Bound of what a table keeps for other audiences than the first, and of what it passes on, each in units of about 50 bytes. What is
 * gone is made again when asked. It has room for 250 countries with six pools of 250 members each.
 */
const MAX_KEPT = 800_000
/** A pool without its members: most of it is the longest period. */
const POOL = 200
const AUDIENCE = 10

/** Traits of those who are told apart by their address family alone. */
const noTraits = { denied: new Set<number>(), place: nowhere }

/** An audience with the pools that it has asked, what of it is kept, and whether it asked again since room was last made. */
type Asking = { readonly audience: Audience; readonly pools: Pool[]; kept: number; hasAskedAgain: boolean }

/**
 * Prepares for audiences beside the first one. Undefined: the table looks alike to all clients. What is made comes of the table alone,
 * so equal questions have equal answers.
 */
export function openAudiences(
  { chains, groups }: CompiledRevision,
  { effective, pools }: Pick<RoutingTable, 'effective' | 'pools'>,
  prepared: Audiences['prepared'] = { byLane: new Map(), kept: 0 },
): Audiences | undefined {
  const isByFamily = effective.cdnsIpv6 !== effective.cdns
  if (!isByFamily && groups === undefined) return undefined
  const known = new Map<number, Asking>()
  let kept = 0
  return { poolsFor, prepared }

  function poolsFor(client: Client, asked: number): readonly Pool[] {
    const isIpv6 = isByFamily && client.isIpv6()
    const group = groups?.groupOf(client) ?? 0
    if (!isIpv6 && group === 0) return pools
    const key = isIpv6 ? 2 * group + 1 : 2 * group
    const found = known.get(key)
    if (found !== undefined) found.hasAskedAgain = true
    const asking = found ?? begin(key, { isIpv6, ...(groups?.traitsOf(group) ?? noTraits) })
    if (asking.pools[asked] === undefined) addChain(asking, chains[asked] ?? [])
    return asking.pools
  }

  function begin(key: number, audience: Audience): Asking {
    const asking: Asking = { audience, pools: [], kept: AUDIENCE + audience.denied.size, hasAskedAgain: false }
    known.set(key, asking)
    kept += asking.kept
    return asking
  }

  /** Makes a pool and all that it leads to. */
  function addChain(asking: Asking, chain: readonly number[]): void {
    const own: EffectivePool[] = []
    for (const index of chain) own[index] = poolFor(effective, effective.pools[index] as EffectivePool, asking.audience)
    for (const index of chain) {
      if (asking.pools[index] !== undefined) continue
      asking.pools[index] = poolOf(own, index)
      const made = own[index]?.lane === undefined ? 0 : sizeOf(own[index])
      asking.kept += made
      kept += made
    }
    makeRoom()
  }

  /** Drops the oldest that did not ask again since room was last made. Who did goes to the end: a request only sets a mark for that. */
  function makeRoom(): void {
    for (const [key, asking] of known) {
      if (kept <= MAX_KEPT) break
      known.delete(key)
      if (asking.hasAskedAgain) known.set(key, asking)
      else kept -= asking.kept
      asking.hasAskedAgain = false
    }
  }

  function poolOf(own: readonly EffectivePool[], index: number): Pool {
    const [first, pool, chain] = [pools[index] as Pool, own[index] as EffectivePool, chains[index] ?? []]
    if (chain.every((other) => own[other] === effective.pools[other])) return first
    const reaction = reactionOf(chain, own, effective)
    if (pool.lane === undefined) return { ...first, ...reaction }
    return { ...prepare(pool, pool.lane), ...reaction }
  }

  function prepare(pool: EffectivePool, lane: string): PreparedPool {
    const { byLane } = prepared
    const before = byLane.get(lane)
    const made = preparePool(pool, before)
    byLane.delete(lane)
    byLane.set(lane, made)
    prepared.kept += sizeOf(made) - (before === undefined ? 0 : sizeOf(before))
    for (const [key, oldest] of byLane) {
      if (prepared.kept <= MAX_KEPT) break
      byLane.delete(key)
      prepared.kept -= sizeOf(oldest)
    }
    return made
  }
}

function sizeOf({ members }: EffectivePool): number {
  return POOL + members.length
}
