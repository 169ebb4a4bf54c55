import { hashText } from '../selection/text-hash.ts'
import type { ClientPlace } from '../geo/place.ts'
import type { EffectiveRouting } from './effective.ts'
import type { EffectiveMember } from './effective-cdn.ts'
import { effectivePool, type EffectivePool } from './effective-pools.ts'
import { EXCLUDED } from './eligibility.ts'
import { isSameEffect } from './health-at.ts'

/** Clients to whom a routing looks alike. The first audience has IPv4 addresses at an unknown place, and no CDN is denied to it. */
export type Audience = {
  readonly isIpv6: boolean
  /** Indices of the CDNs that are denied to it. */
  readonly denied: ReadonlySet<number>
  /** Place of its clients, where some pool goes by that. */
  readonly place: ClientPlace
}

/**
 * Gives a pool of the first audience as another one has it: who is denied is out before health is asked. The same object where no
 * member differs. Its lane is made of keys, so that the turn goes on over other revisions; lanes whose hashes are equal share a turn.
 */
export function poolFor(
  { cdns, cdnsIpv6, maxEjectedPercent }: EffectiveRouting,
  pool: EffectivePool,
  { isIpv6, denied, place }: Audience,
): EffectivePool {
  const excluded = pool.members.filter(isDenied)
  const isOfFamily = isIpv6 && cdnsIpv6 !== cdns && pool.members.some((member) => !isDenied(member) && differs(member))
  const isOfPlace = pool.policy === 'GEO' && isSomewhere(place) && pool.members.some(({ places = [] }) => places.length > 0)
  if (excluded.length === 0 && !isOfFamily && !isOfPlace) return pool
  const members = pool.members.map((member) => (isDenied(member) ? { ...member, weight: 0, eligibility: EXCLUDED } : member))
  const own = isOfPlace ? { ...pool, place } : pool
  const hash = hashText(excluded.map(({ key }) => key).join(' '))
  const names = [pool.key, isOfFamily ? 'IPv6' : '', excluded.length, hash, ...(isOfPlace ? [nameOf(place)] : [])]
  return { ...effectivePool(own, members, { cdns: isOfFamily ? cdnsIpv6 : cdns, maxEjectedPercent }), lane: names.join(' ') }

  function isDenied({ index }: EffectiveMember): boolean {
    return denied.has(index)
  }

  function differs({ index }: EffectiveMember): boolean {
    return !isSameEffect(cdns[index]?.effect, cdnsIpv6[index]?.effect)
  }
}

function isSomewhere({ continent, zone }: ClientPlace): boolean {
  return continent !== undefined || zone !== undefined
}

function nameOf({ country, continent, zone }: ClientPlace): string {
  return `${country ?? continent ?? ''}/${zone ?? ''}`
}
