import type { EffectiveMember } from '../conditions/effective-cdn.ts'
import type { EffectivePool } from '../conditions/effective-pools.ts'
import type { ClientPlace } from '../geo/place.ts'
import { policies } from '../selection/policies.ts'

/** A pool of a chain for some clients, without the CDNs that are denied to them. The first one that has a member chooses. */
type Link = { readonly pool: EffectivePool; readonly members: readonly EffectiveMember[] }

/** What a chain may do under one standing of the CDNs. */
export type Outcome = {
  /** Key of the CDN that is out; undefined: none is. */
  readonly out: string | undefined
  /** Whether CDNs with a capacity are full, so that they pass requests on. */
  readonly isFull: boolean
  /** CDNs that may get a request, by key: the pool that chooses them, and the share from 0 to 1 while none is full. */
  readonly got: ReadonlyMap<string, { readonly pool: string; readonly share: number }>
}

/** Tells what chains do for clients of a place. `passesOn`: whether the load of a CDN may make it pass requests on. */
export type Chain = {
  readonly links: readonly Link[]
  readonly place: ClientPlace
  readonly passesOn: (member: EffectiveMember) => boolean
}

/** What happens while all CDNs are in use and none is full. */
export function normalOutcome({ links, place }: Chain, out?: string): Outcome {
  const link = links.find(({ members }) => members.length > 0)
  const pairs = link === undefined ? [] : sharesOf(link, place)
  return { out, isFull: false, got: new Map(pairs.filter(([, { share }]) => share > 0)) }
}

/**
 * Lists what else may happen: while one CDN is out, while others are full, and both. One that gets nothing changes nothing when it goes.
 * While none is full, those of several that are left still get something, unless they are chosen by place. Panic adds nothing: it
 * chooses among CDNs that are out, of which there is one.
 */
export function* otherOutcomes(chain: Chain, normal: Outcome): Generator<Outcome> {
  const { links, passesOn } = chain
  const isByPlace = links.some(({ pool }) => pool.policy === 'GEO')
  const alone = normal.got.size > 1 && !isByPlace ? [] : [...normal.got.keys()]
  for (const out of alone) yield normalOutcome(without(chain, out), out)
  if (!links.some(({ members }) => members.some(passesOn))) return
  const { full, holding } = whileFull(chain)
  yield full
  for (const out of isByPlace ? full.got.keys() : holding) yield whileFull(without(chain, out), out).full
}

/**
 * Goes down the order of each pool: behind one that passes requests on comes the next. Whoever passes none on ends it. Members that a
 * policy orders by a key of the request come in any order, those without a weight last. `holding` are the CDNs without which requests
 * get further: the first that passes none on, and one that gets all.
 */
function whileFull(
  { links, place, passesOn }: Chain,
  out?: string,
): { readonly full: Outcome; readonly holding: Iterable<string> } {
  const got = new Map<string, { pool: string; share: number }>()
  const holding = new Set<string>()
  for (const link of links) {
    const { pool, members } = link
    if (members.length === 0) continue
    const first = sharesOf(link, place).filter(([, { share }]) => share > 0)
    for (const [key, one] of first) {
      if (!got.has(key)) got.set(key, one)
      if (first.length === 1) holding.add(key)
    }
    const order = policies[pool.policy].orderOf?.(members, { ...pool, place })
    const ordered = order?.flatMap((index) => members[index] ?? []) ?? members.toSorted(byWhetherWeightless)
    const end = ordered.findIndex((member) => !passesOn(member))
    const last = ordered[end]
    const isLeft = members.some((member) => passesOn(member) && first.some(([key]) => key === member.key))
    const isAnyOrder = order === undefined && last?.weight === 0
    for (const { key } of isLeft ? ordered.slice(0, end === -1 || isAnyOrder ? undefined : end + 1) : [])
      if (!got.has(key)) got.set(key, { pool: pool.key, share: 0 })
    if (last === undefined) continue
    holding.add(last.key)
    break
  }
  return { full: { out, isFull: true, got }, holding }
}

function byWhetherWeightless(one: EffectiveMember, other: EffectiveMember): number {
  return Number(one.weight === 0) - Number(other.weight === 0)
}

function sharesOf({ pool, members }: Link, place: ClientPlace) {
  const shares = policies[pool.policy].sharesOf(members, { ...pool, place })
  return members.map(({ key }, index) => [key, { pool: pool.key, share: shares[index] ?? 0 }] as const)
}

function without(chain: Chain, out: string): Chain {
  const links = chain.links.map(({ pool, members }) => ({ pool, members: members.filter(({ key }) => key !== out) }))
  return { ...chain, links }
}
