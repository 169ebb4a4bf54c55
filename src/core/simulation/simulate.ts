import { ok, type Result } from '../result.ts'
import { describeEffect, type Effect, type Simulation } from './effect.ts'
import { openMoves } from './moves.ts'
import type { Question, UndecidedReason } from './question.ts'
import { readTraffic, type TrafficInput } from './read-traffic.ts'
import { openSide, type Side, type SimulatedTraffic, type Situation } from './side.ts'
import { addTo, addTraits, extentOf, noTally, traitsOf, type Traits } from './tally.ts'

/** Inputs of a simulation: the same traffic in two situations. Plain data, for another thread. */
export type SimulationInput = { readonly before: Situation; readonly after: Situation; readonly traffic: TrafficInput }

/** Decides the traffic in both situations. Fails where one of the configurations cannot be run. */
export function simulate({ before, after, traffic }: SimulationInput): Result<Simulation> {
  const read = readTraffic(traffic)
  const [one, other] = [openSide(before, read), openSide(after, read)]
  if (!one.ok) return one
  return other.ok ? ok(describeEffect(compare(one.value, other.value, read))) : other
}

function compare(before: Side, after: Side, traffic: SimulatedTraffic): Effect {
  const tallies = { before: noTally(), after: noTally(), moved: noTally() }
  const undecided = new Map<UndecidedReason, number>()
  const moves = openMoves(before, after)
  let sample = 0
  for (let index = 0; index < traffic.requests.length; index += 1) {
    const [first, second] = [before.ask(index), after.ask(index)]
    const { times, weight } = extentOf(traffic, index)
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
    const [from, to] = [traitsOf(before, first, was), traitsOf(after, second, is)]
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
