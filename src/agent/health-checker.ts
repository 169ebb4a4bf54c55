import { identityOf, type CdnIdentity, type CheckedCdn } from '../core/health/checked-cdn.ts'
import {
  hearRound,
  judgementsOf,
  resumeStates,
  stopCounts,
  toldResults,
  verdictOf,
  type FamilyStates,
} from '../core/health/family-states.ts'
import { addressFamilies, type AddressFamily } from '../core/health/health.ts'
import type { KeptCdn } from '../core/health/kept-health.ts'
import type { NodeVerdict } from '../core/health/node-report.ts'
import type { ProbeResults } from '../core/health/probe.ts'
import { suspectFamilies, suspectsItself } from '../core/health/suspect.ts'
import type { NodeTimings } from '../core/node-timings.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { HealthMeasures, LastProbe } from '../ports/health-view.ts'
import type { Probe } from '../ports/probe.ts'
import type { StoreTime } from '../ports/store-time.ts'
import { openProbeMeasures } from './probe-measures.ts'
import { openProbeSchedule } from './probe-schedule.ts'

export type HealthCheckerParts = {
  readonly probe: Probe
  readonly clock: Clock
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly random: Random
  readonly timings: Pick<NodeTimings, 'probe'>
  /** Judgements of an earlier process. */
  readonly keptCdns: readonly KeptCdn[]
  /** Called when a verdict of this node has changed, came, or went. */
  readonly onVerdict: () => void
}

/** Probes the CDNs and judges each, on this node alone. */
export type HealthChecker = {
  /** Takes the CDNs to check from now on; forgets all others. */
  follow(checked: readonly CheckedCdn[]): void
  /** Verdicts about the CDNs that were probed within three intervals. */
  verdicts(): readonly NodeVerdict[]
  /** Judgements to be kept over a restart. */
  judgementsOf(cdn: CdnIdentity): KeptCdn['byFamily']
  lastProbeOf(cdn: CdnIdentity): LastProbe | null
  /** Probes a CDN now. Says whether it did: not within a second of the last time, and not a CDN that it does not check. */
  checkNow(cdn: CdnIdentity): Promise<boolean>
  /** Says why this node suspects itself; undefined: it does not. */
  suspicion(): string | undefined
  measures(): HealthMeasures
  stop(): void
}

type Checked = {
  readonly cdn: CheckedCdn
  states: FamilyStates
  last: { readonly results: ProbeResults; readonly epochMs: number; readonly monoMs: number } | undefined
  askedMonoMs: number
}

export function openHealthChecker(parts: HealthCheckerParts): HealthChecker {
  const { probe, clock, storeTime, onVerdict } = parts
  const measures = openProbeMeasures(parts.timings)
  const schedule = openProbeSchedule({ ...parts, probe: check })
  let checked = new Map<string, Checked>()
  /** Judgements of an earlier process that no CDN has taken up. */
  let kept = new Map(parts.keptCdns.map((cdn) => [identityOf(cdn), cdn]))
  let suspected: ReadonlySet<AddressFamily> = new Set()

  return {
    follow(cdns) {
      checked = new Map(cdns.map((cdn) => [identityOf(cdn), begin(cdn, checked.get(identityOf(cdn)))]))
      kept = new Map()
      measures.keepOnly(new Set(cdns.map(({ key }) => key)))
      schedule.follow(cdns)
    },
    verdicts: () =>
      [...checked.values()].flatMap(({ cdn, states, last }) => {
        const isFresh = last !== undefined && clock.nowMonoMs() - last.monoMs <= 3_000 * cdn.check.intervalSeconds
        return isFresh ? [verdictOf(cdn, states, last.results, suspected)] : []
      }),
    judgementsOf: (cdn) => judgementsOf(checked.get(identityOf(cdn))?.states ?? {}),
    lastProbeOf: (cdn) => describeLast(checked.get(identityOf(cdn))?.last),
    async checkNow(cdn) {
      const one = checked.get(identityOf(cdn))
      if (one === undefined || clock.nowMonoMs() - one.askedMonoMs < 1_000) return false
      one.askedMonoMs = clock.nowMonoMs()
      await schedule.probeNow(cdn)
      return true
    },
    suspicion() {
      const last = lastResults()
      return suspectsItself(last, suspected)
        ? `none of ${last.length} CDNs shows a sign of life: this node suspects its own network or name resolution, and takes out none`
        : undefined
    },
    measures: () => measures.read(),
    stop: () => schedule.stop(),
  }

  function begin(cdn: CheckedCdn, before: Checked | undefined): Checked {
    if (before !== undefined) return { ...before, cdn }
    const states = resumeStates(kept.get(identityOf(cdn))?.byFamily ?? {})
    return { cdn, states, last: undefined, askedMonoMs: Number.NEGATIVE_INFINITY }
  }

  async function check(cdn: CheckedCdn): Promise<void> {
    const results = await probe({ baseUrl: cdn.baseUrl, check: cdn.check })
    const one = checked.get(identityOf(cdn))
    if (one === undefined) return // the configuration has changed meanwhile
    measures.count(cdn.key, results)
    const nowEpochMs = Math.round(storeTime.nowEpochMs())
    const told = toldResults(one.states, results)
    one.last = { results: told, epochMs: nowEpochMs, monoMs: clock.nowMonoMs() }
    const isOtherSuspicion = suspect()
    const before = one.states
    one.states = hearRound(before, told, suspected, [one.cdn.check, nowEpochMs])
    measures.countEjections(cdn.key, before, one.states)
    if (isOtherSuspicion || !isAlike(before, one.states)) onVerdict()
  }

  /** Judges this node anew. Returns whether it suspects itself over other families than before. */
  function suspect(): boolean {
    const before = suspected
    suspected = suspectFamilies(lastResults())
    const isOther = addressFamilies.some((family) => suspected.has(family) !== before.has(family))
    if (isOther) for (const one of checked.values()) one.states = stopCounts(one.states, suspected)
    return isOther
  }

  function lastResults(): readonly ProbeResults[] {
    return [...checked.values()].flatMap(({ last }) => last?.results ?? [])
  }
}

/** Whether the families are the same, and judged the same. */
function isAlike(before: FamilyStates, after: FamilyStates): boolean {
  return addressFamilies.every(
    (family) =>
      before[family]?.judgement === after[family]?.judgement && (before[family] === undefined) === (after[family] === undefined),
  )
}

/** Describes the worse result of two families. */
function describeLast(last: Checked['last']): LastProbe | null {
  const results = addressFamilies.flatMap((family) => last?.results[family] ?? [])
  const worse = results.find(({ outcome }) => outcome !== 'PASSED') ?? results[0]
  if (last === undefined || worse === undefined) return null
  const { outcome, status, latencyMs } = worse
  return { at: new Date(last.epochMs).toISOString(), outcome, status, latencyMs }
}
