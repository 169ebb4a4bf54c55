import type { ToControl, ToWorker } from '../../ports/group-messages.ts'

/** The IPC channel to the primary process, from inside a forked one. */
export function sendToParent(message: object): void {
  // The callback takes the error of a channel that just closed: the process is leaving then.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}

/** What the primary sends to a worker. Nobody else has the other end of the channel. */
export function onMessageToWorker(listener: (message: ToWorker, handle: unknown) => void): void {
  process.on('message', (message, handle) => listener(message as ToWorker, handle))
}

/** The same for the control process. */
export function onMessageToControl(listener: (message: ToControl) => void): void {
  process.on('message', (message) => listener(message as ToControl))
}
