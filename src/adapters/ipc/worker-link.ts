import type { WorkerLink } from '../../ports/worker-link.ts'
import type { FromWorker } from '../../ports/group-messages.ts'
import { onMessageToWorker, sendToParent } from './parent.ts'
import { ordersOfWire, reportToWire } from './wire.ts'

export function openIpcWorkerLink(): WorkerLink {
  return {
    report: (report) => sendToParent({ kind: 'REPORT', report: reportToWire(report) } satisfies FromWorker),
    onOrders: (listener) =>
      onMessageToWorker((message) => {
        if (message.kind === 'REVISION' || message.kind === 'OVERRIDES') listener(ordersOfWire(message))
      }),
  }
}
