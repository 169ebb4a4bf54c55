import type { AskedFacts } from '../core/geo/client-facts.ts'
import { describeRequest } from '../core/recorded/describe-request.ts'
import { openReservoir, type Reservoir, type ReservoirCopy } from '../core/recorded/reservoir.ts'
import type { Client } from '../core/request/client.ts'
import { askedFactsOf } from '../core/routing/asked-facts.ts'
import type { CompiledRevision } from '../core/routing/compile.ts'
import type { Decision } from '../core/routing/decision.ts'
import type { rateLimited } from '../core/routing/traffic.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { WorkerLink } from '../ports/worker-link.ts'
import type { CurrentTable } from './current-table.ts'

/** Keeps requests of the last hour in memory, unless the running revision says `recordTraffic: false`. */
export type Recorder = {
  /** Records the request that was just decided. */
  hear(decision: Decision | typeof rateLimited, client: Client): void
  /** Follows the running revision and the time. To be called with each report, which every new revision causes. */
  follow(): void
}

export type RecorderParts = {
  readonly clock: Pick<Clock, 'nowMonoMs'>
  readonly random: Random
  readonly link: Pick<WorkerLink, 'onRecordingAsk' | 'sendRecording'>
}

/** What a worker answers that records nothing. */
const nothing: ReservoirCopy = { rows: { words: new Uint32Array(), texts: [] }, weights: [], refused: [], seconds: 0 }

/** Opens the recorder of a worker. It sends a copy of what it keeps when the agent asks. */
export function openRecorder(current: CurrentTable, { clock, random, link }: RecorderParts): Recorder {
  let reservoir: Reservoir | undefined
  let followed: CompiledRevision | undefined
  let asked: AskedFacts = { country: false, asn: false }
  link.onRecordingAsk(({ ask, windowSeconds, socket }) => {
    const recording = reservoir?.copy(windowSeconds, clock.nowMonoMs()) ?? nothing
    link.sendRecording({ ask, recording }, socket)
  })

  return {
    hear(decision, client) {
      if (reservoir === undefined || followed === undefined) return
      if (decision.kind === 'REFUSED') reservoir.countRefusal(decision.code)
      else if (reservoir.isChosen()) reservoir.keep(describeRequest(followed, asked, decision.video, client))
    },
    follow() {
      const { compiled } = current.running
      if (compiled !== undefined && compiled !== followed) {
        const { config } = compiled.revision
        asked = askedFactsOf(config)
        const isOn = config.settings.recordTraffic !== false
        reservoir = isOn ? (reservoir ?? openReservoir(random, clock.nowMonoMs())) : undefined
      }
      followed = compiled
      reservoir?.moveTo(clock.nowMonoMs())
    },
  }
}
