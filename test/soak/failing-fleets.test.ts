import { expect, it } from 'vitest'
import { compareFailures } from '../support/failing-fleets.ts'

it('contingencies miss no overload of 200 fleets in which each CDN really fails, and invent none beyond 2 %', () => {
  const { failures, overloads, missed, invented, apart } = compareFailures(200)
  const [half, most] = [0.5, 0.99].map((part) => apart[Math.floor(apart.length * part)])
  process.stdout.write(`${JSON.stringify({ failures, overloads, loads: apart.length, half, most, furthest: apart.at(-1) })}\n`)
  expect({ missed, invented }).toEqual({ missed: [], invented: [] })
  expect(overloads).toBeGreaterThan(200)
})
