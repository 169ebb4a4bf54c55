import type { OriginDemand, OriginLease } from '../core/budget/origin-lease.ts'
import { grantableParts } from '../core/budget/parts.ts'
import type { Clock } from '../ports/clock.ts'
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
  /** Requests a second that each budget still allows on this node, by cluster. */
  left(): ReadonlyMap<string, number>
}

type Part = { readonly cluster: string; readonly perSecond: number; readonly endsMonoMs: number }

export function openLeaseDesk({ node, budgets, clock, workers, revisions, send }: LeaseDeskParts): LeaseDesk {
  const holders = openLeaseHolders(clock, workers)
  let parts: readonly Part[] = []
  let isAsking = false

  return {
    hearDemands(worker, demands) {
      if (holders.hearDemands(worker, demands)) grant()
    },
    hearEnd: (worker) => holders.hearEnd(worker),
    async tick() {
      if (isAsking) return
      isAsking = true
      parts = await askParts().catch(() => parts)
      isAsking = false
      grant()
    },
    left: () =>
      new Map(
        parts.map(({ cluster, perSecond }) => {
          const given = holders.claimsOf(cluster).reduce((sum, claim) => sum + claim.given, 0)
          return [cluster, Math.max(0, perSecond - given)]
        }),
      ),
  }

  async function askParts(): Promise<readonly Part[]> {
    const askedMonoMs = clock.nowMonoMs()
    const claims = [...ratesOf(revisions)].map(([cluster, budget]) => {
      const ofWorkers = holders.claimsOf(cluster)
      const demand = ofWorkers.reduce((sum, claim) => sum + claim.demand, 0)
      return { cluster, budget, demand, held: holders.wereAllKnown() ? heldBy(ofWorkers) : budget }
    })
    if (claims.length === 0) return []
    const leases = await budgets.lease(node, claims)
    return leases.map(({ cluster, perSecond, forMs }) => ({ cluster, perSecond, endsMonoMs: askedMonoMs + forMs }))
  }

  function grant(): void {
    const leases = new Map<number, readonly OriginLease[]>()
    for (const { cluster, perSecond, endsMonoMs } of parts) {
      const forMs = endsMonoMs - clock.nowMonoMs()
      if (forMs <= 0) continue
      const claims = holders.claimsOf(cluster)
      const granted = grantableParts(holders.wereAllKnown() ? perSecond : Math.min(perSecond, heldBy(claims)), claims)
      for (const [index, { pid }] of claims.entries()) {
        const lease = { pid, cluster, perSecond: granted[index] ?? 0, forMs, sentEpochMs: clock.nowEpochMs() }
        holders.noteGrant(pid, cluster, lease.perSecond, forMs)
        leases.set(pid, [...(leases.get(pid) ?? []), lease])
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

function heldBy(claims: readonly { readonly held: number }[]): number {
  return claims.reduce((sum, { held }) => sum + held, 0)
}
