import { expect, it } from 'vitest'
import { openAcceptorDemand } from '../../src/edge/acceptor-demand.ts'

/** One acceptor at first, and an event loop that turns as it is told. */
function openDemand(most = 16) {
  const seen = { turns: 0, busyMs: 0 }
  let count = 1
  const demand = openAcceptorDemand({
    acceptors: { count: () => count, resize: (wanted) => (count = wanted) },
    most,
    readTurns: () => ({ ...seen }),
  })
  return {
    /** Ends a second without more connections. */
    rest(): number {
      demand.rest()
      return count
    },
    /** Returns how many there are after so many turns, each as long as this, with as many connections in each. */
    turn(turns: number, turnMs: number, connectionsEach: number): number {
      for (let turn = 0; turn < turns; turn += 1) {
        seen.turns += 1
        seen.busyMs += turnMs
        for (let came = 0; came < connectionsEach; came += 1) demand.hear()
      }
      return count
    },
  }
}

it('is for more while turns are long and each finds somebody, up to the most', () => {
  const demand = openDemand(10)
  expect([demand.turn(31, 2, 1), demand.turn(1, 2, 1), demand.turn(8, 2, 4), demand.turn(8, 2, 10)]).toEqual([1, 4, 10, 10])
})

it('is for no more where acceptors find nobody', () => {
  const demand = openDemand()
  expect([demand.turn(32, 2, 1), demand.turn(400, 2, 1)]).toEqual([4, 4])
})

it('is for one where turns are short, whatever comes', () => {
  const demand = openDemand()
  expect(demand.turn(1_000, 0.1, 1)).toBe(1)
})

it('is for one again after a second in which turns were short, or nobody came', () => {
  const demand = openDemand()
  expect([demand.turn(32, 2, 1), demand.rest(), demand.rest()]).toEqual([4, 4, 1])
  expect([demand.turn(32, 2, 1), demand.rest(), demand.turn(500, 0.1, 4), demand.rest()]).toEqual([4, 4, 4, 1])
})

it('stays for more while a crowd goes on', () => {
  const demand = openDemand()
  demand.turn(32, 2, 1)
  expect([demand.rest(), demand.turn(100, 2, 1), demand.rest(), demand.turn(100, 2, 1), demand.rest()]).toEqual([4, 4, 4, 4, 4])
})

it('is for one where that is the most', () => {
  const demand = openDemand(1)
  expect(demand.turn(500, 2, 1)).toBe(1)
})
