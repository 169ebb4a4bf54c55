import type { ToControl, ToWorker } from '../../ports/group-messages.ts'

/** Sends to the primary process over IPC, from a forked one. `onSent`: it is on its way, or can't be sent. */
export function sendToParent(message: object, onSent: () => void = () => undefined): void {
  // The callback takes the error of a channel that just closed: the process is leaving then.
  if (process.connected) process.send?.(message, undefined, undefined, () => onSent())
  else onSent()
}

/** Listens to messages of the primary to a worker. Nobody else has the other end of the channel. */
export function onMessageToWorker(listener: (message: ToWorker, handle: unknown) => void): void {
  process.on('message', (message, handle) => listener(message as ToWorker, handle))
}

/** Listens to messages of the primary to the control process. */
export function onMessageToControl(listener: (message: ToControl) => void): void {
  process.on('message', (message) => listener(message as ToControl))
}
