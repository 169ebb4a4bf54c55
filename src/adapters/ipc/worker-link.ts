import type { WorkerLink } from '../../ports/worker-link.ts'
import type { FromWorker } from '../../ports/group-messages.ts'
import { onMessageToWorker, sendToParent } from './parent.ts'
import { recordsSocketOf, sendRecording } from './recording-socket.ts'
import { ordersOfWire, reportToWire } from './wire.ts'

/** Opens the link of this process. Leases are those of this process alone: while a worker is replaced, two get its orders. */
export function openIpcWorkerLink(id: string, controlSocket: string): WorkerLink {
  return {
    report: (report) => sendToParent({ kind: 'REPORT', report: reportToWire(report) } satisfies FromWorker),
    onOrders: (listener) =>
      onMessageToWorker((message) => {
        if (message.kind !== 'REVISION' && message.kind !== 'OVERRIDES') return
        const orders = ordersOfWire(message)
        listener({ ...orders, leases: orders.leases?.filter(({ pid }) => pid === process.pid) })
      }),
    onRecordingAsk: (listener) =>
      onMessageToWorker((message) => {
        if (message.kind === 'ASK_RECORDING') listener(message)
      }),
    sendRecording: (answer, socket = recordsSocketOf(controlSocket)) =>
      sendRecording(socket, { worker: { id, pid: process.pid }, answer }),
  }
}
