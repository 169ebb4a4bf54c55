import type { ChildProcess } from 'node:child_process'
import type { ErrorReport } from '../core/error-report.ts'
import { DRAIN_MS } from '../core/http-limits.ts'
import type { Clock } from '../ports/clock.ts'
import type { FromWorker, ToControl, ToWorker } from '../ports/group-messages.ts'
import { openChildSlot, type ChildSlot } from './child-slot.ts'
import type { NativeHandle } from './listening-socket.ts'
import type { Silence } from './silence.ts'

export type RedirectWorkerParts = {
  readonly clock: Clock
  readonly fork: (id: string) => ChildProcess
  /** Socket of the public listener. */
  readonly socket: NativeHandle
  readonly toControl: (message: ToControl) => void
  /** Tells one worker the state of the group, before it gets the socket. */
  readonly greet: (send: (message: ToWorker) => void) => void
  readonly onListening: (id: string) => void
  readonly onError: (report: ErrorReport) => void
  readonly onSilent: (id: string, pid: number) => void
  readonly onGone: (id: string, pid: number, code: number | null, signal: NodeJS.Signals | null) => void
}

/** One redirect worker: its processes, one after the other, and their messages. */
export type RedirectWorker = {
  readonly id: string
  readonly slot: ChildSlot
  /** Resolves to undefined when it listens, else to the reason why it does not. */
  readonly begun: PromiseWithResolvers<string | undefined>
  /** Resolves when its process ended and none follows, which happens in a roll only. */
  readonly ended: PromiseWithResolvers<void>
  /** Tells it to finish its requests. Resolves when it is gone, within the time to drain. */
  leave(): Promise<void>
}

/**
 * `endPassing`: ends the replacement in which this worker takes over or leaves; false when it is in none, so that it is restarted.
 */
export function openRedirectWorker(
  id: string,
  parts: RedirectWorkerParts,
  silence: Silence,
  endPassing: (slot: ChildSlot) => boolean,
): RedirectWorker {
  const { clock, toControl } = parts
  let pid = 0
  const begun = Promise.withResolvers<string | undefined>()
  const ended = Promise.withResolvers<void>()
  const slot = openChildSlot({
    clock,
    maxDelayMs: 1_000,
    fork: () => parts.fork(id),
    onStarted(startedPid) {
      pid = startedPid
      toControl({ kind: 'WORKER', worker: { id, pid }, event: 'STARTED' })
    },
    onMessage: (message) => onMessage(message as FromWorker),
    onGone(gonePid, code, signal) {
      silence.forget(gonePid)
      toControl({ kind: 'WORKER', worker: { id, pid: gonePid }, event: 'GONE' })
      if (endPassing(slot)) {
        slot.retire()
        begun.resolve(`it ended with ${signal ?? `code ${code}`} before it listened`)
        ended.resolve()
      }
      parts.onGone(id, gonePid, code, signal)
    },
  })
  return { id, slot, begun, ended, leave }

  function onMessage(message: FromWorker): void {
    switch (message.kind) {
      case 'REPORT':
        silence.hear(pid)
        return toControl({ ...message, worker: { id, pid } })
      case 'ASK_SOCKET':
        parts.greet((greeting) => slot.send(greeting))
        return slot.send({ kind: 'SOCKET' }, parts.socket)
      case 'LISTENING':
        silence.watch(pid, () => {
          parts.onSilent(id, pid)
          slot.kill()
        })
        parts.onListening(id)
        return begun.resolve(undefined)
      case 'ERROR':
        return parts.onError(message.report)
      default:
        message satisfies never
    }
  }

  async function leave(): Promise<void> {
    slot.retire()
    if (!slot.running()) return
    silence.forget(pid)
    slot.send({ kind: 'STOP' })
    const cancelKill = clock.after(DRAIN_MS, () => slot.kill())
    await ended.promise
    cancelKill()
  }
}
