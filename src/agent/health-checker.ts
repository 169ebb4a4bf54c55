import { identityOf, type CdnIdentity, type CheckedCdn } from '../core/health/checked-cdn.ts'
import { judgementsOf, resumeStates, toldResults, verdictOf, type FamilyStates } from '../core/health/family-states.ts'
import { failingSince, type FailingSince } from '../core/health/failing-since.ts'
import { addressFamilies } from '../core/health/health.ts'
import type { KeptCdn } from '../core/health/kept-health.ts'
import type { NodeVerdict } from '../core/health/node-report.ts'
import type { ProbeResults } from '../core/health/probe.ts'
import { suspectsItself } from '../core/health/suspect.ts'
import type { NodeTimings } from '../core/node-timings.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { HealthMeasures, LastProbe } from '../ports/health-view.ts'
import type { Probe } from '../ports/probe.ts'
import type { StoreTime } from '../ports/store-time.ts'
import { openAskSchedule } from './ask-schedule.ts'
import { openLeftBehind } from './left-behind.ts'
import { openProbeMeasures } from './probe-measures.ts'
import { openRoundJudge } from './round-judge.ts'
import { openSignsOfLife } from './signs-of-life.ts'

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
  /** Takes the CDNs to check from now on; forgets all others five minutes later. */
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
  failingSince: FailingSince
  last: { readonly results: ProbeResults; readonly epochMs: number; readonly monoMs: number } | undefined
  askedMonoMs: number
}

/** At most so many at a time that a look for a sign of life makes 50. */
const probing = { mostAtOnce: 49, identityOf, intervalSecondsOf: ({ check }: CheckedCdn) => check.intervalSeconds }

export function openHealthChecker(parts: HealthCheckerParts): HealthChecker {
  const { clock, storeTime, onVerdict } = parts
  const measures = openProbeMeasures(parts.timings)
  const watched = (): readonly Checked[] => [...checked.values()]
  const life = openSignsOfLife({ clock, probe, watched })
  const rounds = openRoundJudge({ clock, storeTime, life, judged: watched })
  const schedule = openAskSchedule({ ...parts, ...probing, ask: check })
  let checked = new Map<string, Checked>()
  const left = openLeftBehind<KeptCdn['byFamily']>(clock)
  /** Judgements of an earlier process that no CDN has taken up. */
  let kept = new Map(parts.keptCdns.map((cdn) => [identityOf(cdn), cdn]))

  return {
    follow(cdns) {
      const wanted = new Set(cdns.map(identityOf))
      for (const { cdn, states } of checked.values()) if (!wanted.has(identityOf(cdn))) left.put(cdn, judgementsOf(states))
      checked = new Map(cdns.map((cdn) => [identityOf(cdn), begin(cdn, checked.get(identityOf(cdn)))]))
      kept = new Map()
      rounds.begin()
      measures.keepOnly(new Set(cdns.map(({ key }) => key)))
      schedule.follow(cdns)
    },
    verdicts: () =>
      watched().flatMap(({ cdn, states, last }) =>
        last !== undefined && isFresh(clock, cdn, last) ? [verdictOf(cdn, states, last.results, rounds.suspected())] : [],
      ),
    judgementsOf: (cdn) => judgementsOf(checked.get(identityOf(cdn))?.states ?? {}),
    lastProbeOf: (cdn) => describeLast(checked.get(identityOf(cdn))?.last),
    async checkNow(cdn) {
      const one = checked.get(identityOf(cdn))
      if (one === undefined || clock.nowMonoMs() - one.askedMonoMs < 1_000) return false
      one.askedMonoMs = clock.nowMonoMs()
      await schedule.askNow(identityOf(cdn))
      return true
    },
    suspicion() {
      const last = watched().flatMap((one) => one.last?.results ?? [])
      return suspectsItself(last, rounds.suspected())
        ? `none of ${last.length} CDNs shows a sign of life: this node suspects its own network or name resolution, and takes out none`
        : undefined
    },
    measures: () => measures.read(),
    stop: () => schedule.stop(),
  }

  function begin(cdn: CheckedCdn, before: Checked | undefined): Checked {
    if (before !== undefined) return { ...before, cdn }
    const states = resumeStates(kept.get(identityOf(cdn))?.byFamily ?? left.take(cdn) ?? {})
    return { cdn, states, failingSince: {}, last: undefined, askedMonoMs: Number.NEGATIVE_INFINITY }
  }

  async function check(cdn: CheckedCdn): Promise<void> {
    const results = await probe(cdn)
    const one = checked.get(identityOf(cdn))
    if (one === undefined) return // the configuration has changed meanwhile
    const told = toldResults(one.states, results)
    const monoMs = clock.nowMonoMs()
    const wasSilent = one.last !== undefined && !isFresh(clock, cdn, one.last)
    one.last = { results: told, epochMs: Math.round(storeTime.nowEpochMs()), monoMs }
    one.failingSince = failingSince(one.failingSince, told, monoMs)
    life.hear(told)
    if (life.missedBy(one).length > 0) {
      const answer = life.ask(one)
      if (rounds.leavesUnproven(one, told)) await answer
    }
    const now = checked.get(identityOf(cdn))
    if (now === undefined) return
    const before = now.states
    const isOtherSuspicion = rounds.hear(now, told)
    measures.countEjections(cdn.key, before, now.states)
    if (wasSilent || isOtherSuspicion || !isAlike(before, now.states)) onVerdict()
  }

  async function probe(cdn: CheckedCdn): Promise<ProbeResults> {
    const results = await parts.probe({ baseUrl: cdn.probeUrl, check: cdn.check })
    if (checked.has(identityOf(cdn))) measures.count(cdn.key, results)
    return results
  }
}

/** Whether the last results are at most three intervals old. */
function isFresh(
  clock: Pick<Clock, 'nowMonoMs'>,
  { check: { intervalSeconds } }: CheckedCdn,
  { monoMs }: NonNullable<Checked['last']>,
): boolean {
  return clock.nowMonoMs() - monoMs <= 3_000 * intervalSeconds
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
