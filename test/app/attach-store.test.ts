import { expect, it } from 'vitest'
import { openBreaker } from '../../src/adapters/breaker/breaker.ts'
import { attachStore } from '../../src/app/attach-store.ts'
import { openNodeTimings } from '../../src/core/node-timings.ts'
import { OutcomeUnknown, StoreUnavailable, type ConfigStore } from '../../src/ports/config-store.ts'
import { attempt, increment } from '../contract/changes.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { settle } from '../support/settle.ts'

const state = {
  version: 0,
  workingCopy: { cdns: [], originClusters: [], settings: { ratio: 10, redirectStatus: 302 } },
  live: undefined,
  canary: undefined,
  lastNumber: 0,
  overrides: { version: 0, overrides: [] },
} as const
const present: ConfigStore = {
  state: async () => state,
  live: async () => undefined,
  revision: async () => undefined,
  change: async () => ({ ok: true, before: state, value: state }),
  isChangeable: async () => true,
  record: async () => undefined,
}

/** A store that is away for these reasons, one a try, and then there; with what it came to. */
function attach(reasons: readonly string[], { random = 1, prepare = async () => 7 } = {}) {
  const clock = fixedClock()
  const tries: number[] = []
  const refused: unknown[] = []
  const attachedTo: number[] = []
  const timings = openNodeTimings()
  const breaker = openBreaker({
    outageOf: (failure) => (failure instanceof StoreUnavailable ? 'LATE' : undefined),
    ping: async () => 'pong',
    clock,
    random: () => random,
  })
  const attached = attachStore({
    name: 'PostgreSQL at db:5432/sluice',
    async prepare() {
      tries.push(clock.nowMonoMs())
      const reason = reasons[tries.length - 1]
      if (reason !== undefined) throw new Error(reason)
      return prepare()
    },
    breaker,
    clock,
    random: () => random,
    timings,
    onAttached: (revision) => attachedTo.push(revision),
    onRefused: (error) => refused.push(error instanceof Error ? error.message : error),
  })
  return { clock, tries, refused, attachedTo, attached, timings, store: attached.guard(present) }
}

it('passes on to the store once it is prepared, and says which revision is live', async () => {
  const { attached, store, attachedTo, refused } = attach([])
  await attached.tried
  expect([await store.live(), await store.state(), await store.change(attempt, increment)]).toEqual([
    undefined,
    state,
    { ok: true, before: state, value: state },
  ])
  expect([attachedTo, refused]).toEqual([[7], []])
})

it.each<readonly [string, (store: ConfigStore) => Promise<unknown>]>([
  ['state', (store) => store.state()],
  ['live', (store) => store.live()],
  ['revision', (store) => store.revision(1)],
  ['change', (store) => store.change(attempt, increment)],
])('%s rejects as StoreUnavailable with the reason until then', async (_, ask) => {
  const { attached, store } = attach(['no route', 'no route'])
  const before = await ask(store).catch((error: unknown) => error)
  expect(before).toMatchObject({ name: 'StoreUnavailable', message: 'PostgreSQL at db:5432/sluice: no answer yet' })
  await attached.tried
  const refusal = await ask(store).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(StoreUnavailable)
  expect(refusal).toMatchObject({ message: 'PostgreSQL at db:5432/sluice: no route' })
})

it.each([
  { failure: new StoreUnavailable('ECONNREFUSED', { cause: 'why' }), told: 'PostgreSQL at db:5432/sluice: ECONNREFUSED' },
  { failure: new OutcomeUnknown('it ended', { cause: 'why' }), told: 'PostgreSQL at db:5432/sluice: it ended' },
  { failure: new TypeError('a bug'), told: 'a bug' },
])('names the store in each of its failures, and in no other: $told', async ({ failure, told }) => {
  const { attached } = attach([])
  await attached.tried
  const refusal: unknown = await attached.ask(() => Promise.reject(failure)).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(failure.constructor)
  expect(refusal).toMatchObject({ message: told, ...(failure.cause === undefined ? {} : { cause: 'why' }) })
})

it.each([
  { random: 1, pauses: [500, 1_000, 2_000, 4_000, 5_000, 5_000] },
  { random: 0, pauses: [250, 500, 1_000, 2_000, 2_500, 2_500] },
])('tries again after growing pauses of at most 5 s, jittered: $pauses where $random is drawn', async ({ random, pauses }) => {
  const { clock, tries, attachedTo } = attach(
    Array.from({ length: pauses.length }, () => 'no route'),
    { random },
  )
  await settle()
  for (const pause of pauses) {
    await clock.advance(pause)
    await settle()
  }
  expect(tries.map((at, index) => at - (tries[index - 1] ?? 0)).slice(1)).toEqual(pauses)
  expect(attachedTo).toEqual([7])
})

it('says each reason once', async () => {
  const { clock, refused } = attach(['no route', 'no route', 'wrong password', 'no route', 'wrong password'])
  await settle()
  await clock.advance(60_000)
  expect(refused).toEqual(['no route', 'wrong password'])
})

it('lets nobody wait longer than 3 s for the first try', async () => {
  const { clock, attached, tries } = attach([], { prepare: () => new Promise<never>(() => undefined) })
  let waited = true
  void attached.tried.then(() => (waited = false))
  await clock.advance(2_999)
  expect(waited).toBe(true)
  await clock.advance(1)
  expect([waited, tries]).toEqual([false, [0]])
})

it('tries no more after it was stopped', async () => {
  const { clock, attached, tries } = attach(['no route', 'no route'])
  await attached.tried
  attached.stop()
  await clock.advance(60_000)
  expect(tries).toHaveLength(1)
})

it('behind an open breaker asks nobody, and tells the reason with the name of the store; a look asks all the same', async () => {
  const { attached, store, timings } = attach([])
  await attached.tried
  await attached.ask(() => Promise.reject(new StoreUnavailable('no answer within 4.8 s'))).catch(() => undefined)
  await expect(store.change(attempt, increment)).rejects.toThrow('PostgreSQL at db:5432/sluice: no answer within 4.8 s')
  expect(timings.store.list().map(([{ counts }]) => counts.reduce((all, one) => all + one))).toEqual([0, 1])
  expect(await attached.look(async () => 'here')).toBe('here')
  expect(await store.state()).toBe(state)
})

it('measures each question that the store was asked, by whether it answered', async () => {
  const { attached, timings, clock } = attach([])
  await attached.tried
  await attached.ask(async () => clock.advance(30))
  await expect(attached.ask(() => Promise.reject(new StoreUnavailable('late')))).rejects.toThrow('late')
  expect(
    timings.store.list().map(([{ counts, sum }, outcome]) => [outcome, counts.reduce((all, one) => all + one), sum]),
  ).toEqual([
    ['answered', 1, 0.03],
    ['failed', 1, 0],
  ])
})
