import type { ConfigRevision } from '../core/config/revision.ts'
import type { ErrorReport } from '../core/error-report.ts'
import type { Orders, RefusedRevision, RunVersions } from '../core/orders/orders.ts'
import type { TrafficCounts } from '../core/routing/traffic.ts'
import type { WorkerIdentity } from './worker-fleet.ts'
import type { RecordingAsk, WorkerReport } from './worker-link.ts'

/**
 * Orders on the wire, in the form of version 0.1, whose workers read `kind` and take one part. They get the other part after their
 * next report. Once no fleet runs version 0.1, the form becomes `ORDERS` with `as`.
 */
export type WireOrders = Omit<Orders, 'revision' | 'as'> &
  ({ readonly kind: 'REVISION'; readonly revision: ConfigRevision; readonly isCanary?: boolean } | { readonly kind: 'OVERRIDES' })

/** A report as JSON: maps are lists of entries, and `isCanary` stands for `as`, as in `WireOrders`. */
export type WireReport = Omit<WorkerReport, 'traffic' | keyof RunVersions> &
  Omit<RunVersions, 'as' | 'refused'> & {
    readonly isCanary?: boolean
    readonly refused: (Omit<RefusedRevision, 'as'> & { readonly isCanary?: boolean }) | null
    readonly traffic: Omit<TrafficCounts, 'byCdn' | 'bySaturated' | 'byCode' | 'byReason' | 'byPool' | 'byRule'> & {
      readonly byCdn: CountEntries
      readonly byCode: CountEntries
      /** Absent from a worker of a version before pools, as `byRule`. */
      readonly byPool?: readonly (readonly [key: string, requests: number, byCdn: CountEntries])[]
      readonly byRule?: CountEntries
      /** Absent from a worker of a version before health. */
      readonly byReason?: CountEntries
      /** Absent from a worker of a version before load. */
      readonly bySaturated?: CountEntries
    }
  }

type CountEntries = readonly (readonly [string, number])[]

export type FromWorker =
  | { readonly kind: 'REPORT'; readonly report: WireReport }
  /** The worker asks, since a message sent right after the fork may come before the worker listens. */
  | { readonly kind: 'ASK_SOCKET' }
  | { readonly kind: 'LISTENING' }
  | { readonly kind: 'ERROR'; readonly report: ErrorReport }

export type ToWorker =
  /** Comes with the public listener's socket. */
  | { readonly kind: 'SOCKET' }
  | WireOrders
  | ({ readonly kind: 'ASK_RECORDING' } & RecordingAsk)
  | { readonly kind: 'GROUP'; readonly ready: boolean }
  | { readonly kind: 'DRAIN' }
  | { readonly kind: 'STOP' }

export type FromControl =
  ((WireOrders | ({ readonly kind: 'ASK_RECORDING' } & RecordingAsk)) & { readonly to: string }) | { readonly kind: 'OPEN' }

export type ToControl =
  | { readonly kind: 'REPORT'; readonly worker: WorkerIdentity; readonly report: WireReport }
  /** Errors of other processes, and the number of those that got lost while this one was away. */
  | { readonly kind: 'ERROR'; readonly reports: readonly ErrorReport[]; readonly lost: number }
  | { readonly kind: 'WORKER'; readonly worker: WorkerIdentity; readonly event: 'STARTED' | 'GONE' }
  | { readonly kind: 'GROUP'; readonly ready: boolean }
  | { readonly kind: 'DRAIN' }
  | { readonly kind: 'STOP' }
