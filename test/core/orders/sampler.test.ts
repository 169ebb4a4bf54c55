import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openSampler } from '../../../src/core/orders/sampler.ts'

const takenOf = (oneIn: number, calls: number): readonly number[] => {
  const sampler = openSampler(oneIn)
  return Array.from({ length: calls }, (_, call) => (sampler.take() ? [call] : [])).flat()
}

it('takes every call at 1', () => {
  expect(takenOf(1, 5)).toEqual([0, 1, 2, 3, 4])
})

it('takes exactly one of each so many, the first call among them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 30 }), (oneIn, blocks) => {
      const taken = takenOf(oneIn, oneIn * blocks)
      expect(taken[0]).toBe(0)
      expect(taken.map((call) => Math.floor(call / oneIn))).toEqual(Array.from({ length: blocks }, (_, block) => block))
    }),
  )
})

it.each([
  { ratio: 10, oneIn: 10 },
  { ratio: 10, oneIn: 100 },
  { ratio: 2, oneIn: 64 },
  { ratio: 7, oneIn: 1_000 },
])('shows the part of every $ratio-th call to 3 %, at one in $oneIn', ({ ratio, oneIn }) => {
  const taken = takenOf(oneIn, oneIn * 1_000)
  const part = taken.filter((call) => (call + 1) % ratio === 0).length / taken.length
  expect(Math.abs(part - 1 / ratio)).toBeLessThan(0.03)
})
