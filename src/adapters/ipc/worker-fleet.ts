import type { WorkerFleet } from '../../ports/worker-fleet.ts'
import type { FromControl } from '../../ports/group-messages.ts'
import { onMessageToControl, sendToParent } from './parent.ts'
import { listenForRecordings, recordsSocketOf } from './recording-socket.ts'
import { ordersToWire, reportOfWire } from './wire.ts'

export function openIpcWorkerFleet(controlSocket: string): WorkerFleet {
  return {
    send: (orders, to) => sendToParent({ ...ordersToWire(orders), to } satisfies FromControl),
    onReport: (listener) =>
      onMessageToControl((message) => {
        if (message.kind === 'REPORT') listener(message.worker, reportOfWire(message.report))
      }),
    askForRecordings: (ask) => sendToParent({ ...ask, kind: 'ASK_RECORDING', to: 'ALL' } satisfies FromControl),
    onRecording: (listener) =>
      void listenForRecordings(recordsSocketOf(controlSocket), ({ worker, answer }) => listener(worker, answer)),
    onLifecycle: (listener) =>
      onMessageToControl((message) => {
        if (message.kind === 'WORKER') listener(message.worker, message.event)
      }),
  }
}
