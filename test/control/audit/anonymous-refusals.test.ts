import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { recordAnonymousRefusals } from '../../../src/control/audit/anonymous-refusals.ts'
import { openRefusalCounts } from '../../../src/control/audit/refusal-counts.ts'
import type { RefusedAttempt } from '../../../src/core/change/attempt-outcome.ts'
import { StoreUnavailable } from '../../../src/ports/config-store.ts'
import { adminToken, openControl, type ControlUnderTest } from '../../support/control.ts'
import { fixedClock, type FixedClock } from '../../support/fixed-clock.ts'
import { settle } from '../../support/settle.ts'
import { until } from '../../support/until.ts'
import { openSocket } from '../../support/web-socket.ts'

let clock: FixedClock
let control: ControlUnderTest
beforeEach(async () => {
  clock = fixedClock()
  control = await openControl({ clock, addressOf: () => '192.0.2.7', limits: { failedLoginsPerMinute: 1 } })
}, 30_000)
afterEach(() => control.close())

const counted = () => control.client.auditEvent.findMany({ where: { action: 'anonymousRefused' }, orderBy: { id: 'asc' } })
const ask = (headers: Record<string, string> = {}, method: 'GET' | 'PUT' = 'PUT') =>
  control.app.inject({ method, url: '/config', headers, ...(method === 'PUT' ? { payload: {} } : {}) })

it('makes one event a minute of all of them, and none when there were none', async () => {
  await ask()
  await ask({ authorization: 'Bearer wrong' })
  await control.app.inject({
    method: 'POST',
    url: '/graphql',
    payload: { query: 'mutation { publish(input: {}) { __typename } }' },
  })
  expect(await counted()).toEqual([])
  await clock.advance(60_000)
  await until('the first event', 9_000, async () => (await counted()).length === 1)
  await clock.advance(180_000)
  await ask({}, 'GET')
  await clock.advance(60_000)
  await until('the second event', 9_000, async () => (await counted()).length === 2)
  const minute = (at: string, total: number) => ({
    actor: 'anonymous',
    role: '-',
    address: '192.0.2.7',
    action: 'anonymousRefused',
    target: '-',
    outcome: 'REFUSED',
    code: 'UNAUTHENTICATED',
    message: `${total} refused without a valid token since ${at}, from 1 addresses`,
    before: null,
    after: { minute: at, total, byCode: { UNAUTHENTICATED: total }, addresses: 1 },
    revision: null,
    requestId: '-',
  })
  expect(await counted()).toMatchObject([minute('2026-01-01T00:00:00.000Z', 3), minute('2026-01-01T00:04:00.000Z', 1)])
})

it('counts neither what was let through, nor whom it knows, nor what nobody may not ask', async () => {
  await control.graphql('mutation { nothing }')
  await control.app.inject({ method: 'GET', url: '/nowhere' })
  await control.app.inject({ method: 'GET', url: '/health/ready' })
  await control.app.inject({ method: 'POST', url: '/graphql', headers: known, payload: '{' })
  expect(control.refusals.pending()).toBeUndefined()
  expect([...control.refusals.refused()]).toEqual([
    ['GRAPHQL_VALIDATION_FAILED', 1],
    ['BAD_REQUEST', 1],
  ])
  const { payload } = await control.app.inject({ method: 'GET', url: '/metrics', headers: known })
  expect(payload).toContain('sluice_admin_refused_total{code="GRAPHQL_VALIDATION_FAILED"} 1')
  expect(payload).toContain('sluice_audit_unrecorded_total 0')
})

it('counts too many wrong tokens as what they are answered with', async () => {
  for (let index = 0; index < 7; index++) await ask({ authorization: 'Bearer wrong' })
  expect(control.refusals.pending()?.byCode).toEqual({ UNAUTHENTICATED: 5, RATE_LIMITED: 2 })
})

it('counts sockets that are refused, at the door or by their token', async () => {
  const ticking = await openControl({ clock: systemClock }) // sockets are closed by a timer
  const url = await ticking.app.listen({ port: 0, host: '127.0.0.1' })
  await expect(openSocket(url, [], { origin: 'https://evil.example.com' })).rejects.toThrow('403')
  await expect(openSocket(url, [], { protocol: 'graphql-ws' })).rejects.toThrow('400')
  const wrong = { type: 'connection_init', payload: { Authorization: 'Bearer wrong' } }
  const { closed } = await openSocket(url, [wrong])
  expect(await closed).toBe(4403)
  const byCode = ticking.refusals.pending()?.byCode
  await ticking.close()
  expect(byCode).toEqual({
    ORIGIN_NOT_ALLOWED: 1,
    SUBPROTOCOL_NOT_SUPPORTED: 1,
    UNAUTHENTICATED: 1,
  })
})

it('keeps them for the next minute while the store is away', async () => {
  const counts = openRefusalCounts()
  let isAway = true
  const recorded: unknown[] = []
  const record = async (_attempt: object, { after }: RefusedAttempt): Promise<void> => {
    if (isAway) throw new StoreUnavailable('away')
    recorded.push(after)
  }
  const recording = recordAnonymousRefusals({ counts, clock, record })
  counts.countAnonymous('UNAUTHENTICATED', '192.0.2.1', clock.nowIso())
  await clock.advance(60_000)
  counts.countAnonymous('RATE_LIMITED', '192.0.2.2', clock.nowIso())
  expect(recorded).toEqual([])
  isAway = false
  await clock.advance(60_000)
  await recording.stop()
  const byCode = { UNAUTHENTICATED: 1, RATE_LIMITED: 1 }
  expect(recorded).toEqual([{ minute: '2026-01-01T00:00:00.000Z', total: 2, byCode, addresses: 2 }])
})

it('does not keep the process from leaving while the store hangs', async () => {
  const counts = openRefusalCounts()
  counts.countAnonymous('UNAUTHENTICATED', '192.0.2.1', clock.nowIso())
  const stopped = recordAnonymousRefusals({ counts, clock, record: () => new Promise(() => undefined) }).stop()
  await settle()
  await clock.advance(1_000)
  await expect(stopped).resolves.toBeUndefined()
})

it('writes the last of them when the process leaves', async () => {
  await ask()
  await control.app.close()
  expect(await counted()).toMatchObject([{ after: { total: 1 } }])
})

const known = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' }
