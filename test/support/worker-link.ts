import type { ConfigRevision } from '../../src/core/config/revision.ts'
import type { Orders, RunAs } from '../../src/core/orders/orders.ts'
import { noOverrides, type OverrideSet } from '../../src/core/override/override.ts'
import type { RecordingAsk, RecordingAnswer, WorkerLink, WorkerReport } from '../../src/ports/worker-link.ts'
import { openInbox, type Inbox } from './inbox.ts'

/** Both ends of the line between a redirect worker and its agent, in memory. Loses nothing. */
export type InMemoryWorkerLink = WorkerLink & {
  /** What the worker told, as it was at that moment. */
  readonly reports: Inbox<WorkerReport>
  /** What the agent says: what is live, or a canary. */
  send(revision: ConfigRevision, as?: RunAs): void
  sendOverrides(overrides: OverrideSet, clockOffsetMs?: number): void
  sendOrders(orders: Orders): void
  /** Resolves to the answer. */
  askForRecording(windowSeconds: number): Promise<RecordingAnswer['recording']>
}

/** The agent says from the start that there are these overrides, as it does before it says anything else; null: it says nothing. */
export function openInMemoryWorkerLink(overrides: OverrideSet | null = noOverrides): InMemoryWorkerLink {
  const reports = openInbox<WorkerReport>()
  const listeners: ((orders: Orders) => void)[] = []
  const askers: ((ask: RecordingAsk) => void)[] = []
  const answers = openInbox<RecordingAnswer>()
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
    sendRecording: (answer) => answers.put(structuredClone(answer)),
    async askForRecording(windowSeconds) {
      const ask = answers.all.length
      for (const listener of askers) listener({ ask, windowSeconds })
      return (await answers.find((answer) => answer.ask === ask)).recording
    },
    send(revision, as = 'LIVE') {
      if (overrides !== null && !saidOverrides) this.sendOverrides(overrides)
      saidOverrides = true
      give({ revision, as })
    },
  }
}
