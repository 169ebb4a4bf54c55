import type { EffectiveCdn, EffectiveMember } from './effective-cdn.ts'
import { EJECTED } from './eligibility.ts'

/** Members of a pool under the effects of the checks. */
export type MembersByHealth = {
  /** All members; of those that are out the weight is 0. */
  readonly members: readonly EffectiveMember[]
  /** Those that are out by health alone, with the weight that they would have. */
  readonly ejected: readonly EffectiveMember[]
}

/** Takes members out by health, within the bound, and lets those of a slow start have a part of their weight. */
export function applyHealth(
  members: readonly EffectiveMember[],
  cdns: readonly EffectiveCdn[],
  maxEjectedPercent: number,
): MembersByHealth {
  const effectOf = ({ index }: EffectiveMember): EffectiveCdn['effect'] => cdns[index]?.effect
  if (!members.some(effectOf)) return { members, ejected: [] }
  const usable = members.filter(({ eligibility }) => eligibility.kind === 'ELIGIBLE')
  const out = ejectedOf(usable, effectOf, maxEjectedPercent)
  const isClimbing = usable.some((member) => effectOf(member)?.kind === 'SLOW')
  return {
    members: members.map((member) => {
      const { key, weight, eligibility } = member
      if (out.has(key)) return { ...member, weight: 0, eligibility: EJECTED }
      if (!isClimbing || eligibility.kind !== 'ELIGIBLE') return member
      const effect = effectOf(member)
      return { ...member, weight: weight * (effect?.kind === 'SLOW' ? effect.tenths : 10) }
    }),
    ejected: usable.filter(({ key }) => out.has(key)).map((member) => ({ ...member, eligibility: EJECTED })),
  }
}

/**
 * Chooses who is out: in order of time each that keeps the sum of their weights within the bound. The first with a weight may
 * always be out, so that a pool of one can fall back.
 */
function ejectedOf(
  usable: readonly EffectiveMember[],
  effectOf: (member: EffectiveMember) => EffectiveCdn['effect'],
  maxEjectedPercent: number,
): ReadonlySet<string> {
  const bound = usable.reduce((sum, { weight }) => sum + weight, 0) * maxEjectedPercent
  const ejected = new Set<string>()
  let sum = 0
  for (const { key, weight } of usable.flatMap(outSince).toSorted(byTime)) {
    if (sum > 0 && weight > 0 && (sum + weight) * 100 > bound) continue
    ejected.add(key)
    sum += weight
  }
  return ejected

  function outSince(member: EffectiveMember): readonly OutMember[] {
    const effect = effectOf(member)
    return effect?.kind === 'OUT' ? [{ ...member, sinceEpochMs: effect.sinceEpochMs }] : []
  }
}

type OutMember = EffectiveMember & { readonly sinceEpochMs: number }

function byTime(a: OutMember, b: OutMember): number {
  return a.sinceEpochMs - b.sinceEpochMs || (a.key < b.key ? -1 : 1)
}
