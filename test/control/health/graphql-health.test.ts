import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HealthEvent } from '../../../src/core/health/health-event.ts'
import { openControl, type ControlUnderTest } from '../../support/control.ts'
import { cdnHealthWith } from '../../support/scripted-health.ts'
import { subscribe, type SseClient } from '../../support/sse.ts'
import { adminToken } from '../../support/control.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'

let control: ControlUnderTest
beforeEach(async () => {
  control = await openControl({ clock: systemClock })
})
afterEach(() => control.close())

const down = 'setOverride(input: { kind: ADMIN_STATE, target: "default", value: DOWN, reason: "it burns" }) { __typename }'
const lastProbe = { at: '2026-01-01T00:00:05.000Z', outcome: 'STATUS', status: 503, latencyMs: 12.5 } as const
const ill = cdnHealthWith({ health: 'UNHEALTHY', reason: 'STATUS: 503', since: '2026-01-01T00:00:05.000Z', lastProbe })

describe('health', () => {
  const query = `{ health { status dependencies { name status latencyMs message }
    cdns { key adminState health reason since lastProbe { at outcome status latencyMs } } } }`

  it('tells of the service, its dependencies and each CDN, with the word of the operators', async () => {
    await control.graphql(`mutation { ${down} }`)
    control.health.tell([ill, cdnHealthWith({ key: 'second' })])
    const { data } = await control.graphql<{ health: { dependencies: readonly { name: string }[] } }>(query)
    expect(data.health).toMatchObject({
      status: 'DEGRADED',
      cdns: [
        { ...ill, adminState: 'DOWN' },
        { key: 'second', adminState: 'AUTO', health: 'HEALTHY', since: null, lastProbe: null },
      ],
    })
    expect(data.health.dependencies.map(({ name }) => name)).toEqual([
      'config-store',
      'workers',
      'fast-tier',
      'cdns',
      'overrides',
    ])
  })

  it('is as GET /health has it, which counts the CDNs, and for an anonymous caller tells the state alone', async () => {
    control.health.tell([ill])
    const { data } = await control.graphql<{ health: { status: string } }>('{ health { status } }')
    const headers = { authorization: `Bearer ${adminToken}` }
    const report = (await control.app.inject({ url: '/health', headers })).json<object>()
    expect(report).toMatchObject({
      status: data.health.status,
      cdns: { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0, unchecked: 1 },
    })
    expect((await control.app.inject({ url: '/health' })).json()).toEqual({ status: 'DEGRADED' })
  })
})

describe('healthChanged', () => {
  let events: SseClient
  beforeEach(async () => {
    const url = await control.app.listen({ port: 0, host: '127.0.0.1' })
    control.health.tell([cdnHealthWith(), cdnHealthWith({ key: 'second' })])
    events = await subscribe(url, adminToken, 'subscription { healthChanged { cdn adminState health reason at } }')
  })
  afterEach(() => events.close())

  it('tells of each CDN, then of each change of health or admin state, and of nothing else', async () => {
    const next = async () => (await events.next<{ healthChanged: HealthEvent }>())?.healthChanged
    expect([await next(), await next()]).toMatchObject([
      { cdn: 'default', adminState: 'AUTO', health: 'HEALTHY' },
      { cdn: 'second', adminState: 'AUTO', health: 'HEALTHY' },
    ])
    control.healthNews.look()
    control.health.tell([cdnHealthWith(), { ...ill, key: 'second' }])
    control.healthNews.look()
    expect(await next()).toEqual({
      cdn: 'second',
      adminState: 'AUTO',
      health: 'UNHEALTHY',
      reason: 'STATUS: 503',
      at: '2026-01-01T00:00:05.000Z',
    })
    await control.graphql(`mutation { ${down} }`)
    control.healthNews.look()
    expect(await next()).toMatchObject({ cdn: 'default', adminState: 'DOWN', health: 'HEALTHY' })
  })

  it('misses what came in between where its reader is slow, never the last of a CDN', async () => {
    for (let step = 0; step < 300; step += 1) {
      control.health.tell([cdnHealthWith({ health: step % 2 === 0 ? 'UNHEALTHY' : 'HEALTHY' }), cdnHealthWith({ key: 'second' })])
      control.healthNews.look()
    }
    control.health.tell([cdnHealthWith({ health: 'DEGRADED' }), cdnHealthWith({ key: 'second', health: 'UNKNOWN' })])
    control.healthNews.look()
    const last = new Map<string, string>()
    let heard = 0
    while (last.get('default') !== 'DEGRADED' || last.get('second') !== 'UNKNOWN') {
      const event = await events.next<{ healthChanged: HealthEvent }>()
      last.set(event?.healthChanged.cdn ?? '', event?.healthChanged.health ?? '')
      heard += 1
    }
    expect(heard).toBeLessThan(300)
  })
})

