import { ejectedOver, hearRound, stopCounts, type FamilyStates } from '../core/health/family-states.ts'
import { addressFamilies, type AddressFamily } from '../core/health/health.ts'
import type { ProbeResults } from '../core/health/probe.ts'
import { suspectFamilies } from '../core/health/suspect.ts'
import type { Clock } from '../ports/clock.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { SignsOfLife, WatchedCdn } from './signs-of-life.ts'

type JudgedCdn = WatchedCdn & { states: FamilyStates }

export type RoundJudgeParts = {
  readonly clock: Pick<Clock, 'nowMonoMs'>
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly life: Pick<SignsOfLife, 'hasShown' | 'missedBy'>
  readonly judged: () => readonly JudgedCdn[]
}

/** Judges CDNs by the results of their probes, and this node by all of them. */
export type RoundJudge = {
  /** Takes the last results of a CDN. Returns whether the node suspects itself over other families than before. */
  hear(one: JudgedCdn, results: ProbeResults): boolean
  /** Whether these results would take the CDN out over a family, though nothing shows that this node works. */
  leavesUnproven(one: JudgedCdn, results: ProbeResults): boolean
  suspected(): ReadonlySet<AddressFamily>
  /** Takes up other CDNs: one may be alone now. */
  begin(): void
}

export function openRoundJudge({ clock, storeTime, life, judged }: RoundJudgeParts): RoundJudge {
  let suspected: ReadonlySet<AddressFamily> = new Set()
  /** Families over which failures were about to take a CDN out unproven, and when; until something shows life. */
  const unproven = new Map<AddressFamily, number>()

  return {
    hear(one, results) {
      const before = suspected
      suspect()
      const ejections = unprovenEjections(one, results)
      for (const family of ejections) unproven.set(family, clock.nowMonoMs())
      if (ejections.length > 0) suspect()
      one.states = next(one, results)
      return !isSame(before, suspected)
    },
    leavesUnproven: (one, results) => unprovenEjections(one, results).length > 0,
    suspected: () => suspected,
    begin() {
      unproven.clear()
      suspect() // where none is left to be probed, no result would end it
    },
  }

  function next({ states, cdn }: JudgedCdn, results: ProbeResults): FamilyStates {
    return hearRound(states, results, suspected, [cdn.check, Math.round(storeTime.nowEpochMs())])
  }

  function unprovenEjections(one: JudgedCdn, results: ProbeResults): readonly AddressFamily[] {
    const missed = life.missedBy(one)
    return missed.length === 0 ? [] : ejectedOver(one.states, next(one, results)).filter((family) => missed.includes(family))
  }

  function suspect(): void {
    const before = suspected
    for (const [family, monoMs] of unproven) if (life.hasShown(family, monoMs)) unproven.delete(family)
    suspected = new Set([...suspectFamilies(judged().flatMap(({ last }) => last?.results ?? [])), ...unproven.keys()])
    if (!isSame(before, suspected)) for (const one of judged()) one.states = stopCounts(one.states, suspected)
  }
}

function isSame(a: ReadonlySet<AddressFamily>, b: ReadonlySet<AddressFamily>): boolean {
  return addressFamilies.every((family) => a.has(family) === b.has(family))
}
