import { expect, it } from 'vitest'
import { openTimingTotals } from '../../src/agent/timing-totals.ts'
import { noTimings, type WorkerTimings } from '../../src/core/worker-timings.ts'

const worker = { id: 'worker-1', pid: 11 }

function timingsWith(redirects: number): WorkerTimings {
  const timings = noTimings()
  timings.redirect.counts[2] = redirects
  timings.redirect.sum = redirects
  return timings
}

it('never goes down, whichever processes come and go', () => {
  const totals = openTimingTotals()
  const read = (): number => totals.total().redirect.sum
  totals.hearStart(worker)
  totals.record(worker, timingsWith(3))
  totals.record(worker, timingsWith(3))
  expect(read()).toBe(3)
  totals.hearEnd(worker)
  totals.hearStart({ ...worker, pid: 12 })
  totals.record({ ...worker, pid: 12 }, timingsWith(1))
  expect(read()).toBe(4)
})

it('counts a process that is older than this from its next report on', () => {
  const totals = openTimingTotals()
  totals.record(worker, timingsWith(30))
  totals.record(worker, timingsWith(32))
  expect(totals.total().redirect.sum).toBe(2)
})

it('takes the counters as they were told: what a worker counts later is in its next report', () => {
  const totals = openTimingTotals()
  const counting = timingsWith(1)
  totals.hearStart(worker)
  totals.record(worker, counting)
  counting.redirect.sum = 9
  expect(totals.total().redirect.sum).toBe(1)
  totals.record(worker, counting)
  expect(totals.total().redirect.sum).toBe(9)
})

it('takes a worker of a version that measures nothing', () => {
  const totals = openTimingTotals()
  totals.hearStart(worker)
  totals.record(worker, undefined)
  expect(totals.total()).toEqual(noTimings())
})
