import { expect, it } from 'vitest'
import { compareFailures } from '../../support/failing-fleets.ts'

// 200 fleets are in test/soak/failing-fleets.test.ts.
it('contingencies miss no overload of a fleet in which each CDN really fails, and invent none beyond 2 %', () => {
  const { overloads, missed, invented } = compareFailures(8)
  expect({ missed, invented }).toEqual({ missed: [], invented: [] })
  expect(overloads).toBeGreaterThan(3)
}, 60_000)
