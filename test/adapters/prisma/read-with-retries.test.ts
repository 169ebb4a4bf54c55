import { expect, it } from 'vitest'
import { Late } from '../../../src/adapters/prisma/late.ts'
import { readWithRetries } from '../../../src/adapters/prisma/read-with-retries.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { fixedClock } from '../../support/fixed-clock.ts'

/** A read with these failures, one a try, that is answered then. */
function readAfter(failures: readonly unknown[]) {
  const atMs: number[] = []
  const read = (): Promise<string> => {
    const failure = failures[atMs.length]
    atMs.push(performance.now())
    return failure === undefined ? Promise.resolve('read') : Promise.reject(failure)
  }
  return { read, atMs }
}

const lost = Object.assign(new Error('worded'), { driver: { code: 'ECONNRESET', message: 'read' } })
const refused = Object.assign(new Error('worded'), { driver: { message: 'x' }, code: '42P01', severity: 'ERROR' })

it.each([
  { failures: [], tries: 1, outcome: 'read' },
  { failures: [lost], tries: 2, outcome: 'read' },
  { failures: [lost, lost], tries: 3, outcome: 'read' },
  { failures: [lost, lost, lost], tries: 3, outcome: 'it closed the connection' },
  { failures: [new Late(2_000)], tries: 1, outcome: 'no answer within 2 s' },
  { failures: [refused], tries: 1, outcome: 'it did not answer as it should, see the log' },
])('after $failures.length failures, is $outcome at try $tries', async ({ failures, tries, outcome }) => {
  const { read, atMs } = readAfter(failures)
  expect(await readWithRetries(systemClock, read).catch((error: unknown) => (error as Error).message)).toBe(outcome)
  expect(atMs).toHaveLength(tries)
})

it('waits 50 to 100 ms, then 100 to 200 ms, jittered, so that all nodes do not come back at once', async () => {
  const both = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const { read, atMs } = readAfter([lost, lost])
      await readWithRetries(systemClock, read)
      return [(atMs[1] ?? 0) - (atMs[0] ?? 0), (atMs[2] ?? 0) - (atMs[1] ?? 0)] as const
    }),
  )
  // A timer may fire a millisecond early, and later where the machine is busy.
  expect(Math.min(...both.map(([first]) => first))).toBeGreaterThan(48)
  expect(Math.min(...both.map(([, second]) => second))).toBeGreaterThan(98)
  expect(new Set(both.map(([first]) => Math.round(first))).size).toBeGreaterThan(1)
})

it('tries no more once the deadline has passed, and tells that', async () => {
  const clock = fixedClock()
  const { read, atMs } = readAfter([lost, lost])
  const asked = readWithRetries(clock, read).catch((error: unknown) => (error as Error).message)
  await clock.advance(5_000)
  expect(await asked).toBe('no answer within 4.8 s')
  await readWithRetries(systemClock, readAfter([lost, lost]).read) // takes as long as both pauses
  expect(atMs).toHaveLength(1)
})
