import type { ConfigRevision } from '../../src/core/config/revision.ts'
import type { Orders, RunAs } from '../../src/core/orders/orders.ts'
import { noOverrides, type OverrideSet } from '../../src/core/override/override.ts'
import type { RecordingAsk, RecordingPiece, WorkerLink, WorkerReport } from '../../src/ports/worker-link.ts'
import { openInbox, type Inbox } from './inbox.ts'

/** Both ends of the line between a redirect worker and its agent, in memory. Loses nothing. */
export type InMemoryWorkerLink = WorkerLink & {
  /** What the worker told, as it was at that moment. */
  readonly reports: Inbox<WorkerReport>
  /** What the agent says: what is live, or a canary. */
  send(revision: ConfigRevision, as?: RunAs): void
  sendOverrides(overrides: OverrideSet, clockOffsetMs?: number): void
  sendOrders(orders: Orders): void
  /** Resolves to the answer, when its end has come. */
  askForRecording(windowSeconds: number): Promise<readonly RecordingPiece[]>
}

/** The agent says from the start that there are these overrides, as it does before it says anything else; null: it says nothing. */
export function openInMemoryWorkerLink(overrides: OverrideSet | null = noOverrides): InMemoryWorkerLink {
  const reports = openInbox<WorkerReport>()
  const listeners: ((orders: Orders) => void)[] = []
  const askers: ((ask: RecordingAsk) => void)[] = []
  const pieces = openInbox<RecordingPiece>()
  let saidOverrides = false
  const give = (orders: Orders): void => {
    for (const listener of listeners) listener(orders)
  }
  return {
    reports,
    report: (report) => reports.put(structuredClone(report)),
    onOrders: (listener) => void listeners.push(listener),
    sendOverrides: (set, clockOffsetMs) => give({ overrides: set, ...(clockOffsetMs !== undefined && { clockOffsetMs }) }),
    sendOrders: give,
    onRecordingAsk: (listener) => void askers.push(listener),
    sendRecording: async (piece) => pieces.put(structuredClone(piece)),
    async askForRecording(windowSeconds) {
      const ask = pieces.all.length
      for (const listener of askers) listener({ ask, windowSeconds })
      await pieces.find((piece) => piece.ask === ask && piece.part === undefined)
      return pieces.all.filter((piece) => piece.ask === ask)
    },
    send(revision, as = 'LIVE') {
      if (overrides !== null && !saidOverrides) this.sendOverrides(overrides)
      saidOverrides = true
      give({ revision, as })
    },
  }
}
