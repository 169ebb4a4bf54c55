import type { ConfigRevision } from '../core/config/revision.ts'
import type { OverrideSet } from '../core/override/override.ts'
import type { TrafficCounts } from '../core/traffic.ts'
import type { WorkerIdentity } from './worker-fleet.ts'
import type { WorkerReport } from './worker-link.ts'

/** A report as JSON: maps as lists of entries. */
type WireReport = Omit<WorkerReport, 'traffic'> & {
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
  | { readonly kind: 'REVISION'; readonly revision: ConfigRevision; readonly isCanary?: boolean }
  /** `clockOffsetMs`: how far the store's clock is ahead of this machine's; nobody knows, or the sender is of an earlier version. */
  | { readonly kind: 'OVERRIDES'; readonly overrides: OverrideSet; readonly clockOffsetMs?: number | undefined }
  | { readonly kind: 'GROUP'; readonly ready: boolean }
  | { readonly kind: 'DRAIN' }
  | { readonly kind: 'STOP' }

export type FromControl =
  | { readonly kind: 'REVISION'; readonly revision: ConfigRevision; readonly isCanary?: boolean; readonly to: string }
  | {
      readonly kind: 'OVERRIDES'
      readonly overrides: OverrideSet
      readonly clockOffsetMs?: number | undefined
      readonly to: string
    }
  | { readonly kind: 'OPEN' }

export type ToControl =
  | { readonly kind: 'REPORT'; readonly worker: WorkerIdentity; readonly report: WireReport }
  | { readonly kind: 'WORKER'; readonly worker: WorkerIdentity; readonly event: 'STARTED' | 'GONE' }
  | { readonly kind: 'GROUP'; readonly ready: boolean }
  | { readonly kind: 'DRAIN' }
  | { readonly kind: 'STOP' }
