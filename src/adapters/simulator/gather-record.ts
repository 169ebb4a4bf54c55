import { openGathering, RECORDS_WITHIN_MS } from '../../core/recorded/gathering.ts'
import type { GatherRecord } from '../../core/simulation/answer.ts'
import type { Clock } from '../../ports/clock.ts'
import type { RecordingAsk } from '../../ports/worker-link.ts'
import { listenForRecordings } from '../ipc/recording-socket.ts'

/** Turns in which the time is over. A process that got no core meanwhile has had one of them, so it still reads what has come. */
const TURNS = 20

/** Opens what gathers records over a socket of this process, past the control process: what they cost there is in ADR 0070. */
export function openGatherer(
  socket: string,
  { after }: Pick<Clock, 'after'>,
  askWorkers: (ask: RecordingAsk) => void,
): GatherRecord {
  let asks = 0
  return async ({ windowSeconds, workers }) => {
    const gathering = openGathering(workers)
    if (workers.length === 0) return gathering.traffic()
    asks -= 1 // the control process counts upwards, and workers of a version before answer to that
    const ask = { ask: asks, windowSeconds, socket }
    const close = await listenForRecordings(socket, ({ worker: { id, pid }, answer }) => {
      if (answer.ask === ask.ask) gathering.hear(pid, { ...answer.recording, worker: id })
    })
    askWorkers(ask)
    const isWhole = gathering.whole.then(() => true)
    for (let turn = 0; turn < TURNS; turn += 1) if (await Promise.race([isWhole, turnOver()])) break
    close()
    return gathering.traffic()
  }

  function turnOver(): Promise<void> {
    return new Promise((resolve) => void after(RECORDS_WITHIN_MS / TURNS, resolve))
  }
}
