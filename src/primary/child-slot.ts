import type { ChildProcess } from 'node:child_process'
import type { NativeHandle } from './listening-socket.ts'
import type { Clock } from '../ports/clock.ts'

export type ChildSlotParts = {
  readonly clock: Clock
  readonly fork: () => ChildProcess
  /** The longest pause before a restart. */
  readonly maxDelayMs: number
  readonly onStarted: (pid: number) => void
  readonly onMessage: (message: unknown) => void
  readonly onGone: (pid: number, code: number | null, signal: NodeJS.Signals | null) => void
}

/** One place in the process group: a child that is replaced when it dies, at once at first, then with growing pauses. */
export type ChildSlot = {
  /** Sends a message to the child, and the socket of the handle, if any. */
  send(message: object, handle?: NativeHandle): void
  /** Stops replacing the child. */
  retire(): void
  kill(): void
  running(): boolean
}

/** A child that lived this long counts as healthy: its death is the first again. */
const HEALTHY_MS = 10_000
const FIRST_DELAY_MS = 50

export function openChildSlot({ clock, fork, maxDelayMs, onStarted, onMessage, onGone }: ChildSlotParts): ChildSlot {
  let child: ChildProcess | undefined
  let retired = false
  let failures = 0
  start()

  return {
    send(message, handle) {
      // An error here means a closing channel: 'exit' follows.
      if (child?.connected === true) child.send(message, handle, undefined, () => undefined)
    },
    retire: () => void (retired = true),
    kill: () => void child?.kill('SIGKILL'),
    running: () => child !== undefined,
  }

  function start(): void {
    if (retired) return
    const startedMonoMs = clock.nowMonoMs()
    const started = fork()
    const pid = started.pid ?? 0
    child = started
    started.on('message', onMessage)
    started.once('exit', onEnd)
    started.on('error', () => {
      // A process that could not be made emits only an 'error'.
      if (started.pid === undefined) onEnd(null, null)
    })
    onStarted(pid)

    function onEnd(code: number | null, signal: NodeJS.Signals | null): void {
      child = undefined
      failures = clock.nowMonoMs() - startedMonoMs > HEALTHY_MS ? 1 : failures + 1
      onGone(pid, code, signal)
      const delayMs = failures <= 1 ? 0 : Math.min(maxDelayMs, FIRST_DELAY_MS * 2 ** (failures - 2))
      if (!retired) clock.after(delayMs, start)
    }
  }
}
