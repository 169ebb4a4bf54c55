import { expect, it } from 'vitest'
import { openBreaker, type Outage } from '../../../src/adapters/breaker/breaker.ts'
import { fixedClock } from '../../support/fixed-clock.ts'
import { settle } from '../../support/settle.ts'

class Failure extends Error {
  readonly outage: Outage | undefined
  constructor(outage: Outage | undefined, message = 'no route') {
    super(message)
    this.outage = outage
  }
}

/** A breaker whose service answers a ping with these outcomes, one a ping, and then with the last one. */
function open(pings: readonly (() => Promise<unknown>)[] = [async () => 'pong'], random = 1) {
  const clock = fixedClock()
  const pinged: number[] = []
  const breaker = openBreaker({
    outageOf: (failure) => (failure instanceof Failure ? failure.outage : undefined),
    ping() {
      pinged.push(clock.nowMonoMs())
      return (pings[pinged.length - 1] ?? pings.at(-1))?.() ?? Promise.resolve()
    },
    clock,
    random: () => random,
  })
  let asked = 0
  const ask = (outcome: () => Promise<unknown>): Promise<unknown> =>
    breaker
      .ask(() => {
        asked += 1
        return outcome()
      })
      .catch((error: unknown) => (error as Error).message)
  return { breaker, clock, pinged, ask, asked: () => asked }
}

const lost = (): Promise<never> => Promise.reject(new Failure('LOST'))
const late = (): Promise<never> => Promise.reject(new Failure('LATE', 'no answer within 4.8 s'))
const refuse = (): Promise<never> => Promise.reject(new Failure(undefined, 'it is a standby'))
const busy = (): Promise<never> => Promise.reject(new Failure('BUSY', 'none was free'))
const answer = async (): Promise<string> => 'here'
const never = (): Promise<never> => new Promise(() => undefined)

it.each([
  { what: 'the first late answer', outcomes: [late], opens: 1 },
  { what: 'a late answer after an answer', outcomes: [answer, late], opens: 1 },
  { what: 'three losses in a row', outcomes: [lost, lost, lost], opens: 1 },
  { what: 'two losses', outcomes: [lost, lost], opens: 0 },
  { what: 'losses with an answer between them', outcomes: [lost, lost, answer, lost, lost], opens: 0 },
  { what: 'any number of refusals, which are answers', outcomes: [refuse, refuse, refuse, refuse], opens: 0 },
  { what: 'any number of questions for which no connection was free', outcomes: [busy, busy, busy, busy], opens: 0 },
])('opens $opens times at $what', async ({ outcomes, opens }) => {
  const { breaker, ask } = open()
  for (const outcome of outcomes) await ask(outcome)
  expect(breaker.view()).toEqual(
    opens === 1
      ? { state: 'OPEN', opens, openSince: '2026-01-01T00:00:00.000Z' }
      : { state: 'CLOSED', opens: 0, openSince: null },
  )
})

it('open, fails at once as the last outage did, and asks nobody', async () => {
  const { ask, asked } = open()
  await ask(late)
  expect([await ask(answer), await ask(answer), asked()]).toEqual(['no answer within 4.8 s', 'no answer within 4.8 s', 1])
})

it('closes when a ping is answered, and asks again', async () => {
  const { breaker, clock, ask } = open()
  await ask(late)
  await clock.advance(100)
  await settle()
  expect([await ask(answer), breaker.view()]).toEqual(['here', { state: 'CLOSED', opens: 1, openSince: null }])
})

it('stays open when no connection is free for a ping, which tells nothing', async () => {
  const { breaker, clock, ask } = open([busy, answer])
  await ask(late)
  await clock.advance(1)
  expect(breaker.view()).toMatchObject({ state: 'OPEN', opens: 1 })
  await clock.advance(100)
  expect(breaker.view()).toMatchObject({ state: 'CLOSED', opens: 1 })
})

it('closes when a ping is refused, which is an answer', async () => {
  const { breaker, clock, ask } = open([refuse])
  await ask(late)
  await clock.advance(100)
  await settle()
  expect(breaker.view().state).toBe('CLOSED')
})

it.each([
  { random: 1, pauses: [0, 100, 200, 400, 800, 1_000, 1_000] },
  { random: 0, pauses: [0, 50, 100, 200, 400, 500, 500] },
])(
  'pings at once, then after growing pauses of at most a second, jittered: $pauses where $random is drawn',
  async ({ random, pauses }) => {
    const { breaker, clock, pinged, ask } = open([lost], random)
    await ask(late)
    for (const pause of pauses) {
      await clock.advance(pause)
      await settle()
    }
    expect(pinged.map((at, index) => at - (pinged[index - 1] ?? 0))).toEqual(pauses)
    expect(breaker.view().opens).toBe(1)
  },
)

it('pings at once again at the next outage', async () => {
  const { clock, pinged, ask } = open([lost, lost, answer])
  await ask(late)
  await clock.advance(1_000)
  await ask(late)
  await clock.advance(100)
  expect(pinged).toEqual([0, 100, 300, 1_000])
})

it('half-open, lets nobody wait for the ping that hangs', async () => {
  const { breaker, clock, ask, asked } = open([never])
  await ask(late)
  await clock.advance(60_000)
  expect([breaker.view().state, await ask(answer), asked()]).toEqual(['HALF_OPEN', 'no answer within 4.8 s', 1])
})

it('tells the reason of the last ping', async () => {
  const { clock, ask } = open([lost])
  await ask(late)
  await clock.advance(100)
  await settle()
  expect(await ask(answer)).toBe('no route')
})

it('lets a probe pass while it is open, and closes when that is answered', async () => {
  const { breaker, ask } = open([lost])
  await ask(late)
  expect([await breaker.probe(answer), breaker.view().state, await ask(answer)]).toEqual(['here', 'CLOSED', 'here'])
})

it('stays open when a probe fails, pings go on', async () => {
  const { breaker, clock, pinged, ask } = open([lost])
  await ask(late)
  await expect(breaker.probe(lost)).rejects.toThrow('no route')
  await clock.advance(200)
  expect([breaker.view(), pinged]).toEqual([{ state: 'OPEN', opens: 1, openSince: '2026-01-01T00:00:00.000Z' }, [100]])
})

it('a probe that comes during a hanging ping asks by itself, and leaves the decision to that', async () => {
  const { breaker, clock, ask } = open([never])
  await ask(late)
  await clock.advance(100)
  expect([await breaker.probe(answer), breaker.view().state]).toEqual(['here', 'HALF_OPEN'])
  await expect(breaker.probe(lost)).rejects.toThrow('no route')
})

it('pings no more after it was stopped', async () => {
  const { breaker, clock, pinged, ask } = open()
  await ask(late)
  breaker.stop()
  await clock.advance(60_000)
  expect([pinged, clock.pending()]).toEqual([[], 0])
})
