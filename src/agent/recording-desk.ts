import { openGathering, RECORDS_WITHIN_MS, type Gathering } from '../core/recorded/gathering.ts'
import type { RecordedTraffic } from '../core/recorded/recorded-traffic.ts'
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

/** Time for which an answer is given again: validation asks at each edit. */
const FRESH_MS = 1_000

export function openRecordingDesk({ clock, fleet, roster }: RecordingDeskParts): RecordingDesk {
  let asks = 0
  let present: { readonly ask: number; readonly gathering: Gathering } | undefined
  let last: Promise<unknown> = Promise.resolve()
  /** Answers that are under way or fresh, by window. */
  const answers = new Map<number, Promise<RecordedTraffic>>()

  return {
    hearRecording({ id, pid }, { ask: answered, recording }) {
      if (present?.ask === answered) present.gathering.hear(pid, { ...recording, worker: id })
    },
    hearEnd: ({ pid }) => present?.gathering.hearEnd(pid),
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
    asks += 1
    const gathering = openGathering(roster.list())
    present = { ask: asks, gathering }
    fleet.askForRecordings({ ask: asks, windowSeconds })
    const late = Promise.withResolvers<void>()
    const cancel = clock.after(RECORDS_WITHIN_MS, late.resolve)
    await Promise.race([gathering.whole, late.promise])
    cancel()
    present = undefined
    return gathering.traffic()
  }
}
