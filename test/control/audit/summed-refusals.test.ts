import { afterEach, expect, it } from 'vitest'
import { openSummedRefusals } from '../../../src/control/audit/summed-refusals.ts'
import type { RefusedAttempt } from '../../../src/core/change/attempt-outcome.ts'
import type { Attempt } from '../../../src/core/change/attempt.ts'
import { everybodyIs, openControl, type ControlUnderTest } from '../../support/control.ts'
import { fixedClock } from '../../support/fixed-clock.ts'
import { until } from '../../support/until.ts'

const clock = fixedClock()
let control: ControlUnderTest | undefined
afterEach(async () => {
  await control?.close()
  control = undefined
})

function opened() {
  const single: RefusedAttempt[] = []
  const sums: (readonly [Attempt, RefusedAttempt])[] = []
  const state = { isAway: false, unrecorded: 0, meanwhile: () => Promise.resolve() }
  const summed = openSummedRefusals({
    clock,
    record: async (_attempt, refused) => void single.push(refused),
    async recordSum(attempt, refused) {
      if (state.isAway) throw new Error('the store is away')
      sums.push([attempt, refused])
      if (sums.length < 100) await state.meanwhile()
    },
    onUnrecorded: () => void (state.unrecorded += 1),
  })
  const refuse = (actor: string, code: string, action = 'publish') =>
    summed.refuse(
      { actor, role: 'viewer', address: '192.0.2.1', requestId: 'r', at: clock.nowIso() },
      { action, target: '-', refusal: { code, message: 'no' } },
    )
  return { single, sums, state, refuse, stop: () => summed.stop() }
}

it('records 100 at once one by one, the rest in one event a minute for each actor and code', async () => {
  const { single, sums, refuse, stop } = opened()
  for (let count = 0; count < 100; count += 1) await refuse('ann', 'FORBIDDEN')
  for (let count = 0; count < 500; count += 1) await refuse('ann', 'FORBIDDEN', count % 2 === 0 ? 'publish' : 'rollback')
  await refuse('ann', 'INPUT_INVALID')
  await refuse('ben', 'FORBIDDEN')
  expect([single.length, sums.length]).toEqual([101, 0])
  await clock.advance(60_000)
  expect(
    sums.map(([{ actor, role, requestId }, { action, refusal, after }]) => [actor, role, requestId, action, refusal.code, after]),
  ).toEqual([
    ['ann', 'viewer', '-', 'refusalsSummed', 'FORBIDDEN', { publish: 250, rollback: 250 }],
    ['ann', 'viewer', '-', 'refusalsSummed', 'INPUT_INVALID', { publish: 1 }],
  ])
  expect(sums[0]?.[1].refusal.message).toMatch(/^500 more were refused since 2026-/)
  for (let count = 0; count < 12; count += 1) await refuse('ann', 'FORBIDDEN')
  expect(single).toHaveLength(111)
  await stop()
  expect(sums).toHaveLength(3)
})

it('records one sum a minute however many are refused while it does so', async () => {
  const { sums, state, refuse, stop } = opened()
  for (let count = 0; count < 101; count += 1) await refuse('ann', 'FORBIDDEN')
  state.meanwhile = async () => {
    for (let count = 0; count < 20; count += 1) await refuse('ann', 'FORBIDDEN')
  }
  await clock.advance(60_000)
  expect(sums).toHaveLength(1)
  await clock.advance(60_000)
  expect(sums).toHaveLength(2)
  state.meanwhile = () => Promise.resolve()
  await stop()
})

it('stays within 30,000 events a day for one actor, whatever is refused', async () => {
  const { single, sums, refuse, stop } = opened()
  for (let minute = 0; minute < 100; minute += 1) {
    for (let count = 0; count < 200; count += 1) await refuse('ann', `CODE_${count % 40}`)
    await clock.advance(60_000)
  }
  expect(single.length).toBeLessThanOrEqual(100 + 10 * 100)
  expect(sums.length).toBeLessThanOrEqual(10 * 100)
  await stop()
})

it('keeps a sum for the next minute while the store is away, and counts what it has no room for', async () => {
  const { sums, state, refuse, stop } = opened()
  for (let count = 0; count < 105; count += 1) await refuse('ann', 'FORBIDDEN')
  state.isAway = true
  await clock.advance(60_000)
  state.isAway = false
  for (let count = 0; count < 12; count += 1) await refuse('ann', 'FORBIDDEN')
  await clock.advance(60_000)
  expect(sums.map(([, { after }]) => after)).toEqual([{ publish: 7 }])
  for (let actor = 0; actor < 1_001; actor += 1) for (let count = 0; count < 101; count += 1) await refuse(`a${actor}`, 'X')
  expect(state.unrecorded).toBe(1)
  await stop()
})

it('is how a viewer who goes on to try stands in the audit trail', async () => {
  control = await openControl({
    clock,
    limits: { requestsPerSecond: 0 },
    authenticate: everybodyIs(() => ({ name: 'ann', roles: ['viewer'], expiresAt: null })),
  })
  const under = control
  await Promise.all(Array.from({ length: 130 }, () => under.graphql('mutation { publish(input: {}) { __typename } }')))
  const put = await control.app.inject({ method: 'PUT', url: '/config', headers: { authorization: 'Bearer x' }, payload: {} })
  expect(put.statusCode).toBe(403)
  await clock.advance(60_000)
  const { client } = control
  const ofAnn = () => client.auditEvent.findMany({ where: { actor: 'ann' }, orderBy: { id: 'asc' } })
  await until('the sum is recorded', 5_000, async () => (await ofAnn()).length === 101)
  const events = await ofAnn()
  expect(events).toHaveLength(101)
  expect(events.at(-1)).toMatchObject({
    action: 'refusalsSummed',
    outcome: 'REFUSED',
    code: 'FORBIDDEN',
    after: { publish: 30, putConfig: 1 },
  })
}, 30_000)
