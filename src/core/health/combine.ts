import { isPast } from './judge.ts'
import { identityOf, type CdnIdentity, type CheckedCdn } from './checked-cdn.ts'
import type { AddressFamily, FamilyCondition, HealthCondition } from './health.ts'
import type { ToldHealth } from './kept-health.ts'
import { majoritiesOf, type FamilyMajority, type Majorities } from './majority.ts'
import type { NodeReport, NodeVerdict } from './node-report.ts'
import { tellHealth } from './tell-health.ts'

/** Knowledge of a CDN. */
export type KnownCdn = CdnIdentity & {
  /** Undefined: none for either family. */
  readonly condition: HealthCondition | undefined
  readonly told: ToldHealth
  /** Time of the store since which no node has a verdict; null: some node has one. */
  readonly silentSinceEpochMs: number | null
}

/**
 * Combines the fresh reports of all nodes, in any order: a CDN is out where more than half of the nodes with a verdict about it say
 * so. About a CDN of which no report says anything the condition stays. `before` may lack CDNs, and what is not checked is forgotten.
 */
export function combine(
  checked: readonly CheckedCdn[],
  reports: readonly NodeReport[],
  before: ReadonlyMap<string, KnownCdn>,
  nowEpochMs: number,
): ReadonlyMap<string, KnownCdn> {
  const verdicts = Map.groupBy(
    reports.flatMap((report) => report.verdicts),
    identityOf,
  )
  return new Map(
    checked.map((cdn) => {
      const identity = identityOf(cdn)
      return [identity, combineOne(cdn, verdicts.get(identity) ?? [], before.get(identity), nowEpochMs)]
    }),
  )
}

function combineOne(
  cdn: CheckedCdn,
  verdicts: readonly NodeVerdict[],
  before: KnownCdn | undefined,
  nowEpochMs: number,
): KnownCdn {
  const { key, baseUrl, check } = cdn
  const patienceMs = 3 * check.intervalSeconds * 1_000
  const majorities = majoritiesOf(verdicts)
  const isJudged = (majorities.IPV4 ?? majorities.IPV6 ?? null) !== null
  // A probe that is missing for three intervals is in no report; while nodes suspect themselves, their last verdict stays as long.
  const silentSinceEpochMs = isJudged ? null : (before?.silentSinceEpochMs ?? nowEpochMs - (verdicts.length > 0 ? 0 : patienceMs))
  const isForgotten = silentSinceEpochMs !== null && isPast({ sinceEpochMs: silentSinceEpochMs }, patienceMs, nowEpochMs)
  return {
    key,
    baseUrl,
    condition: conditionOf(cdn, majorities, before?.condition, nowEpochMs),
    told: !isJudged && !isForgotten && before !== undefined ? before.told : tellHealth(majorities, before?.told, nowEpochMs),
    silentSinceEpochMs,
  }
}

/** Gives a family of which the CDN has no addresses the condition of the other one. Drops a slow start that is over. */
function conditionOf(
  { key, baseUrl, check }: CheckedCdn,
  majorities: Majorities,
  before: HealthCondition | undefined,
  nowEpochMs: number,
): HealthCondition | undefined {
  const byFamily = { IPV4: ofFamily('IPV4', 'IPV6'), IPV6: ofFamily('IPV6', 'IPV4') }
  return byFamily.IPV4 === null && byFamily.IPV6 === null ? undefined : { key, baseUrl, byFamily }

  function ofFamily(family: AddressFamily, other: AddressFamily): FamilyCondition | null {
    const majority = majorities[family] ?? (majorities[family] === null ? undefined : majorities[other])
    const condition = majority ? ofMajority(majority) : (before?.byFamily[family] ?? null)
    const isOver = condition?.kind === 'RECOVERING' && isPast(condition, check.slowStartSeconds * 1_000, nowEpochMs)
    return isOver ? null : condition
  }
}

function ofMajority({ isOut, isRecovery, sinceEpochMs }: FamilyMajority): FamilyCondition | null {
  return isOut || isRecovery ? { kind: isOut ? 'OUT' : 'RECOVERING', sinceEpochMs } : null
}
