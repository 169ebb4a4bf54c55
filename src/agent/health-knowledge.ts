import type { CanaryRevision } from '../core/canary/canary.ts'
import { byKey } from '../core/config/model.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import { checkedCdnsOf, identityOf, type CdnIdentity, type CheckedCdn } from '../core/health/checked-cdn.ts'
import { combine, type KnownCdn } from '../core/health/combine.ts'
import { healthChanges } from '../core/health/health-changes.ts'
import type { HealthEvent } from '../core/health/health-event.ts'
import type { HealthSet } from '../core/health/health.ts'
import type { KeptHealth, ToldHealth } from '../core/health/kept-health.ts'
import type { NodeReport } from '../core/health/node-report.ts'
import { notJudged } from '../core/health/tell-health.ts'
import type { Clock } from '../ports/clock.ts'
import type { StoreTime } from '../ports/store-time.ts'
import { openLeftBehind } from './left-behind.ts'

export type HealthKnowledgeParts = {
  /** Health that the file held at the start. */
  readonly keptHealth: KeptHealth | undefined
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly clock: Pick<Clock, 'nowMonoMs'>
  /** Revisions from the last look at the store. */
  readonly revisions: { current(): ConfigRevision | undefined; canary(): CanaryRevision | undefined }
  /** Called with another set than before. */
  readonly onHealthSet: (set: HealthSet) => void
  /** Called with changes of the health of CDNs of the live revision. */
  readonly onHealth: (events: readonly HealthEvent[]) => void
}

/** Knowledge of the CDNs that are checked, by what all nodes say. */
export type HealthKnowledge = {
  /** Takes up the CDNs of the live revision, and of a canary that runs; undefined: no revision is known, so nothing is forgotten. */
  followRevisions(): readonly CheckedCdn[] | undefined
  /** Combines fresh reports, and tells what has changed. */
  hear(reports: readonly NodeReport[]): void
  /** The set that the workers are to have. */
  current(): HealthSet
  list(): readonly KnownCdn[]
  /** Undefined: the CDN is not checked. */
  toldOf(cdn: CdnIdentity): ToldHealth | undefined
  /** Says which CDN that only the canary has is out of use; undefined: none. */
  canaryTrouble(): string | undefined
}

export function openHealthKnowledge(parts: HealthKnowledgeParts): HealthKnowledge {
  const { keptHealth, storeTime, revisions, onHealthSet, onHealth } = parts
  let set = keptHealth?.set ?? { version: Math.floor(storeTime.nowEpochMs() / 1_000), conditions: [] }
  let known = knownOf(keptHealth, storeTime.nowEpochMs())
  const left = openLeftBehind<KnownCdn>(parts.clock)
  let checked: readonly CheckedCdn[] | undefined
  const toldOf = (cdn: CdnIdentity): ToldHealth | undefined => known.get(identityOf(cdn))?.told

  return {
    followRevisions() {
      const [live, canary] = [revisions.current(), revisions.canary()]
      if (live === undefined) return undefined
      checked = checkedCdnsOf([live.config, ...(canary?.canary.state === 'RUNNING' ? [canary.revision.config] : [])])
      return checked
    },
    hear(reports) {
      if (checked === undefined) return
      const nowEpochMs = Math.round(storeTime.nowEpochMs())
      const before = withReturned(checked, nowEpochMs)
      known = combine(checked, reports, before, nowEpochMs)
      for (const [identity, cdn] of before) if (!known.has(identity)) left.put(cdn, cdn)
      const conditions = [...known.values()].flatMap(({ condition }) => condition ?? []).toSorted(byIdentity)
      if (JSON.stringify(conditions) !== JSON.stringify(set.conditions)) {
        set = { version: set.version + 1, conditions }
        onHealthSet(set)
      }
      const changes = healthChanges(revisions.current()?.config.cdns ?? [], before, known, nowEpochMs)
      if (changes.length > 0) onHealth(changes)
    },
    current: () => set,
    list: () => [...known.values()],
    toldOf,
    canaryTrouble() {
      const inLive = new Set(revisions.current()?.config.cdns.map(identityOf))
      const ill = checked?.find((cdn) => !inLive.has(identityOf(cdn)) && toldOf(cdn)?.health === 'UNHEALTHY')
      return ill && `CDN "${ill.key}", which only this revision has, is UNHEALTHY: ${toldOf(ill)?.reason}`
    },
  }

  /** Adds CDNs that come back. Their last verdicts count for three intervals more, as after a start. */
  function withReturned(cdns: readonly CheckedCdn[], nowEpochMs: number): ReadonlyMap<string, KnownCdn> {
    const returned = cdns.flatMap((cdn) => (known.has(identityOf(cdn)) ? [] : (left.take(cdn) ?? [])))
    return new Map([...known, ...returned.map((cdn) => [identityOf(cdn), { ...cdn, silentSinceEpochMs: nowEpochMs }] as const)])
  }
}

/** Takes up what an earlier process knew. Its last verdicts count for three intervals more. */
function knownOf(kept: KeptHealth | undefined, nowEpochMs: number): ReadonlyMap<string, KnownCdn> {
  const conditions = new Map(kept?.set.conditions.map((condition) => [identityOf(condition), condition]))
  const told = new Map(kept?.cdns.map((cdn) => [identityOf(cdn), cdn.told]))
  const cdns = [...(kept?.set.conditions ?? []), ...(kept?.cdns ?? [])]
  return new Map(
    cdns.map(({ key, baseUrl }) => {
      const identity = identityOf({ key, baseUrl })
      const [condition, health] = [conditions.get(identity), told.get(identity) ?? notJudged]
      return [identity, { key, baseUrl, condition, told: health, silentSinceEpochMs: nowEpochMs }]
    }),
  )
}

function byIdentity(a: CdnIdentity, b: CdnIdentity): number {
  return byKey(a, b) || (a.baseUrl < b.baseUrl ? -1 : 1)
}
