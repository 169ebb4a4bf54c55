import { beforeEach, describe, expect, it } from 'vitest'
import { openStoreTime } from '../../../src/adapters/system/store-time.ts'
import type { StoreTime } from '../../../src/ports/store-time.ts'
import { fixedClock, type FixedClock } from '../../support/fixed-clock.ts'

const dayMs = 86_400_000

let clock: FixedClock
/** How far somebody has set this machine's wall clock. */
let setByMs: number
let time: StoreTime
beforeEach(() => {
  clock = fixedClock()
  setByMs = 0
  time = openStoreTime({ ...clock, nowEpochMs: () => clock.nowEpochMs() + setByMs })
})

describe('the time', () => {
  it('is that of this machine, and no offset is known, before the store was heard', async () => {
    await clock.advance(1_000)
    setByMs = 5_000
    expect([time.nowEpochMs(), time.offsetMs()]).toEqual([clock.nowEpochMs() + 5_000, undefined])
  })

  it.each([7_200_000, -7_200_000, 0])('goes on from what was heard, %d ms ahead of this machine', async (offsetMs) => {
    time.hear(clock.nowEpochMs() + offsetMs)
    await clock.advance(90_000)
    expect([time.nowEpochMs(), time.offsetMs()]).toEqual([clock.nowEpochMs() + offsetMs, offsetMs])
  })

  it('does not move when this machine is set, whose offset then shows it at once', async () => {
    time.hear(clock.nowEpochMs())
    await clock.advance(1_000)
    setByMs = 3_600_000
    expect([time.nowEpochMs(), time.offsetMs()]).toEqual([clock.nowEpochMs(), -3_600_000])
  })
})

describe('a callback', () => {
  it.each([0, 1, 9_999, 10_000, 10_001, 3 * dayMs, 26 * dayMs])('comes once, %d ms from now, not earlier', async (delayMs) => {
    const called: number[] = []
    const startMs = clock.nowMonoMs()
    time.at(time.nowEpochMs() + delayMs, () => called.push(clock.nowMonoMs() - startMs))
    if (delayMs > 0) await clock.advance(delayMs - 1)
    expect(called).toEqual([])
    await clock.advance(1)
    await clock.advance(20_000)
    expect(called).toEqual([delayMs])
  })

  it('comes at once where its time has passed, and never from inside the call', async () => {
    const called: string[] = []
    time.at(time.nowEpochMs() - 5, () => called.push('passed'))
    expect(called).toEqual([])
    await clock.advance(0)
    expect(called).toEqual(['passed'])
  })

  it('goes by what is heard meanwhile, forwards within 10 s and backwards', async () => {
    const called: string[] = []
    time.hear(clock.nowEpochMs())
    time.at(clock.nowEpochMs() + dayMs, () => called.push('forwards'))
    time.hear(clock.nowEpochMs() + dayMs)
    await clock.advance(10_000)
    expect(called).toEqual(['forwards'])
    time.at(time.nowEpochMs() + 5_000, () => called.push('backwards'))
    time.hear(time.nowEpochMs() - 60_000)
    await clock.advance(64_000)
    expect(called).toEqual(['forwards'])
    await clock.advance(1_000)
    expect(called).toEqual(['forwards', 'backwards'])
  })

  it('comes to nobody who has cancelled, whenever that was', async () => {
    const called: string[] = []
    const cancels = [1, 15_000].map((delayMs) => time.at(time.nowEpochMs() + delayMs, () => called.push('called')))
    cancels[0]?.()
    await clock.advance(12_000)
    cancels[1]?.()
    await clock.advance(dayMs)
    expect(called).toEqual([])
  })
})
