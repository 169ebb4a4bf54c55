import { expect, it } from 'vitest'
import { CHANGES, comparePrediction } from '../support/predictions.ts'

const size = { before: 19_000, after: 100_000, within: 1 }

it.each(Array.from({ length: CHANGES }, (_, number) => number))(
  'predicts the shares after change %i within one percentage point',
  (number) => {
    const { undecided, sample, misses } = comparePrediction(number, size)
    expect({ undecided, misses }).toEqual({ undecided: [], misses: [] })
    expect(sample).toBeGreaterThan(size.before)
  },
)
