import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLoadReports } from '../../src/control/change/load-reports.ts'
import type { Viewer } from '../../src/core/access/roles.ts'
import { ok } from '../../src/core/result.ts'
import { everybodyIs, openControl, type ControlUnderTest } from '../support/control.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'

let clock: FixedClock
let control: ControlUnderTest
let viewer: Viewer
beforeEach(async () => {
  clock = fixedClock()
  viewer = { name: 'exporter', roles: ['admin'], expiresAt: null }
  control = await openControl({ clock, authenticate: everybodyIs(() => viewer) })
  await control.graphql(`mutation {
    upsertCdn(input: { key: "default", capacity: { requestsPerSecond: 100, mbps: 400 } }) { __typename }
    a: upsertCdn(input: { key: "plain", baseUrl: "plain.example.com" }) { __typename }
    publish(input: {}) { __typename }
  }`)
}, 30_000)
afterEach(() => control.close())

async function report(input: string) {
  const { data, errors } = await control.graphql<{
    reportLoad: Record<string, unknown>
  }>(`mutation { reportLoad(input: { ${input} }) {
    ... on ReportLoadSuccess { load { percent mbps at validUntil isStale } }
    ... on UserError { __typename code field message }
  } }`)
  expect(errors).toBeUndefined()
  return data.reportLoad
}

const events = () => control.client.auditEvent.findMany({ where: { action: 'reportLoad' }, orderBy: { id: 'asc' } })

describe('reportLoad', () => {
  it('tells the load as it was taken, for 30 s unless told', async () => {
    expect(await report('cdn: "default", percent: 81.5')).toEqual({
      load: {
        percent: 81.5,
        mbps: null,
        at: '2026-01-01T00:00:00.000Z',
        validUntil: '2026-01-01T00:00:30.000Z',
        isStale: false,
      },
    })
    expect(await report('cdn: "default", mbps: 4000, validSeconds: 3600')).toMatchObject({
      load: { percent: null, mbps: 4_000, validUntil: '2026-01-01T01:00:00.000Z' },
    })
  })

  it.each([
    ['cdn: "gone", percent: 1', 'NotFound', 'NOT_FOUND', 'cdn'],
    ['cdn: "plain", percent: 1', 'InvalidInput', 'LOAD_INVALID', 'cdn'],
    ['cdn: "default", percent: -1', 'InvalidInput', 'LOAD_INVALID', 'percent'],
    ['cdn: "default", percent: 1001', 'InvalidInput', 'LOAD_INVALID', 'percent'],
    ['cdn: "default", mbps: 4001', 'InvalidInput', 'LOAD_INVALID', 'mbps'],
    ['cdn: "default"', 'InvalidInput', 'LOAD_INVALID', 'percent'],
    ['cdn: "default", percent: 1, mbps: 1', 'InvalidInput', 'LOAD_INVALID', 'percent'],
    ['cdn: "default", percent: 1, validSeconds: 0', 'InvalidInput', 'LOAD_INVALID', 'validSeconds'],
    ['cdn: "default", percent: 1, validSeconds: 3601', 'InvalidInput', 'LOAD_INVALID', 'validSeconds'],
  ])('refuses %s', async (input, __typename, code, field) => {
    expect(await report(input)).toMatchObject({ __typename, code, field })
  })

  it('takes ten a second of a CDN, and says of the eleventh when to try again', async () => {
    for (let load = 1; load <= 10; load += 1) expect(await report(`cdn: "default", percent: ${load}`)).toHaveProperty('load')
    expect(await report('cdn: "default", percent: 11')).toMatchObject({
      code: 'TOO_SOON',
      message:
        'cdn: received "an eleventh report within a second", allowed is ten reports a second of each CDN; try again in a second',
    })
    await clock.advance(1_001)
    expect(await report('cdn: "default", percent: 12')).toHaveProperty('load')
  })

  it('leaves one event for an actor and a CDN, and one for each refusal', async () => {
    for (const load of [1, 2, 3]) await report(`cdn: "default", percent: ${load}, validSeconds: 10`)
    expect(await events()).toMatchObject([
      {
        actor: 'exporter',
        target: 'cdns.default',
        outcome: 'ACCEPTED',
        after: { percent: 1, mbps: null, validSeconds: 10 },
      },
    ])
    viewer = { ...viewer, name: 'another' }
    await report('cdn: "default", percent: 4')
    await report('cdn: "default", percent: -4')
    expect((await events()).map(({ actor, outcome, code }) => [actor, outcome, code])).toEqual([
      ['exporter', 'ACCEPTED', null],
      ['another', 'ACCEPTED', null],
      ['another', 'REFUSED', 'LOAD_INVALID'],
    ])
  })

  it('leaves another event when a day is over', async () => {
    const day = fixedClock()
    const accepted: string[] = []
    const reportLoad = openLoadReports({
      outsideLoads: { report: async (cdn, told) => ok({ cdn, ...told, reportedAtEpochMs: 0, validUntilEpochMs: 1 }) },
      clock: day,
      accept: async ({ actor }, { target }) => void accepted.push(`${actor} ${target}`),
    })
    const told = { percent: 1, mbps: null, validSeconds: 30 }
    const attempt = { actor: 'exporter', role: 'operator', address: '-', requestId: '-', at: day.nowIso() }
    for (let hour = 0; hour < 48; hour += 1) {
      for (const cdn of ['a', 'b']) await reportLoad(attempt, cdn, told)
      await day.advance(3_600_000)
    }
    expect(accepted).toEqual(['exporter cdns.a', 'exporter cdns.b', 'exporter cdns.a', 'exporter cdns.b'])
  })

  it('says that the store is away', async () => {
    control.goAway('PostgreSQL: gone fishing')
    expect(await report('cdn: "default", percent: 1')).toMatchObject({
      __typename: 'StoreUnavailable',
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('gone fishing'),
    })
  })

  it('is for operators', async () => {
    viewer = { ...viewer, roles: ['operator'] }
    expect(await report('cdn: "default", percent: 1')).toHaveProperty('load')
    viewer = { ...viewer, roles: ['viewer'] }
    const { errors } = await control.graphql('mutation { reportLoad(input: { cdn: "default", percent: 1 }) { __typename } }')
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})
