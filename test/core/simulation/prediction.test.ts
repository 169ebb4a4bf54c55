import { expect, it } from 'vitest'
import { CHANGES, comparePrediction } from '../../support/predictions.ts'

/** Shares of so few requests are within 2 points, three standard deviations at the worst; test/soak/predictions.test.ts asks for 1. */
const size = { before: 5_000, after: 12_000, within: 2 }

it.each(Array.from({ length: CHANGES }, (_, number) => number))('predicts the shares after change %i', (number) => {
  const { undecided, sample, misses } = comparePrediction(number, size)
  expect({ undecided, misses }).toEqual({ undecided: [], misses: [] })
  expect(sample).toBe(2 * size.before)
})
