import { afterEach, expect, it, vi } from 'vitest'
import { openPauses } from '../../../src/adapters/simulator/pauses.ts'

afterEach(() => void vi.restoreAllMocks())

it('sleeps for 0.1 ms after each 0.1 ms of work, for 3.5 s', () => {
  let nowMs = 1_000
  const sleep = vi.spyOn(Atomics, 'wait').mockImplementation((_cell, _index, _value, forMs = 0) => {
    nowMs += forMs
    return 'timed-out'
  })
  const pause = openPauses({ nowMonoMs: () => nowMs })
  const sleepsIn = (workMs: number): number => {
    const before = sleep.mock.calls.length
    for (let worked = 0; worked < workMs; worked += 0.01) {
      pause()
      nowMs += 0.01
    }
    return sleep.mock.calls.length - before
  }
  expect(sleepsIn(1_000)).toBeGreaterThan(9_000)
  expect(nowMs).toBeLessThan(3_100)
  expect(sleep.mock.calls[0]?.[3]).toBe(0.1)
  nowMs = 4_501
  expect(sleepsIn(100)).toBe(0)
})

it('really sleeps', () => {
  const began = performance.now()
  const pause = openPauses({ nowMonoMs: () => performance.now() })
  pause()
  expect(performance.now() - began).toBeGreaterThanOrEqual(0.1)
})
