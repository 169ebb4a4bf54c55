import type { ConfigRevision } from '../../src/core/config/revision.ts'
import type { WorkerLink, WorkerReport } from '../../src/ports/worker-link.ts'
import { openInbox, type Inbox } from './inbox.ts'

/** Both ends of the line between a redirect worker and its agent, in memory. Loses nothing. */
export type InMemoryWorkerLink = WorkerLink & {
  /** What the worker told, as it was at that moment. */
  readonly reports: Inbox<WorkerReport>
  /** What the agent says: what is live, or a canary. */
  send(revision: ConfigRevision, isCanary?: boolean): void
}

export function openInMemoryWorkerLink(): InMemoryWorkerLink {
  const reports = openInbox<WorkerReport>()
  const listeners: ((revision: ConfigRevision, isCanary: boolean) => void)[] = []
  return {
    reports,
    report: (report) => reports.put(structuredClone(report)),
    onRevision: (listener) => void listeners.push(listener),
    send(revision, isCanary = false) {
      for (const listener of listeners) listener(revision, isCanary)
    },
  }
}
