import { ok, type Result } from '../result.ts'
import { describeEffect, type Effect, type Simulation } from './effect.ts'
import { openMoves } from './moves.ts'
import type { Question, UndecidedReason } from './question.ts'
import { sampleOf, type TrafficInput } from './read-traffic.ts'
import { openGivenSide, openRecordedSide, type Side, type Situation } from './side.ts'
import { addTo, addTraits, noTally, traitsOf, type Traits } from './tally.ts'

/** Inputs of a simulation: the same traffic in two situations. Plain data, for another thread. */
export type SimulationInput = { readonly before: Situation; readonly after: Situation; readonly traffic: TrafficInput }

/** Decides the traffic in both situations. Fails where one of the configurations cannot be run. */
export function simulate({ before, after, traffic }: SimulationInput): Result<Simulation> {
  if (traffic.kind === 'GIVEN')
    return compare(openGivenSide(before), openGivenSide(after), traffic.requests, ({ count }) => ({ times: count, weight: 1 }))
  const { recordings, recording } = traffic
  const [one, other] = [openRecordedSide(before, recording), openRecordedSide(after, recording)]
  return compare(one, other, sampleOf(recordings), ({ weight }) => ({ times: 1, weight }))
}

/** How often a request is decided, and how much each time counts. */
type Extent = { readonly times: number; readonly weight: number }

function compare<Request>(
  one: Result<Side<Request>>,
  other: Result<Side<Request>>,
  requests: Iterable<Request>,
  extentOf: (request: Request) => Extent,
): Result<Simulation> {
  if (!one.ok) return one
  return other.ok ? ok(describeEffect(effectOf(one.value, other.value, requests, extentOf))) : other
}

function effectOf<Request>(
  before: Side<Request>,
  after: Side<Request>,
  requests: Iterable<Request>,
  extentOf: (request: Request) => Extent,
): Effect {
  const tallies = { before: noTally(), after: noTally(), moved: noTally() }
  const undecided = new Map<UndecidedReason, number>()
  const moves = openMoves(before.table, after.table)
  let sample = 0
  for (const request of requests) {
    const [first, second] = [before.ask(request), after.ask(request)]
    const { times, weight } = extentOf(request)
    for (let time = 0; time < times; time += 1) decideBoth(first, second, weight)
  }
  return { ...tallies, undecided, moves, sample }

  function decideBoth(first: Question, second: Question, weight: number): void {
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
