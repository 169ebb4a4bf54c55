import type { HealthCheck } from '../config/health-check.ts'
import { addressFamilies, type AddressFamily } from './health.ts'
import { hear, resume, unjudged, type FamilyState } from './judge.ts'
import type { CdnIdentity } from './checked-cdn.ts'
import type { KeptCdn } from './kept-health.ts'
import type { FamilyVerdict, NodeVerdict } from './node-report.ts'
import type { ProbeResults } from './probe.ts'

/** States of a CDN on one node, for each family of which it had addresses when they were known last. */
export type FamilyStates = Partial<Readonly<Record<AddressFamily, FamilyState>>>

/**
 * Takes what one probe says of the CDN. Over a family for which the node suspects itself nothing is counted. A family without
 * addresses is forgotten, one that could not be resolved stays as it was.
 */
export function hearRound(
  states: FamilyStates,
  results: ProbeResults,
  suspected: ReadonlySet<AddressFamily>,
  [check, nowEpochMs]: readonly [HealthCheck, number],
): FamilyStates {
  const next: Partial<Record<AddressFamily, FamilyState>> = {}
  for (const family of addressFamilies) {
    const [state, result] = [states[family] ?? unjudged, results[family]]
    if (result) next[family] = suspected.has(family) ? stopCount(state) : hear(state, result, check, nowEpochMs)
    else if (result === null && states[family] !== undefined) next[family] = state
  }
  return next
}

/** Families over which a CDN has been taken out. */
export function ejectedOver(before: FamilyStates, after: FamilyStates): readonly AddressFamily[] {
  return addressFamilies.filter((family) => after[family]?.judgement?.isOut === true && before[family]?.judgement?.isOut !== true)
}

/**
 * Leaves out what a probe does not say: a name that can't be resolved tells nothing of the families. Those that are known count; while
 * none is, IPv4 stands for both.
 */
export function toldResults(states: FamilyStates, results: ProbeResults): ProbeResults {
  const { IPV4, IPV6 } = results
  if (IPV4?.outcome !== 'DNS' || IPV6?.outcome !== 'DNS') return results
  if (states.IPV6 === undefined) return { IPV4 }
  return states.IPV4 === undefined ? { IPV6 } : results
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

/**
 * Makes the node's verdict of the states and the last results. It has none over a family for which it suspects itself. A family to
 * which it has no way counts as one without addresses while the other one was asked: it shares that one's fate.
 */
export function verdictOf(
  { key, baseUrl }: CdnIdentity,
  states: FamilyStates,
  last: ProbeResults,
  suspected: ReadonlySet<AddressFamily>,
): NodeVerdict {
  const byFamily = mapFamilies(states, ({ judgement }, family): FamilyVerdict | null | undefined => {
    if (suspected.has(family) && isWayless(last, family)) return undefined
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

function isWayless(last: ProbeResults, family: AddressFamily): boolean {
  const other = last[family === 'IPV4' ? 'IPV6' : 'IPV4']?.outcome ?? 'NO_ROUTE'
  return last[family]?.outcome === 'NO_ROUTE' && other !== 'NO_ROUTE'
}