describe('healthHistory', () => {
  const startEpochMs = systemClock.nowEpochMs() - 3_600_000 // within the 30 days
  const atOf = (second: number): string => new Date(startEpochMs + second * 1_000).toISOString()
  const event = (second: number, health: HealthEvent['health'], cdn = 'default'): HealthEvent => ({
    cdn,
    health,
    reason: 'so it is',
    at: atOf(second),
  })
  type Page = {
    nodes: { health: string }[]
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null }
  }
  const page = async (args: string) => {
    const query = `{ healthHistory(cdn: "default"${args}) { edges { cursor node { cdn } } nodes { health adminState at }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
    const { data, errors } = await control.graphql<{ healthHistory: Page }>(query)
    return { ...data.healthHistory, errors }
  }

  it('lists the changes of one CDN, the newest first, page by page', async () => {
    const kept = [event(1, 'UNHEALTHY'), event(2, 'HEALTHY', 'other'), event(3, 'HEALTHY'), event(4, 'DEGRADED')]
    await control.healthEvents.add(kept)
    const first = await page(', first: 2')
    expect(first).toMatchObject({
      nodes: [{ health: 'DEGRADED', adminState: null, at: atOf(4) }, { health: 'HEALTHY' }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    })
    const second = await page(`, first: 2, after: "${first.pageInfo.endCursor}"`)
    expect(second).toMatchObject({
      nodes: [{ health: 'UNHEALTHY' }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    })
    expect(await page(`, after: "${second.pageInfo.endCursor}"`)).toMatchObject({ nodes: [], pageInfo: { endCursor: null } })
  })

  it.each([
    { args: ', first: 101', code: 'PAGE_SIZE_INVALID' },
    { args: ', first: 0', code: 'PAGE_SIZE_INVALID' },
    { args: ', after: "nowhere"', code: 'CURSOR_INVALID' },
  ])('refuses$args as $code', async ({ args, code }) => {
    expect((await page(args)).errors).toMatchObject([{ extensions: { code } }])
  })
})

describe('checkNow', () => {
  const check = (key: string) =>
    control.graphql<{ checkNow: object }>(`mutation { checkNow(cdn: "${key}") { __typename
      ... on CheckNowSuccess { cdn { key adminState health lastProbe { outcome status } } } ... on UserError { code field } } }`)

  it('answers with what the probe found, and leaves that in the audit trail', async () => {
    control.health.tell([ill])
    expect((await check('default')).data.checkNow).toEqual({
      __typename: 'CheckNowSuccess',
      cdn: { key: 'default', adminState: 'AUTO', health: 'UNHEALTHY', lastProbe: { outcome: 'STATUS', status: 503 } },
    })
    const [event] = await control.client.auditEvent.findMany({ where: { action: 'checkNow' } })
    expect(event).toMatchObject({ target: 'cdns.default', outcome: 'ACCEPTED', before: null })
    expect(event?.after).toEqual({ health: 'UNHEALTHY', lastProbe })
  })

  it.each([
    { when: 'it is too soon again', keys: ['default', 'default'], answer: { __typename: 'InvalidInput', code: 'TOO_SOON' } },
    { when: 'there is no such CDN', keys: ['nobody'], answer: { __typename: 'NotFound', code: 'NOT_FOUND' } },
  ])('is refused when $when', async ({ keys, answer }) => {
    let told: object = {}
    for (const key of keys) told = (await check(key)).data.checkNow
    expect(told).toEqual({ ...answer, field: 'cdn' })
  })

  it('probes while the store is away, and says in the log and the metrics that the audit trail lacks it', async () => {
    control.goAway('the store hangs')
    expect((await check('default')).data.checkNow).toMatchObject({ __typename: 'CheckNowSuccess' })
    expect(control.logged.join('\n')).toContain('an attempt is missing from the audit trail: the store did not answer')
    expect([control.refusals.unrecorded(), [...control.refusals.refused()]]).toEqual([1, []])
  })
})
