import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { systemClock } from '../../../src/adapters/system/clock.ts'

// Only its own timers are under test: days pass at once.
beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }))
afterEach(() => vi.useRealTimers())

const dayMs = 86_400_000

it.each([0, 1, 9_999, 10_000, 10_001, 3 * dayMs, 26 * dayMs])('calls back once %d ms from now, not earlier', async (delayMs) => {
  const called: number[] = []
  const startMs = Date.now()
  systemClock.at(startMs + delayMs, () => called.push(Date.now() - startMs))
  if (delayMs > 0) await vi.advanceTimersByTimeAsync(delayMs - 1)
  expect(called).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(called).toEqual([delayMs])
})

it('calls back at once where that has passed, and never from inside the call', async () => {
  const called: string[] = []
  systemClock.at(Date.now() - 5, () => called.push('passed'))
  expect(called).toEqual([])
  await vi.advanceTimersByTimeAsync(0)
  expect(called).toEqual(['passed'])
})

it('goes by the wall clock when that is set, forwards within 10 s and backwards', async () => {
  const called: string[] = []
  const startMs = Date.now()
  systemClock.at(startMs + dayMs, () => called.push('forwards'))
  vi.setSystemTime(startMs + dayMs)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(called).toEqual(['forwards'])
  const nowMs = Date.now()
  systemClock.at(nowMs + 5_000, () => called.push('backwards'))
  vi.setSystemTime(nowMs - 60_000)
  await vi.advanceTimersByTimeAsync(64_000)
  expect(called).toEqual(['forwards'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(called).toEqual(['forwards', 'backwards'])
})

it('calls nobody back who has cancelled, whenever that was', async () => {
  const called: string[] = []
  const cancels = [1, 15_000].map((delayMs) => systemClock.at(Date.now() + delayMs, () => called.push('called')))
  cancels[0]?.()
  await vi.advanceTimersByTimeAsync(12_000)
  cancels[1]?.()
  await vi.advanceTimersByTimeAsync(dayMs)
  expect(called).toEqual([])
})
