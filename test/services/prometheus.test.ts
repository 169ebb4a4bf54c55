import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { checkExamples, openPrometheusServer, type PrometheusServer } from '../support/prometheus-server.ts'
import { openRedisServer, type RedisServer } from '../support/redis-server.ts'
import { until } from '../support/until.ts'

let postgres: PostgresServer
let redis: RedisServer
let group: Group
let prometheus: PrometheusServer
beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([openPostgresServer(), openRedisServer()])
  group = await startGroup({ env: { DATABASE_URL: await postgres.database('watched'), REDIS_URL: redis.url } })
  prometheus = await openPrometheusServer(`127.0.0.1:${group.port}`, group.token)
})
afterAll(async () => {
  await prometheus.remove()
  await group.destroy()
  await Promise.all([postgres.remove(), redis.remove()])
})

async function change(mutation: string): Promise<void> {
  const { errors } = await graphql(group.url, group.token, `mutation { ${mutation} { __typename } }`)
  expect(errors).toBeUndefined()
}

it('the examples are what Prometheus reads, without a fault', () => {
  expect(checkExamples()).toMatch(/prometheus\.yml is valid[^]*\d+ rules found/)
})

describe('Prometheus', () => {
  it('scrapes with the token of its file, and nothing fires while all is well', async () => {
    await until('it has scraped', 10_000, async () => (await prometheus.valueOf('sluice_store_up')) === 1)
    expect(await prometheus.valueOf('sluice_redis_up')).toBe(1)
    expect(await prometheus.firing()).toEqual([])
  })

  it.each([
    {
      what: 'PostgreSQL is killed',
      alert: 'SluiceStoreAway',
      up: 'sluice_store_up',
      go: () => postgres.kill(),
      comeBack: () => postgres.start(),
    },
    {
      what: 'PostgreSQL hangs',
      alert: 'SluiceStoreAway',
      up: 'sluice_store_up',
      go: () => postgres.pause(),
      comeBack: () => postgres.resume(),
    },
    {
      what: 'Redis is killed',
      alert: 'SluiceRedisAway',
      up: 'sluice_redis_up',
      go: () => redis.kill(),
      comeBack: () => redis.start(),
    },
    {
      what: 'an override takes the last CDN',
      alert: 'SluiceNoCdnInUse',
      up: 'sluice_cdns_in_use',
      go: () => change('setOverride(input: { kind: ADMIN_STATE, target: "default", value: DOWN, reason: "it burns" })'),
      comeBack: () => change('liftOverride(kind: ADMIN_STATE, target: "default")'),
    },
  ])('fires $alert when $what, and resolves it', async ({ alert, up, go, comeBack }) => {
    await go()
    await until('it fires', 30_000, async () => (await prometheus.firing()).includes(alert))
    expect(await prometheus.firing()).toEqual([alert])
    expect(await prometheus.valueOf(up)).toBe(0)
    await comeBack()
    await until('it is resolved', 30_000, async () => (await prometheus.firing()).length === 0)
    expect(await prometheus.valueOf(up)).toBe(1)
  })
})
