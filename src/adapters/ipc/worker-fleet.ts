import type { WorkerFleet } from '../../ports/worker-fleet.ts'
import type { FromControl } from '../../ports/group-messages.ts'
import { onMessageToControl, sendToParent } from './parent.ts'

export function openIpcWorkerFleet(): WorkerFleet {
  return {
    send: (revision, to, isCanary = false) => sendToParent({ kind: 'REVISION', revision, isCanary, to } satisfies FromControl),
    sendOverrides: (overrides, to, clockOffsetMs) =>
      sendToParent({ kind: 'OVERRIDES', overrides, clockOffsetMs, to } satisfies FromControl),
    onReport: (listener) =>
      onMessageToControl((message) => {
        if (message.kind !== 'REPORT') return
        const { traffic } = message.report
        listener(message.worker, {
          ...message.report,
          traffic: { ...traffic, byCdn: new Map(traffic.byCdn), byCode: new Map(traffic.byCode) },
        })
      }),
    onLifecycle: (listener) =>
      onMessageToControl((message) => {
        if (message.kind === 'WORKER') listener(message.worker, message.event)
      }),
  }
}
