import type { WorkerLink } from '../../ports/worker-link.ts'
import type { FromWorker } from '../../ports/group-messages.ts'
import { onMessageToWorker, sendToParent } from './parent.ts'

export function openIpcWorkerLink(): WorkerLink {
  return {
    report: (report) => {
      const traffic = { ...report.traffic, byCdn: [...report.traffic.byCdn], byCode: [...report.traffic.byCode] }
      sendToParent({ kind: 'REPORT', report: { ...report, traffic } } satisfies FromWorker)
    },
    onRevision: (listener) =>
      onMessageToWorker((message) => {
        if (message.kind === 'REVISION') listener(message.revision, message.isCanary === true)
      }),
    onOverrides: (listener) =>
      onMessageToWorker((message) => {
        // A primary of an earlier version, which a reload keeps, relays the message without what it doesn't know.
        if (message.kind === 'OVERRIDES' && 'overrides' in message) listener(message.overrides, message.clockOffsetMs)
      }),
  }
}
