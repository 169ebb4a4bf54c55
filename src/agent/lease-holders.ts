import { LEASE_MS, type OriginDemand } from '../core/budget/origin-lease.ts'
import type { Claim } from '../core/budget/parts.ts'
import type { Clock } from '../ports/clock.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'

/** Longest time for which a lease can wait on its way: a worker that is silent for longer is killed. */
const DELIVERY_MS = 5_000
/** Time within which every worker that lives has reported. */
const ALL_REPORT_MS = 2_000
/** Shortest time over which a demand is measured: two reports may come right after each other. */
const MEASURED_MS = 400

export type WorkerClaim = Claim & {
  readonly pid: number
  /** Requests a second that the origin got. */
  readonly given: number
  /** Whether it has not reported for so long that it is about to be killed: it gets nothing new. */
  readonly isSilent: boolean
}

/**
 * Workers of a node, with their leases and demands. A worker counts as using what it may still use: until its report shows less, its
 * process is gone, or its time is up.
 */
export type LeaseHolders = {
  /** Returns the clusters of which the worker has confirmed that it uses less. */
  hearDemands(worker: WorkerIdentity, demands: readonly OriginDemand[]): readonly string[]
  hearEnd(worker: WorkerIdentity): void
  /** Notes what is sent to a worker now. */
  noteGrant(pid: number, cluster: string, perSecond: number, forMs: number): void
  claimsOf(cluster: string): readonly WorkerClaim[]
  /** Whether all processes are known. Others may hold leases from before a restart of this process, until those are over. */
  areAllKnown(): boolean
  idOf(pid: number): string | undefined
}

type Holder = { readonly id: string; readonly heardMonoMs: number; readonly holds: Map<string, Hold> }

type Hold = {
  /** As granted last. */
  readonly perSecond: number
  /** The most that may be in force while the worker has not confirmed the last grant. */
  readonly mostPerSecond: number
  readonly endsMonoMs: number
  readonly demand: number
  readonly given: number
  readonly measured: Pick<OriginDemand, 'asked' | 'given' | 'atMonoMs'>
}

/** `workers`: number of slots, known or not yet. */
export function openLeaseHolders(clock: Pick<Clock, 'nowMonoMs'>, workers: number): LeaseHolders {
  const holders = new Map<number, Holder>()
  const startMonoMs = clock.nowMonoMs()
  const ids = new Set<string>()
  return {
    hearDemands({ id, pid }, demands) {
      const before = holders.get(pid)?.holds
      const holds = new Map(demands.map((demand) => [demand.cluster, hear(before?.get(demand.cluster), demand)]))
      holders.set(pid, { id, heardMonoMs: clock.nowMonoMs(), holds })
      ids.add(id)
      forgetSilent()
      return [...(before ?? [])].flatMap(([cluster, hold]) => (heldOf(holds.get(cluster)) < heldOf(hold) ? [cluster] : []))
    },
    hearEnd: ({ pid }) => void holders.delete(pid),
    noteGrant(pid, cluster, perSecond, forMs) {
      const hold = holders.get(pid)?.holds.get(cluster)
      if (hold === undefined) return
      const mostPerSecond = Math.max(perSecond, heldOf(hold))
      const endsMonoMs = Math.max(hold.endsMonoMs, clock.nowMonoMs() + forMs + DELIVERY_MS)
      holders.get(pid)?.holds.set(cluster, { ...hold, perSecond, mostPerSecond, endsMonoMs })
    },
    claimsOf: (cluster) =>
      [...holders].flatMap(([pid, holder]) => {
        const hold = holder.holds.get(cluster)
        if (hold === undefined) return []
        const isSilent = silenceMs(holder) > DELIVERY_MS
        return [{ pid, demand: isSilent ? 0 : hold.demand, given: hold.given, held: heldOf(hold), isSilent }]
      }),
    areAllKnown() {
      const sinceMs = clock.nowMonoMs() - startMonoMs
      return (ids.size >= workers && sinceMs >= ALL_REPORT_MS) || sinceMs >= LEASE_MS + DELIVERY_MS
    },
    idOf: (pid) => holders.get(pid)?.id,
  }

  function silenceMs({ heardMonoMs }: Holder): number {
    return clock.nowMonoMs() - heardMonoMs
  }

  /** Forgets processes whose last lease is over, in case that their end was not heard. */
  function forgetSilent(): void {
    for (const [pid, holder] of holders) if (silenceMs(holder) > 2 * DELIVERY_MS + LEASE_MS) holders.delete(pid)
  }

  function heldOf(hold: Hold | undefined): number {
    return hold !== undefined && hold.endsMonoMs > clock.nowMonoMs() ? hold.mostPerSecond : 0
  }

  function hear(before: Hold | undefined, { perSecond, ...measured }: OriginDemand): Hold {
    // Granted before this process started: by the demand of then, for at most as long as a lease that is granted now.
    if (before === undefined) {
      const endsMonoMs = clock.nowMonoMs() + LEASE_MS
      return { perSecond, mostPerSecond: perSecond, endsMonoMs, demand: perSecond, given: 0, measured }
    }
    const confirmed = perSecond === before.perSecond ? { ...before, mostPerSecond: perSecond } : before
    const ms = measured.atMonoMs - before.measured.atMonoMs
    if (ms < MEASURED_MS) return confirmed
    const rate = (now: number, then: number): number => ((now - then) * 1_000) / ms
    return {
      ...confirmed,
      demand: rate(measured.asked, before.measured.asked),
      given: rate(measured.given, before.measured.given),
      measured,
    }
  }
}
