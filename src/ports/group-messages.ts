import type { ConfigRevision } from '../core/config/revision.ts'
import type { Orders, RefusedRevision, RunVersions } from '../core/orders/orders.ts'
import type { TrafficCounts } from '../core/routing/traffic.ts'
import type { WorkerIdentity } from './worker-fleet.ts'
import type { WorkerReport } from './worker-link.ts'

/**
 * Orders on the wire, as workers and agents of version 0.1 and before understand them: these look at `kind` and take one part, and
 * ask by their next report for the other. Once none of them is rolled, it is `ORDERS` with `as`.
 */
export type WireOrders = Omit<Orders, 'revision' | 'as'> &
  ({ readonly kind: 'REVISION'; readonly revision: ConfigRevision; readonly isCanary?: boolean } | { readonly kind: 'OVERRIDES' })

/** A report as JSON: maps as lists of entries, and `isCanary` for `as`, as above. */
export type WireReport = Omit<WorkerReport, 'traffic' | keyof RunVersions> &
  Omit<RunVersions, 'as' | 'refused'> & {
    readonly isCanary?: boolean
    readonly refused: (Omit<RefusedRevision, 'as'> & { readonly isCanary?: boolean }) | null
    readonly traffic: Omit<TrafficCounts, 'byCdn' | 'byCode'> & { readonly byCdn: CountEntries; readonly byCode: CountEntries }
  }

type CountEntries = readonly (readonly [string, number])[]

export type FromWorker =
  | { readonly kind: 'REPORT'; readonly report: WireReport }
  /** Asked by the worker, since what is sent right after a fork may come before it listens to messages. */
  | { readonly kind: 'ASK_SOCKET' }
  | { readonly kind: 'LISTENING' }

export type ToWorker =
  /** Comes with the public listener's socket. */
  | { readonly kind: 'SOCKET' }
  | WireOrders
  | { readonly kind: 'GROUP'; readonly ready: boolean }
  | { readonly kind: 'DRAIN' }
  | { readonly kind: 'STOP' }

export type FromControl = (WireOrders & { readonly to: string }) | { readonly kind: 'OPEN' }

export type ToControl =
  | { readonly kind: 'REPORT'; readonly worker: WorkerIdentity; readonly report: WireReport }
  | { readonly kind: 'WORKER'; readonly worker: WorkerIdentity; readonly event: 'STARTED' | 'GONE' }
  | { readonly kind: 'GROUP'; readonly ready: boolean }
  | { readonly kind: 'DRAIN' }
  | { readonly kind: 'STOP' }
