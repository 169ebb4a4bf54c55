import { expect, it } from 'vitest'
import { checkAtMostOnceASecond } from '../../src/control/health/at-most-once-a-second.ts'
import type { CheckDependency } from '../../src/control/health/health.ts'
import { adminToken, openControl } from '../support/control.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { cdnHealthWith } from '../support/scripted-health.ts'

function counted() {
  let looks = 0
  let status: 'OK' | 'DOWN' = 'OK'
  const check: CheckDependency = async () => ({ name: 'store', status, latencyMs: (looks += 1), message: '' })
  return { check, looks: () => looks, fail: () => (status = 'DOWN') }
}

it('looks once for all who ask within a second, and again after it', async () => {
  const clock = fixedClock()
  const { check, looks, fail } = counted()
  const shared = checkAtMostOnceASecond(check, clock)
  const together = await Promise.all(Array.from({ length: 100 }, () => shared()))
  expect([looks(), new Set(together).size]).toEqual([1, 1])
  fail()
  await clock.advance(999)
  expect([(await shared()).status, looks()]).toEqual(['OK', 1])
  await clock.advance(1)
  expect([(await shared()).status, looks()]).toEqual(['DOWN', 2])
})

it('looks again within a second where a subject is another one', async () => {
  const { check, looks } = counted()
  let override = 'none'
  const shared = checkAtMostOnceASecond(check, fixedClock(), () => ['revision', override])
  await shared()
  override = 'DOWN'
  await shared()
  await shared()
  expect(looks()).toBe(2)
})

it('never looks twice at the same time, however long the answer takes', async () => {
  const clock = fixedClock()
  const { promise: answer, resolve } = Promise.withResolvers<void>()
  const { check, looks } = counted()
  const shared = checkAtMostOnceASecond(async () => {
    const found = await check()
    await answer
    return found
  }, clock)
  const first = shared()
  await clock.advance(5_000)
  const second = shared()
  expect(looks()).toBe(1)
  resolve()
  expect(await second).toBe(await first)
  expect(await shared()).toBe(await first)
})

it('is how /health asks the store, for known and unknown callers together', async () => {
  const clock = fixedClock()
  const control = await openControl({ clock })
  const ask = (headers = {}) => control.app.inject({ url: '/health', headers })
  expect((await ask()).json()).toEqual({ status: 'OK' })
  await control.sql('ALTER TABLE config_revision RENAME TO gone')
  expect((await ask()).json()).toEqual({ status: 'OK' })
  await clock.advance(1_000)
  expect((await ask()).json()).toEqual({ status: 'DEGRADED' })
  await control.sql('ALTER TABLE gone RENAME TO config_revision')
  expect((await ask({ authorization: `Bearer ${adminToken}` })).json()).toMatchObject({ status: 'DEGRADED' })
  await clock.advance(1_000)
  expect((await ask()).json()).toEqual({ status: 'OK' })
  await control.close()
})

it('is how /health looks at the CDNs', async () => {
  const clock = fixedClock()
  const control = await openControl({ clock })
  const ask = async () => (await control.app.inject({ url: '/health' })).json<object>()
  expect(await ask()).toEqual({ status: 'OK' })
  control.health.tell([cdnHealthWith({ health: 'UNHEALTHY' })])
  await clock.advance(999)
  expect(await ask()).toEqual({ status: 'OK' })
  await clock.advance(1)
  expect(await ask()).toEqual({ status: 'DEGRADED' })
  await control.close()
})
