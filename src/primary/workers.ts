import { workerIds } from '../core/worker-id.ts'
import type { ToWorker } from '../ports/group-messages.ts'
import { openRedirectWorker, type RedirectWorker, type RedirectWorkerParts } from './redirect-worker.ts'
import { watchSilence } from './silence.ts'

export type WorkersParts = RedirectWorkerParts & {
  readonly count: number
  /** A worker that listens and is silent for this long is killed. */
  readonly silenceMs: number
}

/** The redirect workers of the group: one a slot, two in a slot that is rolled. */
export type Workers = {
  /** Sends to the slot with this id, or to all. */
  send(message: ToWorker, to?: string): void
  /**
   * Replaces one worker after the other. Resolves to the reason for an early end; undefined: all were replaced. One roll at a time.
   */
  roll(): Promise<string | undefined>
  /** Ends a running roll before its next step. */
  endRoll(): void
  /** Lets all finish their requests and leave; none is replaced from now on. */
  stop(): void
  kill(): void
  running(): boolean
}

/** Longest time for a new worker to listen before the roll is given up. */
const BEGIN_MS = 10_000

/** Reason of a roll that the stop of the group has ended. */
const STOPPING = 'the group is stopping'

export function openWorkers(parts: WorkersParts): Workers {
  const { clock } = parts
  const silence = watchSilence(clock, parts.silenceMs)
  /** While a slot is rolled: first the new worker, then the one that leaves. */
  let passing: RedirectWorker | undefined
  const serving = new Map(workerIds(parts.count).map((id) => [id, open(id)]))
  let isEnding = false
  const all = (): readonly RedirectWorker[] => [...serving.values(), ...(passing === undefined ? [] : [passing])]

  return {
    send(message, to = 'ALL') {
      for (const { id, slot } of all()) if (to === 'ALL' || to === id) slot.send(message)
    },
    roll,
    endRoll() {
      isEnding = true
      passing?.begun.resolve(STOPPING)
    },
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

  function open(id: string): RedirectWorker {
    return openRedirectWorker(id, parts, silence, (slot) => {
      const isPassing = passing?.slot === slot
      if (isPassing) passing = undefined
      return isPassing
    })
  }

  async function roll(): Promise<string | undefined> {
    let replaced = 0
    for (const id of serving.keys()) {
      // One that waited for the old worker to leave goes no further.
      const problem = isEnding ? STOPPING : await replace(id)
      if (problem !== undefined) return `the new ${id}: ${problem}; ${replaced} of ${parts.count} workers were replaced`
      replaced += 1
    }
    return undefined
  }

  /**
   * Starts a worker beside the one of this slot, which leaves once the new one listens. At most one extra process runs at a time.
   */
  async function replace(id: string): Promise<string | undefined> {
    const next = open(id)
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
    await before?.leave()
    passing = undefined
    return undefined
  }
}
