import { beforeEach, expect, it } from 'vitest'
import { watchSilence, type Silence } from '../../src/primary/silence.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'

let clock: FixedClock
/** How much later than its timers the clock is: the process was stopped for so long. */
let stoppedMs: number
let silence: Silence
let silent: number[]

beforeEach(() => {
  clock = fixedClock()
  stoppedMs = 0
  silent = []
  silence = watchSilence({ ...clock, nowMonoMs: () => clock.nowMonoMs() + stoppedMs }, 5_000)
  for (const pid of [1, 2]) silence.watch(pid, () => silent.push(pid))
})

it('tells once of who was not heard of for 5 s, and of nobody else', async () => {
  await clock.advance(4_999)
  silence.hear(2)
  expect(silent).toEqual([])
  await clock.advance(1)
  expect(silent).toEqual([1])
  await clock.advance(4_498)
  expect(silent).toEqual([1])
  await clock.advance(502)
  expect(silent).toEqual([1, 2])
  await clock.advance(60_000)
  expect(silent).toEqual([1, 2])
})

it('leaves those alone that were forgotten, or never watched', async () => {
  for (const pid of [1, 2]) silence.forget(pid)
  silence.hear(3)
  await clock.advance(60_000)
  expect(silent).toEqual([])
})

it('gives everybody the whole time again when this process was stopped itself', async () => {
  await clock.advance(4_500)
  stoppedMs = 7_000
  await clock.advance(500)
  expect(silent).toEqual([])
  silence.hear(2)
  await clock.advance(4_999)
  expect(silent).toEqual([])
  await clock.advance(1)
  expect(silent).toEqual([1, 2])
})
