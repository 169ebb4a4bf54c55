import { RECORDS_WITHIN_MS, type AskedWorker } from '../recorded/gathering.ts'
import { rateOf } from '../recorded/rate-of.ts'
import type { RecordedTraffic } from '../recorded/recorded-traffic.ts'
import { fail, ok, type Problem, type Result } from '../result.ts'
import type { Contingency } from './contingency.ts'
import type { Simulation } from './effect.ts'
import { listContingencies, type ContingencyQuestion } from './list-contingencies.ts'
import { countRecorded, type GivenInput, type RecordedInput } from './read-traffic.ts'
import type { Recording } from './recorded-side.ts'
import { simulate, type Pause, type SimulationInput } from './simulate.ts'

/** Recorded traffic that workers still have, and what tells its rules and zones. */
export type AskedRecord = {
  readonly kind: 'ASKED'
  readonly windowSeconds: number
  readonly workers: readonly AskedWorker[]
  readonly recording: Recording
}

/** Questions before the workers were asked for their record. Plain data, for another process. */
export type SimulationTask = Omit<SimulationInput, 'traffic'> & {
  readonly traffic: GivenInput | AskedRecord
}
export type ContingencyTask = Omit<ContingencyQuestion, 'traffic'> & {
  readonly traffic: AskedRecord | undefined
  /** Nodes that have as much traffic as this one. */
  readonly nodes: number
}

/** Asks workers for their record, and waits for 2 s at most. */
export type GatherRecord = (asked: AskedRecord) => Promise<RecordedTraffic>

/** An answer, with the ids of the workers whose record did not come in time. */
export type ToldSimulation = Simulation & { readonly missingWorkers: readonly string[] }
/** Workers whose record did not come in time count as the others. */
export type ToldContingency = Contingency & { readonly missingWorkers: readonly string[] }

/** Fails as `simulate` does, and with NOTHING_RECORDED. */
export async function answerSimulation(
  { before, after, traffic }: SimulationTask,
  gather: GatherRecord,
  pause: Pause,
): Promise<Result<ToldSimulation>> {
  if (traffic.kind === 'GIVEN') return tell(simulate({ before, after, traffic }, pause), [])
  const gathered = await gather(traffic)
  if (countRecorded(gathered.recordings) === 0) return fail(nothingRecorded(gathered, traffic))
  return tell(simulate({ before, after, traffic: inputOf(gathered, traffic) }, pause), gathered.missing)

  function tell(simulated: Result<Simulation>, missingWorkers: readonly string[]): Result<ToldSimulation> {
    return simulated.ok ? ok({ ...simulated.value, missingWorkers }) : simulated
  }
}

/** Without a given rate it is that of the record. Fails as `listContingencies` does. */
export async function answerContingencies(
  { traffic: asked, nodes, ...question }: ContingencyTask,
  gather: GatherRecord,
  pause: Pause,
): Promise<Result<readonly ToldContingency[]>> {
  const gathered = asked && (await gather(asked))
  const recorded = gathered && countRecorded(gathered.recordings) > 0 ? gathered : undefined
  const traffic = asked && recorded && inputOf(recorded, asked)
  const perSecond = question.perSecond ?? (recorded && rateOf(recorded, nodes))
  const listed = listContingencies({ ...question, traffic, perSecond }, pause)
  const missingWorkers = gathered?.missing ?? []
  return listed.ok ? ok(listed.value.map((one) => ({ ...one, missingWorkers }))) : listed
}

function inputOf({ recordings }: RecordedTraffic, { recording }: AskedRecord): RecordedInput {
  return { kind: 'RECORDED', recordings, recording }
}

/** Workers that record nothing answer as well. Those of a full node may not. */
function nothingRecorded({ recordings, missing }: RecordedTraffic, { windowSeconds }: AskedRecord): Problem {
  const problem = { code: 'NOTHING_RECORDED', field: 'windowSeconds', allowed: 'recorded traffic on this node' }
  if (recordings.length === 0 && missing.length > 0) {
    const received = `no answer of ${missing.length} workers within ${RECORDS_WITHIN_MS / 1_000} s`
    return { ...problem, received, remedy: 'ask again when the node has less to do, or give requests' }
  }
  const remedy = 'give requests, or a longer window, and see whether recordTraffic is off in the settings'
  return { ...problem, received: `no recorded request of the last ${windowSeconds} s`, remedy }
}
