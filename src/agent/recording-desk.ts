import type { RecordedTraffic, Recording } from '../core/recorded/recorded-traffic.ts'
import type { Clock } from '../ports/clock.ts'
import type { Worker } from '../ports/fleet-view.ts'
import type { WorkerFleet, WorkerIdentity } from '../ports/worker-fleet.ts'
import type { RecordingAnswer } from '../ports/worker-link.ts'

/** Gathers the recorded traffic of the workers of this node. */
export type RecordingDesk = {
  hearRecording(worker: WorkerIdentity, answer: RecordingAnswer): void
  hearEnd(worker: WorkerIdentity): void
  /** Asks one time after the other; who asks for the same window in between gets the same answer. */
  gather(windowSeconds: number): Promise<RecordedTraffic>
}

export type RecordingDeskParts = {
  readonly clock: Pick<Clock, 'after'>
  readonly fleet: Pick<WorkerFleet, 'askForRecordings'>
  readonly roster: { list(): readonly Worker[] }
}

/** Longest wait for a worker's whole answer. */
const DEADLINE_MS = 2_000
/** Time for which an answer is given again: validation asks at each edit. */
const FRESH_MS = 1_000

type Gathering = {
  readonly ask: number
  /** Process ids of the workers that have not answered. */
  readonly awaited: Set<number>
  readonly recordings: Recording[]
  readonly done: PromiseWithResolvers<void>
}

export function openRecordingDesk({ clock, fleet, roster }: RecordingDeskParts): RecordingDesk {
  let asks = 0
  let present: Gathering | undefined
  let last: Promise<unknown> = Promise.resolve()
  /** Answers that are under way or fresh, by window. */
  const answers = new Map<number, Promise<RecordedTraffic>>()

  return {
    hearRecording({ id, pid }, { ask: answered, recording }) {
      if (present?.ask !== answered) return
      present.recordings.push({ ...recording, worker: id })
      settle(present, pid)
    },
    hearEnd({ pid }) {
      if (present !== undefined) settle(present, pid)
    },
    gather(windowSeconds) {
      const known = answers.get(windowSeconds)
      if (known !== undefined) return known
      const answer = last.then(() => ask(windowSeconds))
      last = answer
      answers.set(windowSeconds, answer)
      void answer.then(() => clock.after(FRESH_MS, () => answers.delete(windowSeconds)))
      return answer
    },
  }

  async function ask(windowSeconds: number): Promise<RecordedTraffic> {
    const workers = roster.list().filter(({ state }) => state !== 'LOST')
    asks += 1
    const gathering = {
      ask: asks,
      awaited: new Set(workers.map(({ pid }) => pid)),
      recordings: [],
      done: Promise.withResolvers<void>(),
    } satisfies Gathering
    present = gathering
    fleet.askForRecordings({ ask: asks, windowSeconds })
    const cancel = clock.after(DEADLINE_MS, gathering.done.resolve)
    if (workers.length === 0) gathering.done.resolve()
    await gathering.done.promise
    cancel()
    present = undefined
    return finish(gathering, roster.list())
  }
}

function settle({ awaited, done }: Gathering, pid: number): void {
  awaited.delete(pid)
  if (awaited.size === 0) done.resolve()
}

/** While a slot is rolled it has two processes: both may have answered, and one is enough. */
function finish({ recordings }: Gathering, workers: readonly Worker[]): RecordedTraffic {
  const answered = new Set(recordings.map(({ worker }) => worker))
  return { recordings, missing: workers.map(({ id }) => id).filter((id) => !answered.has(id)) }
}
