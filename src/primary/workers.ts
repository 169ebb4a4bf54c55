import type { ChildProcess } from 'node:child_process'
import { DRAIN_MS } from '../core/http-limits.ts'
import { workerIds } from '../core/worker-id.ts'
import type { Clock } from '../ports/clock.ts'
import type { FromWorker, ToControl, ToWorker } from '../ports/group-messages.ts'
import { openChildSlot, type ChildSlot } from './child-slot.ts'
import type { NativeHandle } from './listening-socket.ts'
import { watchSilence } from './silence.ts'

export type WorkersParts = {
  readonly clock: Clock
  readonly count: number
  /** A worker that listens and has not reported for so long is killed. */
  readonly silenceMs: number
  readonly fork: (id: string) => ChildProcess
  /** The public listener's. */
  readonly socket: NativeHandle
  readonly toControl: (message: ToControl) => void
  /** Tells a worker alone what it has to know, before it gets the socket. */
  readonly greet: (send: (message: ToWorker) => void) => void
  readonly onListening: (id: string) => void
  readonly onSilent: (id: string, pid: number) => void
  readonly onGone: (id: string, pid: number, code: number | null, signal: NodeJS.Signals | null) => void
}

/** The redirect workers of the group, one a slot but for the one that is being replaced. */
export type Workers = {
  /** To the slot with this id, or to all. */
  send(message: ToWorker, to?: string): void
  /** Replaces one after the other. Resolves to why it ended early; undefined: all were replaced. One at a time. */
  roll(): Promise<string | undefined>
  /** Ends a roll that is under way, before its next step. */
  endRoll(): void
  /** They finish what they have and leave; none is replaced from now on. */
  stop(): void
  kill(): void
  running(): boolean
}

type Worker = {
  readonly id: string
  readonly slot: ChildSlot
  readonly pid: () => number
  /** Resolves when it listens, or to why it won't. */
  readonly begun: PromiseWithResolvers<string | undefined>
  /** Resolves when its last process is gone. */
  readonly ended: PromiseWithResolvers<void>
}

/** How long a new worker may take until it listens before the roll is given up. */
const BEGIN_MS = 10_000

export function openWorkers(parts: WorkersParts): Workers {
  const { clock, toControl } = parts
  const silence = watchSilence(clock, parts.silenceMs)
  /** While a slot is rolled: first the one that is to take over, then the one that leaves. */
  let passing: Worker | undefined
  const serving = new Map(workerIds(parts.count).map((id) => [id, openWorker(id)]))
  const all = (): readonly Worker[] => [...serving.values(), ...(passing === undefined ? [] : [passing])]

  return {
    send(message, to = 'ALL') {
      for (const { id, slot } of all()) if (to === 'ALL' || to === id) slot.send(message)
    },
    roll,
    endRoll: () => passing?.begun.resolve('the group is stopping'),
    stop() {
      for (const { slot } of serving.values()) {
        slot.retire()
        slot.send({ kind: 'STOP' })
      }
    },
    kill() {
      for (const { slot } of all()) {
        slot.retire()
        slot.kill()
      }
    },
    running: () => all().some(({ slot }) => slot.running()),
  }

  function openWorker(id: string): Worker {
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
        if (passing?.slot === slot) {
          slot.retire()
          passing = undefined
          begun.resolve(`it ended with ${signal ?? `code ${code}`} before it listened`)
          ended.resolve()
        }
        parts.onGone(id, gonePid, code, signal)
      },
    })
    return { id, slot, pid: () => pid, begun, ended }

    function onMessage(message: FromWorker): void {
      switch (message.kind) {
        case 'REPORT':
          silence.heard(pid)
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
        default:
          message satisfies never
      }
    }
  }

  async function roll(): Promise<string | undefined> {
    let replaced = 0
    for (const id of serving.keys()) {
      const problem = await replace(id)
      if (problem !== undefined) return `the new ${id}: ${problem}; ${replaced} of ${parts.count} workers were replaced`
      replaced += 1
    }
    return undefined
  }

  /** Starts a worker beside the one of this slot, which leaves once the new one listens. One process more than usual at a time. */
  async function replace(id: string): Promise<string | undefined> {
    const next = openWorker(id)
    passing = next
    const cancelDeadline = clock.after(BEGIN_MS, () =>
      next.begun.resolve(`it did not listen within ${BEGIN_MS / 1_000} s; see the log for why`),
    )
    const problem = await next.begun.promise
    cancelDeadline()
    if (problem !== undefined || !next.slot.running()) {
      next.slot.retire()
      next.slot.kill()
      await next.ended.promise
      return problem ?? 'it ended as soon as it listened'
    }
    const before = serving.get(id)
    serving.set(id, next)
    passing = before
    if (before !== undefined) await leave(before)
    passing = undefined
    return undefined
  }

  async function leave({ slot, pid, ended }: Worker): Promise<void> {
    slot.retire()
    if (!slot.running()) return
    silence.forget(pid())
    slot.send({ kind: 'STOP' })
    const cancelKill = clock.after(DRAIN_MS, () => slot.kill())
    await ended.promise
    cancelKill()
  }
}
