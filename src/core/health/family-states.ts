import type { HealthCheck } from '../config/health-check.ts'
import { addressFamilies, type AddressFamily } from './health.ts'
import { hear, resume, unjudged, type FamilyState } from './judge.ts'
import type { CdnIdentity } from './checked-cdn.ts'
import type { KeptCdn } from './kept-health.ts'
import type { FamilyVerdict, NodeVerdict } from './node-report.ts'
import type { ProbeResults } from './probe.ts'

/** States of a CDN on one node, for each family of which it had addresses at the last probe. */
export type FamilyStates = Partial<Readonly<Record<AddressFamily, FamilyState>>>

/**
 * Takes the results of one probe. Over a family for which the node suspects itself nothing is counted. A family without addresses is
 * forgotten.
 */
export function hearRound(
  states: FamilyStates,
  results: ProbeResults,
  suspected: ReadonlySet<AddressFamily>,
  [check, nowEpochMs]: readonly [HealthCheck, number],
): FamilyStates {
  const next: Partial<Record<AddressFamily, FamilyState>> = {}
  for (const family of familiesOf(states, results)) {
    const [state, result] = [states[family] ?? unjudged, results[family]]
    if (result !== undefined) next[family] = suspected.has(family) ? stopCount(state) : hear(state, result, check, nowEpochMs)
  }
  return next
}

/** Forgets the results in a row over families for which the node has come to suspect itself. */
export function stopCounts(states: FamilyStates, suspected: ReadonlySet<AddressFamily>): FamilyStates {
  return mapFamilies(states, (state, family) => (suspected.has(family) ? stopCount(state) : state))
}

export function resumeStates(judgements: KeptCdn['byFamily']): FamilyStates {
  return mapFamilies(judgements, resume)
}

/** Gives the judgements that are to be kept over a restart. */
export function judgementsOf(states: FamilyStates): KeptCdn['byFamily'] {
  return mapFamilies(states, ({ judgement }) => judgement)
}

/** Makes the node's verdict of the states and the last results. It has none over a family for which it suspects itself. */
export function verdictOf(
  { key, baseUrl }: CdnIdentity,
  states: FamilyStates,
  last: ProbeResults,
  suspected: ReadonlySet<AddressFamily>,
): NodeVerdict {
  const byFamily = mapFamilies(states, ({ judgement }, family): FamilyVerdict | null => {
    if (judgement === undefined || suspected.has(family)) return null
    const { isOut, sinceEpochMs, isRecovery, reason } = judgement
    return { isOut, sinceEpochMs, isRecovery, reason, certificateEndsEpochMs: last[family]?.certificateEndsEpochMs ?? null }
  })
  return { key, baseUrl, byFamily }
}

/** Maps the families that there are; one that becomes undefined is left out. */
function mapFamilies<From, To>(
  byFamily: Partial<Readonly<Record<AddressFamily, From>>>,
  map: (value: From, family: AddressFamily) => To | undefined,
): Partial<Readonly<Record<AddressFamily, To>>> {
  const mapped: Partial<Record<AddressFamily, To>> = {}
  for (const family of addressFamilies) {
    const value = byFamily[family]
    const to = value === undefined ? undefined : map(value, family)
    if (to !== undefined) mapped[family] = to
  }
  return mapped
}

function stopCount({ judgement }: FamilyState): FamilyState {
  return { ...unjudged, judgement }
}

/** A name that can't be resolved tells nothing of the families: those that are known count. */
function familiesOf(states: FamilyStates, results: ProbeResults): readonly AddressFamily[] {
  const families = addressFamilies.filter((family) => results[family] !== undefined)
  const known = families.filter((family) => states[family] !== undefined)
  return known.length > 0 && families.every((family) => results[family]?.outcome === 'DNS') ? known : families
}
