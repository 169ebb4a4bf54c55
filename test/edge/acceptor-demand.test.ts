import { expect, it } from 'vitest'
import { followDemand } from '../../src/edge/acceptor-demand.ts'

/** One acceptor at first, and what each look at the event loop finds. */
function openDemand(most = 16) {
  const seen = { turns: 0, busyMs: 0, accepted: 0 }
  let [count, look, isStopped] = [1, (): void => undefined, false]
  const stop = followDemand({
    acceptors: { count: () => count, resize: (wanted) => (count = wanted) },
    most,
    everyMs(_periodMs, callback) {
      look = callback
      return () => (isStopped = true)
    },
    readTurns: () => seen,
    accepted: () => seen.accepted,
  })
  return {
    stop,
    isStopped: () => isStopped,
    /** Resolves to how many there are after so many looks, each at 100 turns as long as this, with as many connections in each. */
    looks(times: number, turnMs: number, connectionsEach: number): number {
      for (let done = 0; done < times; done += 1) {
        seen.turns += 100
        seen.busyMs += 100 * turnMs
        seen.accepted += 100 * connectionsEach
        look()
      }
      return count
    },
  }
}

it('is for more while turns are long and each finds somebody, up to the most', () => {
  const demand = openDemand(10)
  expect([demand.looks(1, 2, 1), demand.looks(1, 2, 4), demand.looks(1, 2, 10)]).toEqual([4, 10, 10])
})

it('is for no more where acceptors find nobody, and for no less, since the next crowd may come', () => {
  const demand = openDemand()
  demand.looks(1, 2, 1)
  expect(demand.looks(50, 2, 3)).toBe(4)
})

it('is for one once turns have been short for a second, whatever comes', () => {
  const demand = openDemand()
  demand.looks(2, 2, 4)
  expect(demand.looks(9, 0.1, 16)).toBe(16)
  expect(demand.looks(1, 0.1, 16)).toBe(1)
  expect(demand.looks(50, 0.1, 1)).toBe(1)
})

it('is forgotten where one is the most', () => {
  const demand = openDemand(1)
  expect(demand.looks(5, 2, 1)).toBe(1)
})

it('is followed no more once it is stopped', () => {
  const demand = openDemand()
  demand.stop()
  expect(demand.isStopped()).toBe(true)
})
