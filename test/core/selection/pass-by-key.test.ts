import { expect, it } from 'vitest'
import { passByKey } from '../../../src/core/selection/pass-by-key.ts'

it.each<{ readonly weights: number[]; readonly percents: number[]; readonly parts: number[] }>([
  { weights: [3, 1], percents: [100, 100], parts: [0.75, 0.25] },
  { weights: [3, 1], percents: [50, 100], parts: [0.375, 0.625] },
  { weights: [2, 1, 1], percents: [50, 100, 100], parts: [0.25, 0.375, 0.375] },
  { weights: [1, 1], percents: [50, 50], parts: [0.375, 0.375] },
  { weights: [10_000, 1], percents: [0, 100], parts: [0, 1] },
  { weights: [10_000, 1], percents: [0, 30], parts: [0, 0.3] },
  { weights: [10_000, 1], percents: [40, 100], parts: [0.4, 0.6] },
  { weights: [1, 0, 0], percents: [60, 100, 50], parts: [0.6, 0.3, 0.1] },
  { weights: [0, 0], percents: [100, 0], parts: [1, 0] },
  { weights: [1, 1], percents: [0, 0], parts: [0, 0] },
])('of weights $weights that keep $percents percent: $parts', ({ weights, percents, parts }) => {
  const kept = passByKey(
    weights.map((weight) => ({ weight })),
    percents,
  )
  for (const [index, part] of parts.entries()) expect(Math.abs((kept[index] ?? NaN) - part)).toBeLessThan(0.002)
})
