import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import { openPostgresDatabase } from '../../src/adapters/prisma/postgres.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { planBootstrap } from '../../src/core/change/plan-start.ts'
import { planSetOverride } from '../../src/core/change/plan-override.ts'
import { attempt } from '../contract/changes.ts'
import { location } from '../support/admin.ts'
import { canariesOf } from '../support/canary.ts'
import { configWith } from '../support/config.ts'
import { ask } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { launchGroup, type Group, type StartingGroup } from '../support/process-group.ts'
import { twoHoursAhead } from '../support/two-hours-ahead.ts'
import { until } from '../support/until.ts'

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await openPostgresServer()
})
afterAll(() => postgres.remove())

describe('a store on a server', () => {
  it('decides and records by the time of the server, whatever the clock of the node that asks', async () => {
    const database = openPostgresDatabase(await postgres.database('stamps'), 10)
    await database.open()
    const config = openPrismaConfigStore(database.client, systemClock, database.timeOf)
    const overrides = openPrismaOverrideStore(database.client, systemClock, database.timeOf)
    const aside = { ...attempt, at: '2001-01-01T00:00:00.000Z' }
    const startedEpochMs = Date.now() - 1_000
    const made = await config.change(aside, planBootstrap(configWith()))
    const refusal = { code: 'NOT_FOUND', message: 'no' }
    await config.record(aside, { action: 'publish', target: 'revisions', refusal })
    const set = await overrides.change(aside, planSetOverride({ kind: 'ALL_TO_ORIGIN', reason: 'it burns', forSeconds: 60 }))
    const events = await database.client.auditEvent.findMany({ select: { at: true } })
    await database.close()
    const told = [
      made.ok ? made.value.live?.publishedAt : undefined,
      set.ok ? set.value.overrides[0]?.at : undefined,
      ...events.map(({ at }) => at.toISOString()),
    ].map((moment) => Date.parse(moment ?? ''))
    expect(told).toHaveLength(5)
    for (const epochMs of told) expect(Math.abs(epochMs - startedEpochMs)).toBeLessThan(60_000)
    const [ends] = set.ok ? set.value.overrides : []
    expect(Date.parse(ends?.until ?? '') - Date.parse(ends?.at ?? '')).toBe(60_000)
  })
})

describe('a node whose clock is two hours ahead', () => {
  let started: StartingGroup[]
  let right: Group
  let ahead: Group
  let readyMonoMs: number
  beforeEach(async () => {
    const env = { DATABASE_URL: await postgres.database('two_hours'), WORKERS: '2', RATIO: '0', CDN_HOST: 'cdn.example.com' }
    started = [await launchGroup({ env })]
    right = (await started[0]?.ready) as Group
    await canariesOf(right).answer(
      'mutation { setOverride(input: { kind: ALL_TO_ORIGIN, reason: "it burns", forSeconds: 3600 }) { __typename } }',
    )
    await canariesOf(right).publish('updateSettings(input: { ratio: 100 })', 'workers: 1, seconds: 1800')
    started.push(await launchGroup({ env: { ...env, NODE_OPTIONS: `--import ${twoHoursAhead}` } }))
    ahead = (await started[1]?.ready) as Group
    readyMonoMs = performance.now()
  }, 60_000)
  afterEach(async () => {
    await Promise.all(started.map((group) => group.destroy()))
  })

  it('ends no override and no canary, on neither node, says by how much it is off, and sets overrides by the right time', async () => {
    await until('it says so', 7_000, async () => (await healthTold(ahead)).includes('7200.0 s ahead of the config store'))
    expect(JSON.parse(await healthTold(ahead))).toMatchObject({ status: 'DEGRADED', overrides: [{ kind: 'ALL_TO_ORIGIN' }] })
    const metrics = await ask(`${ahead.url}/metrics`, { headers: { authorization: `Bearer ${ahead.token}` } })
    expect(metrics.body).toMatch(/\nsluice_clock_offset_seconds -7(?:199|200)\.?\d*\n/)
    await until('several polls have passed', 15_000, () => performance.now() - readyMonoMs > 10_000)
    for (const group of [right, ahead])
      for (let request = 0; request < 8; request += 1) expect(await location(group)).toContain('origin-cluster')
    expect(await canariesOf(right).canary()).toMatchObject({ state: 'RUNNING' })
    const ended = `SELECT action FROM audit_event WHERE action IN ('overrideExpired', 'canaryTakenBack', 'canaryPromoted')`
    expect(await postgres.query('two_hours', ended)).toEqual([])
    const lines = ahead
      .stderr()
      .split('\n')
      .filter((line) => line.includes('the clock of this machine'))
    expect(lines).toEqual([expect.stringContaining('7200.0 s ahead of that of the config store')])
    expect(right.stderr()).not.toContain('the clock of this machine')

    await canariesOf(ahead).answer(
      'mutation { setOverride(input: { kind: RATIO, value: 5, reason: "for a while", forSeconds: 3 }) { __typename } }',
    )
    const held = `SELECT kind FROM override WHERE kind = 'RATIO'`
    expect(await postgres.query('two_hours', held)).toHaveLength(1)
    await until('it ends by the time of the store', 9_000, async () => (await postgres.query('two_hours', held)).length === 0)
  }, 60_000)
})

async function healthTold(group: Group): Promise<string> {
  return (await ask(`${group.url}/health`, { headers: { authorization: `Bearer ${group.token}` } })).body
}
