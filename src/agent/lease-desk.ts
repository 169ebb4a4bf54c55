import type { OriginDemand, OriginLease } from '../core/budget/origin-lease.ts'
import { grantableParts, heldBy, keptParts } from '../core/budget/parts.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import type { NodeBudgets } from '../ports/node-budgets.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import { openLeaseHolders } from './lease-holders.ts'
import type { RevisionFollower } from './revision-follower.ts'

export type LeaseDeskParts = {
  readonly node: string
  readonly budgets: NodeBudgets
  readonly clock: Clock
  /** Number of workers, known or not yet. */
  readonly workers: number
  readonly revisions: Pick<RevisionFollower, 'current' | 'canary'>
  readonly send: (leases: readonly OriginLease[], to: string) => void
}

/** Leases the node's parts of the origins' budgets to its workers, each second anew and by their demand. */
export type LeaseDesk = {
  hearDemands(worker: WorkerIdentity, demands: readonly OriginDemand[]): void
  hearEnd(worker: WorkerIdentity): void
  /** Renews all leases; to be called once a second. Never rejects: what the store does not renew ends by itself. */
  tick(): Promise<void>
  readonly view: Pick<FleetView, 'budgetsLeft' | 'budgetLeft'>
}

type Part = { readonly cluster: string; readonly perSecond: number; readonly endsMonoMs: number }

export function openLeaseDesk({ node, budgets, clock, workers, revisions, send }: LeaseDeskParts): LeaseDesk {
  const holders = openLeaseHolders(clock, workers)
  let parts: readonly Part[] = []
  let isAsking = false

  return {
    hearDemands(worker, demands) {
      const freed = new Set(holders.hearDemands(worker, demands))
      if (freed.size > 0) grant(parts.filter(({ cluster }) => freed.has(cluster)))
    },
    hearEnd: (worker) => holders.hearEnd(worker),
    async tick() {
      if (!isAsking) {
        isAsking = true
        parts = parts.map(withoutUnused) // the store may give it to others from now on, whether or not its answer comes
        parts = await askParts().catch(() => parts)
        isAsking = false
      }
      grant(parts)
    },
    view: {
      budgetsLeft: () => new Map(parts.map((part) => [part.cluster, unspent(part)])),
      budgetLeft(cluster) {
        const part = parts.find((one) => one.cluster === cluster)
        return part && unspent(part)
      },
    },
  }

  function unspent({ cluster, perSecond }: Part): number {
    const given = holders.claimsOf(cluster).reduce((sum, claim) => sum + claim.given, 0)
    return Math.max(0, perSecond - given)
  }

  async function askParts(): Promise<readonly Part[]> {
    const askedMonoMs = clock.nowMonoMs()
    const claims = [...ratesOf(revisions)].map(([cluster, budget]) => {
      const ofWorkers = holders.claimsOf(cluster)
      const demand = ofWorkers.reduce((sum, claim) => sum + claim.demand, 0)
      return { cluster, budget, demand, held: holders.areAllKnown() ? heldBy(ofWorkers) : budget }
    })
    if (claims.length === 0) return []
    const leases = await budgets.lease(node, claims)
    return leases.map(({ cluster, perSecond, forMs }) => ({ cluster, perSecond, endsMonoMs: askedMonoMs + forMs }))
  }

  function withoutUnused(part: Part): Part {
    if (!holders.areAllKnown()) return part
    return { ...part, perSecond: Math.min(part.perSecond, heldBy(holders.claimsOf(part.cluster))) }
  }

  function grant(granting: readonly Part[]): void {
    const leases = new Map<number, OriginLease[]>()
    for (const { cluster, perSecond, endsMonoMs } of granting) {
      const forMs = endsMonoMs - clock.nowMonoMs()
      if (forMs <= 0) continue
      const claims = holders.claimsOf(cluster)
      const granted = holders.areAllKnown() ? grantableParts(perSecond, claims) : keptParts(perSecond, claims)
      for (const [index, { pid, isSilent }] of claims.entries()) {
        if (isSilent) continue
        const lease = { pid, cluster, perSecond: granted[index] ?? 0, forMs, sentEpochMs: clock.nowEpochMs() }
        holders.noteGrant(pid, cluster, lease.perSecond, forMs)
        const ofProcess = leases.get(pid) ?? []
        ofProcess.push(lease)
        leases.set(pid, ofProcess)
      }
    }
    for (const [pid, ofProcess] of leases) send(ofProcess, holders.idOf(pid) ?? '')
  }
}

/** Budgets by cluster that are a rate: those of the live revision, and those that a canary alone has. */
function ratesOf({ current, canary }: LeaseDeskParts['revisions']): ReadonlyMap<string, number> {
  const known = canary()
  const configs = [known?.canary.state === 'RUNNING' ? known.revision.config : undefined, current()?.config]
  const clusters = configs.flatMap((config) => config?.originClusters ?? [])
  return new Map(
    clusters.flatMap(({ key, maxRequestsPerSecond }): [string, number][] =>
      typeof maxRequestsPerSecond === 'number' ? [[key, maxRequestsPerSecond]] : [],
    ),
  )
}
