import type { WorkerFleet, WorkerIdentity } from '../../src/ports/worker-fleet.ts'
import type { RecordingAsk, RecordingAnswer, WorkerReport } from '../../src/ports/worker-link.ts'

/** Both ends of an agent's lines to its workers, in memory. Loses nothing. */
export type InMemoryWorkerFleet = WorkerFleet & {
  /** What the agent sent: the number of the revision and to whom. */
  readonly sent: readonly (readonly [revision: number, to: string, as?: 'CANARY'])[]
  /** The same of the overrides, by their version. */
  readonly sentOverrides: readonly (readonly [version: number, to: string])[]
  /** How far ahead the store's clock was said to be with each of these. */
  readonly sentOffsets: readonly (number | undefined)[]
  /** The same of the health of CDNs, by the version of the set. */
  readonly sentHealth: readonly (readonly [version: number | undefined, to: string])[]
  /** What the agent asked all workers for. */
  readonly asked: readonly RecordingAsk[]
  report(worker: WorkerIdentity, report: WorkerReport): void
  answer(worker: WorkerIdentity, answer: RecordingAnswer): void
  live(worker: WorkerIdentity, event: 'STARTED' | 'GONE'): void
}

export function openInMemoryWorkerFleet(): InMemoryWorkerFleet {
  const sent: (readonly [number, string, 'CANARY'?])[] = []
  const sentOverrides: (readonly [number, string])[] = []
  const sentOffsets: (number | undefined)[] = []
  const sentHealth: (readonly [number | undefined, string])[] = []
  const asked: RecordingAsk[] = []
  const onRecording: ((worker: WorkerIdentity, answer: RecordingAnswer) => void)[] = []
  const onReport: ((worker: WorkerIdentity, report: WorkerReport) => void)[] = []
  const onLifecycle: ((worker: WorkerIdentity, event: 'STARTED' | 'GONE') => void)[] = []
  return {
    sent,
    sentOverrides,
    sentOffsets,
    sentHealth,
    send({ revision, as, overrides, clockOffsetMs, ...parts }, to) {
      if ('health' in parts) sentHealth.push([parts.health?.version, to])
      if (revision !== undefined) sent.push(as === 'CANARY' ? [revision.number, to, as] : [revision.number, to])
      if (overrides === undefined) return
      sentOverrides.push([overrides.version, to])
      sentOffsets.push(clockOffsetMs)
    },
    asked,
    askForRecordings: (ask) => void asked.push(ask),
    onRecording: (listener) => void onRecording.push(listener),
    onReport: (listener) => void onReport.push(listener),
    onLifecycle: (listener) => void onLifecycle.push(listener),
    report(worker, report) {
      for (const listener of onReport) listener(worker, report)
    },
    answer(worker, answer) {
      for (const listener of onRecording) listener(worker, answer)
    },
    live(worker, event) {
      for (const listener of onLifecycle) listener(worker, event)
    },
  }
}
