import type { WorkerLink } from '../../ports/worker-link.ts'
import type { FromWorker } from '../../ports/group-messages.ts'
import { sleep } from '../system/clock.ts'
import { onMessageToWorker, sendToParent } from './parent.ts'
import { ordersOfWire, reportToWire } from './wire.ts'

/** Pause between the pieces of a recording, for requests, and for the other processes of the machine. */
const PAUSE_MS = 10

/** Opens the link of this process. Leases are those of this process alone: while a worker is replaced, two get its orders. */
export function openIpcWorkerLink(): WorkerLink {
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
    async sendRecording(piece) {
      const { promise, resolve } = Promise.withResolvers<void>()
      sendToParent({ kind: 'RECORDING', piece } satisfies FromWorker, resolve)
      await promise
      await sleep(PAUSE_MS)
    },
  }
}
