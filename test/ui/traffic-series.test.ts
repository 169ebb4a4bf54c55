import { expect, it } from 'vitest'
import { addTick, joinHistory, noTraffic, ratesOf, recentRates, type Step } from '../../ui/pages/now/traffic-series.ts'

const NOON = 1_800_000_000
const tick = { requests: 10, origin: 1, cdn: 8, refused: 1 }

function stepAt(endSeconds: number, requests: number): Step {
  return { requests, origin: 0, cdn: requests, refused: 0, endSeconds, seconds: 10 }
}
function afterTicks(count: number, from = NOON + 1) {
  return Array.from({ length: count }, (_, index) => from + index).reduce((series, at) => addTick(series, tick, at), noTraffic)
}

it('knows no rate before the first tick', () => {
  expect(recentRates(noTraffic)).toBeUndefined()
})

it.each([
  { ticks: 1, steps: [{ endSeconds: NOON + 10, seconds: 1 }] },
  { ticks: 10, steps: [{ endSeconds: NOON + 10, seconds: 10 }] },
  {
    ticks: 12,
    steps: [
      { endSeconds: NOON + 10, seconds: 10 },
      { endSeconds: NOON + 20, seconds: 2 },
    ],
  },
])('puts $ticks ticks into steps of 10 s at one rate', ({ ticks, steps }) => {
  const series = afterTicks(ticks)
  expect(series.steps).toMatchObject(steps)
  expect(series.steps.map(ratesOf)).toEqual(steps.map(() => tick))
})

it('takes the mean of the last 10 ticks as the present rate', () => {
  const quiet = { requests: 0, origin: 0, cdn: 0, refused: 0 }
  const series = Array.from({ length: 5 }, (_, index) => NOON + 20 + index).reduce(
    (before, at) => addTick(before, quiet, at),
    afterTicks(10),
  )
  expect(recentRates(series)).toEqual({ requests: 5, origin: 0.5, cdn: 4, refused: 0.5 })
})

it('forgets what is older than an hour', () => {
  const series = afterTicks(3_700)
  expect(series.steps.length).toBeLessThanOrEqual(360)
  expect(series.steps.at(-1)?.endSeconds).toBe(NOON + 3_700)
})

it("takes the node's own steps in place of the sums of ticks, and goes on from the running one", () => {
  const series = joinHistory(afterTicks(12), [stepAt(NOON, 50), stepAt(NOON + 10, 99)])
  expect(series.steps).toMatchObject([
    { endSeconds: NOON, requests: 50 },
    { endSeconds: NOON + 10, requests: 99 },
    { endSeconds: NOON + 20, requests: 20, seconds: 2 },
  ])
})
