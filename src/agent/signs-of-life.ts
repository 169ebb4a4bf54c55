import type { CheckedCdn } from '../core/health/checked-cdn.ts'
import type { FailingSince } from '../core/health/failing-since.ts'
import { addressFamilies, type AddressFamily } from '../core/health/health.ts'
import type { ProbeResults } from '../core/health/probe.ts'
import { isLife, outcomeOf } from '../core/health/suspect.ts'
import type { Clock } from '../ports/clock.ts'

/** Longest wait for another CDN before a failure that would take one out. */
const PATIENCE_MS = 1_000

export type WatchedCdn = {
  readonly cdn: CheckedCdn
  readonly failingSince: FailingSince
  readonly last: { readonly results: ProbeResults; readonly monoMs: number } | undefined
}

export type SignsOfLifeParts = {
  readonly clock: Pick<Clock, 'nowMonoMs' | 'after'>
  /** Must not reject. */
  readonly probe: (cdn: CheckedCdn) => Promise<ProbeResults>
  readonly watched: () => readonly WatchedCdn[]
}

/** Knows when this node has last reached anything. What it reached before a failure proves nothing after it. */
export type SignsOfLife = {
  /** Takes the results of a probe that has just ended. */
  hear(results: ProbeResults): void
  hasShown(family: AddressFamily, sinceMonoMs: number): boolean
  /** Families over which a CDN fails, others might live, and nothing has since the first failure of the row. */
  missedBy(one: WatchedCdn): readonly AddressFamily[]
  /** Asks another CDN that lived when it was probed last. Waits a second at most; one is asked at a time. */
  ask(one: WatchedCdn): Promise<void>
}

export function openSignsOfLife({ clock, probe, watched }: SignsOfLifeParts): SignsOfLife {
  const lastMonoMs = { IPV4: Number.NEGATIVE_INFINITY, IPV6: Number.NEGATIVE_INFINITY }
  let asking: Promise<void> | undefined
  return { hear, hasShown: (family, sinceMonoMs) => lastMonoMs[family] >= sinceMonoMs, missedBy, ask }

  function hear(results: ProbeResults): void {
    for (const family of addressFamilies) if (lives(results, family)) lastMonoMs[family] = clock.nowMonoMs()
  }

  function missedBy(one: WatchedCdn): readonly AddressFamily[] {
    return addressFamilies.filter((family) => {
      const since = one.failingSince[family]
      const wasAsked = one.last !== undefined && outcomeOf(one.last.results, family) !== undefined
      return (
        since !== undefined && wasAsked && lastMonoMs[family] < since && othersOf(one).some((other) => mayLive(other, family))
      )
    })
  }

  function ask(one: WatchedCdn): Promise<void> {
    const missed = missedBy(one)
    const [next] = othersOf(one)
      .filter(({ last }) => missed.some((family) => last !== undefined && lives(last.results, family)))
      .toSorted((a, b) => (b.last?.monoMs ?? 0) - (a.last?.monoMs ?? 0))
    if (next !== undefined)
      asking ??= probe(next.cdn)
        .then(hear)
        .finally(() => (asking = undefined))
    const answer = asking
    if (answer === undefined) return Promise.resolve()
    return new Promise((resolve) => {
      const cancel = clock.after(PATIENCE_MS, resolve)
      void answer.finally(() => {
        cancel()
        resolve()
      })
    })
  }

  function othersOf(one: WatchedCdn): readonly WatchedCdn[] {
    return watched().filter(({ cdn }) => cdn !== one.cdn)
  }
}

function lives(results: ProbeResults, family: AddressFamily): boolean {
  const outcome = outcomeOf(results, family)
  return outcome !== undefined && isLife(outcome)
}

/** Whether a CDN could show life over a family: it was asked there, or its first probe is still to come. */
function mayLive({ last }: WatchedCdn, family: AddressFamily): boolean {
  return last === undefined || outcomeOf(last.results, family) !== undefined
}
