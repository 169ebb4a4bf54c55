import { identityOf, type CdnIdentity, type CheckedCdn } from '../core/health/checked-cdn.ts'
import type { Clock, Random } from '../ports/clock.ts'

/** Most probes at a time, so that a look for a sign of life makes 50; others wait for their turn, each CDN once. */
const MAX_IN_FLIGHT = 49

export type ProbeScheduleParts = {
  readonly clock: Pick<Clock, 'nowMonoMs' | 'after'>
  readonly random: Random
  /** Must not reject. */
  readonly probe: (cdn: CheckedCdn) => Promise<void>
}

/**
 * Probes CDNs in their intervals, each at most once at a time: at once when it comes, the second time at random within the interval,
 * so that probes spread. From then on the pause is exact.
 */
export type ProbeSchedule = {
  /** Takes the CDNs to probe from now on. */
  follow(checked: readonly CheckedCdn[]): void
  /** Probes a CDN beside its schedule, or waits for the probe that is under way; undefined: it is not followed. */
  probeNow(cdn: CdnIdentity): Promise<void> | undefined
  stop(): void
}

type Entry = { cdn: CheckedCdn; dueMonoMs: number; cancel: () => void; current: Promise<void> | undefined }

export function openProbeSchedule({ clock, random, probe }: ProbeScheduleParts): ProbeSchedule {
  const entries = new Map<string, Entry>()
  const takeTurn = openLanes()
  return { follow, probeNow: (cdn) => start(entries.get(identityOf(cdn))), stop: () => follow([]) }

  function follow(checked: readonly CheckedCdn[]): void {
    const wanted = new Map(checked.map((cdn) => [identityOf(cdn), cdn]))
    for (const [identity, { cancel }] of entries) {
      if (wanted.has(identity)) continue
      cancel()
      entries.delete(identity)
    }
    for (const [identity, cdn] of wanted) {
      const entry = entries.get(identity)
      if (entry === undefined) begin(identity, cdn)
      else {
        const isOtherInterval = intervalMsOf(entry.cdn) !== intervalMsOf(cdn)
        entry.cdn = cdn
        if (isOtherInterval) plan(entry, random() * intervalMsOf(cdn))
      }
    }
  }

  function begin(identity: string, cdn: CheckedCdn): void {
    const entry = { cdn, dueMonoMs: 0, cancel: () => undefined, current: undefined }
    entries.set(identity, entry)
    void start(entry)
    plan(entry, random() * intervalMsOf(cdn))
  }

  function plan(entry: Entry, delayMs: number): void {
    entry.cancel()
    entry.dueMonoMs = clock.nowMonoMs() + delayMs
    entry.cancel = clock.after(delayMs, () => {
      void start(entry)
      plan(entry, Math.max(0, entry.dueMonoMs + intervalMsOf(entry.cdn) - clock.nowMonoMs()))
    })
  }

  function start(entry: Entry | undefined): Promise<void> | undefined {
    if (entry === undefined || entry.current !== undefined) return entry?.current
    const run = async (): Promise<void> => {
      if (entries.get(identityOf(entry.cdn)) === entry) await probe(entry.cdn)
    }
    entry.current = takeTurn(run).finally(() => (entry.current = undefined))
    return entry.current
  }
}

function intervalMsOf({ check }: CheckedCdn): number {
  return check.intervalSeconds * 1_000
}

/** Runs what it is given in turn. */
function openLanes(): (run: () => Promise<void>) => Promise<void> {
  let inFlight = 0
  const waiting: (() => void)[] = []
  return async (run) => {
    if (inFlight < MAX_IN_FLIGHT) inFlight += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      await run()
    } finally {
      const next = waiting.shift()
      if (next === undefined) inFlight -= 1
      else next()
    }
  }
}
