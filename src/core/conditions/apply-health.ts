import type { EffectiveCdn, EffectiveMember } from './effective-cdn.ts'
import { EJECTED, EXCLUDED } from './eligibility.ts'
import type { HealthEffect } from './health-at.ts'

/** Members of a pool by whether they may be used, under the effects of the checks. */
export type MembersByUse = {
  /** Members that may be used, for any request. */
  readonly usable: readonly EffectiveMember[]
  /** Members that may not be used, for explanations; those that are ejected among them. Their weight is 0. */
  readonly out: readonly EffectiveMember[]
  /** Members that only their health keeps from being used, with the weights that they would have. */
  readonly ejected: readonly EffectiveMember[]
  /** Whether only overrides keep some member from being used. */
  readonly isTakenOut: boolean
}

/** Takes members out by health, within the bound, and lets those of a slow start have a part of their weight. */
export function applyHealth(
  members: readonly EffectiveMember[],
  cdns: readonly EffectiveCdn[],
  maxEjectedPercent: number,
): MembersByUse {
  const failing: FailingMember[] = []
  const [usable, out, ejected]: [EffectiveMember[], EffectiveMember[], EffectiveMember[]] = [[], [], []]
  let isClimbing = false
  let isTakenOut = false
  for (const member of members) {
    const cdn = cdns[member.index]
    if (cdn?.isTakenOut === true && member.eligibility !== EXCLUDED) isTakenOut = true
    const isUsable = member.eligibility.kind === 'ELIGIBLE'
    ;(isUsable ? usable : out).push(member)
    if (!isUsable || cdn?.effect === undefined) continue
    if (cdn.effect.kind === 'OUT') failing.push({ member, sinceEpochMs: cdn.effect.sinceEpochMs })
    else isClimbing = true
  }
  if (failing.length === 0 && !isClimbing) return { usable, out, ejected, isTakenOut }
  const isOut = chooseEjected(failing, usable, maxEjectedPercent)
  usable.length = 0
  out.length = 0
  for (const member of members) {
    if (isOut.has(member)) {
      out.push({ ...member, weight: 0, eligibility: EJECTED })
      ejected.push({ ...member, eligibility: EJECTED })
    } else if (member.eligibility.kind !== 'ELIGIBLE') out.push(member)
    else usable.push(isClimbing ? { ...member, weight: member.weight * tenthsOf(cdns[member.index]?.effect) } : member)
  }
  return { usable, out, ejected, isTakenOut }
}

type FailingMember = { readonly member: EffectiveMember; readonly sinceEpochMs: number }

/**
 * Chooses who is out: in order of time each that keeps the sum of their weights within the bound. The first with a weight may
 * always be out, so that a pool of one can fall back.
 */
function chooseEjected(
  failing: readonly FailingMember[],
  usable: readonly EffectiveMember[],
  maxEjectedPercent: number,
): ReadonlySet<EffectiveMember> {
  const bound = usable.reduce((sum, { weight }) => sum + weight, 0) * maxEjectedPercent
  const ejected = new Set<EffectiveMember>()
  let sum = 0
  for (const { member } of failing.toSorted(byTime)) {
    const { weight } = member
    if (sum > 0 && weight > 0 && (sum + weight) * 100 > bound) continue
    ejected.add(member)
    sum += weight
  }
  return ejected
}

function byTime(a: FailingMember, b: FailingMember): number {
  return a.sinceEpochMs - b.sinceEpochMs || (a.member.key < b.member.key ? -1 : 1)
}

/** Tenths of its weight that a CDN has. */
export function tenthsOf(effect: HealthEffect | undefined): number {
  return effect?.kind === 'SLOW' ? effect.tenths : 10
}
