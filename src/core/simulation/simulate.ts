import type { RecordedRequest } from '../recorded/recorded-request.ts'
import type { RecordedTraffic } from '../recorded/recorded-traffic.ts'
import { ok, type Result } from '../result.ts'
import { describeEffect, type Effect, type Simulation } from './effect.ts'
import { openMoves } from './moves.ts'
import type { Question, UndecidedReason } from './question.ts'
import { sampleOf, type TrafficInput } from './read-traffic.ts'
import { openGivenSide, openRecordedSide, type GivenRequest, type Side, type Situation } from './side.ts'
import { addTo, addTraits, noTally, traitsOf, type Traits } from './tally.ts'

/** Inputs of a simulation: the same traffic in two situations. Plain data, for another process. */
export type SimulationInput = { readonly before: Situation; readonly after: Situation; readonly traffic: TrafficInput }

/** Called before each decision, so that a process can pause. */
export type Pause = () => void

/** Decides the traffic in both situations. Fails where one of the configurations cannot be run. */
export function simulate({ before, after, traffic }: SimulationInput, pause: Pause): Result<Simulation> {
  if (traffic.kind === 'GIVEN') return compare(openGivenSide(before), openGivenSide(after), given(traffic.requests), pause)
  const { recordings, recording } = traffic
  return compare(openRecordedSide(before, recording), openRecordedSide(after, recording), recorded(recordings), pause)
}

/** A request, how often it is decided, and how much each time counts. */
type Weighed<Request> = { readonly request: Request; readonly times: number; readonly weight: number }

function* given(requests: readonly GivenRequest[]): Generator<Weighed<GivenRequest>> {
  for (const request of requests) yield { request, times: request.count, weight: 1 }
}

function* recorded(recordings: RecordedTraffic['recordings']): Generator<Weighed<RecordedRequest>> {
  for (const request of sampleOf(recordings)) yield { request, times: 1, weight: request.weight }
}

function compare<Request>(
  one: Result<Side<Request>>,
  other: Result<Side<Request>>,
  requests: Iterable<Weighed<Request>>,
  pause: Pause,
): Result<Simulation> {
  if (!one.ok) return one
  return other.ok ? ok(describeEffect(effectOf(one.value, other.value, requests, pause))) : other
}

function effectOf<Request>(
  before: Side<Request>,
  after: Side<Request>,
  requests: Iterable<Weighed<Request>>,
  pause: Pause,
): Effect {
  const tallies = { before: noTally(), after: noTally(), moved: noTally() }
  const undecided = new Map<UndecidedReason, number>()
  const moves = openMoves(before.table, after.table)
  let sample = 0
  for (const { request, times, weight } of requests) {
    const [first, second] = [before.ask(request), after.ask(request)]
    for (let time = 0; time < times; time += 1) decideBoth(first, second, weight)
  }
  return { ...tallies, undecided, moves, sample }

  function decideBoth(first: Question, second: Question, weight: number): void {
    pause()
    const [was, is] = [before.decide(first), after.decide(second)]
    if (was.kind === 'UNDECIDED') return addTo(undecided, was.why, weight)
    if (is.kind === 'UNDECIDED') return addTo(undecided, is.why, weight)
    sample += 1
    before.count(was)
    after.count(is)
    const [from, to] = [traitsOf(before.table, first, was), traitsOf(after.table, second, is)]
    addTraits(tallies.before, from, weight)
    addTraits(tallies.after, to, weight)
    if (from.target === to.target) return
    moves.add(from, to, weight)
    addTraits(tallies.moved, from, weight)
    addTraits(tallies.moved, withoutSame(to, from), weight)
  }
}

/** Leaves out pool and rule where a request stays with them, which counts once for each. */
function withoutSame(to: Traits, from: Traits): Traits {
  return { ...to, pool: to.pool === from.pool ? undefined : to.pool, rule: to.rule === from.rule ? undefined : to.rule }
}
