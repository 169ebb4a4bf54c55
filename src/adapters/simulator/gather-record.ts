import { openGathering, RECORDS_WITHIN_MS } from '../../core/recorded/gathering.ts'
import type { GatherRecord } from '../../core/simulation/answer.ts'
import type { Clock } from '../../ports/clock.ts'
import type { RecordingAsk } from '../../ports/worker-link.ts'
import { listenForRecordings } from '../ipc/recording-socket.ts'

/** Opens what gathers records over a socket of this process, past the control process: full ones would cost that 50 ms of CPU each. */
export function openGatherer(
  socket: string,
  { after }: Pick<Clock, 'after'>,
  askWorkers: (ask: RecordingAsk) => void,
): GatherRecord {
  let asks = 0
  return async ({ windowSeconds, workers }) => {
    const gathering = openGathering(workers)
    if (workers.length === 0) return gathering.traffic()
    asks += 1
    const ask = { ask: asks, windowSeconds, socket }
    const close = await listenForRecordings(socket, ({ worker: { id, pid }, answer }) => {
      if (answer.ask === ask.ask) gathering.hear(pid, { ...answer.recording, worker: id })
    })
    askWorkers(ask)
    const late = Promise.withResolvers<void>()
    const cancel = after(RECORDS_WITHIN_MS, late.resolve)
    await Promise.race([gathering.whole, late.promise])
    cancel()
    close()
    return gathering.traffic()
  }
}
