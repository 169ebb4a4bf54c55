import { beforeEach, expect, it } from 'vitest'
import { openRelayLane, type RelayLane } from '../../src/edge/relay-lane.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'

let clock: FixedClock
let lane: RelayLane
let begun: number[]
beforeEach(() => {
  clock = fixedClock()
  lane = openRelayLane(2, clock)
  begun = []
})

const enter = (id: number): (() => void) => lane.enter(() => begun.push(id))

it('lets two in at once, and the others in order of arrival as places become free', () => {
  const [first, second] = [1, 2, 3, 4].map(enter)
  expect(begun).toEqual([1, 2])
  second?.()
  expect(begun).toEqual([1, 2, 3])
  first?.()
  expect(begun).toEqual([1, 2, 3, 4])
})

it('frees a place once, however often it is left', () => {
  const [first] = [1, 2, 3, 4].map(enter)
  first?.()
  first?.()
  expect(begun).toEqual([1, 2, 3])
})

it('never begins what gave up waiting', () => {
  const [first, , third] = [1, 2, 3, 4].map(enter)
  third?.()
  first?.()
  expect(begun).toEqual([1, 2, 4])
})

it('is held up by a slow one for half a second', async () => {
  const leaves = [1, 2, 3, 4, 5].map(enter)
  await clock.advance(499)
  expect(begun).toEqual([1, 2])
  await clock.advance(1)
  expect(begun).toEqual([1, 2, 3, 4])
  leaves[0]?.() // late, and its place has long been another's
  expect(begun).toEqual([1, 2, 3, 4])
  for (const leave of leaves) leave()
  expect([begun, clock.pending()]).toEqual([[1, 2, 3, 4, 5], 0])
})
