import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, graphql } from '../support/http.ts'
import { listQueries, metricsIn, readRules } from '../support/monitoring.ts'
import { openPostgresReplica, type PostgresReplica } from '../support/postgres-replica.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { openPrometheusServer, type PrometheusServer } from '../support/prometheus-server.ts'
import { openRedisServer, type RedisServer } from '../support/redis-server.ts'
import { until } from '../support/until.ts'

// Every query of dashboards and alerts, asked of a real Prometheus that scrapes a real group with traffic.
let postgres: PostgresServer
let replica: PostgresReplica
let redis: RedisServer
let group: Group
let prometheus: PrometheusServer
beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([openPostgresServer(), openRedisServer()])
  const env = { WORKERS: '2', DATABASE_URL: await postgres.database('watched'), REDIS_URL: redis.url }
  replica = await openPostgresReplica(postgres.port)
  await replica.start()
  group = await startGroup({ env: { ...env, DATABASE_REPLICA_URL: replica.urlOf('watched') } })
  prometheus = await openPrometheusServer(`127.0.0.1:${group.port}`, group.token)
  let round = 0
  // Redis is pinged every 5 s, and a rate needs two scrapes that differ.
  await until('all is counted', 60_000, async () => {
    await send((round += 1))
    return (await prometheus.valueOf('sluice_redis_round_trip_seconds_count > 1')) !== undefined
  })
})
afterAll(async () => {
  await prometheus.remove()
  await group.destroy()
  await Promise.all([replica.remove(), postgres.remove(), redis.remove()])
})

/** Sends redirects, refusals and changes. */
async function send(round: number): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await ask(`${group.url}/?video=http://s1.origin-cluster/a.m3u8`)
  for (const path of ['/?video=nothing', '/config']) await ask(group.url + path)
  if (round % 20 !== 1) return
  // The default CDN is checked at an address that this machine has.
  await change(
    `upsertCdn(input: { key: "default", name: "n${round}", baseUrl: "${group.url}", healthCheck: { path: "/health/live", internal: true, intervalSeconds: 1 }, capacity: { requestsPerSecond: 1000 } })`,
  )
  await change('publish(input: {})')
}

async function change(mutation: string): Promise<void> {
  await graphql(group.url, group.token, `mutation { ${mutation} { __typename } }`)
}

/** Queries that have no values while all is well, and why. Alerts are among them by their nature. */
const emptyBecause: Readonly<Record<string, string>> = {
  'Sluice: configuration and overrides: GraphQL, p95 and failures B': 'no operation failed',
  'Sluice: CDNs: Failed probes A': 'no probe fails',
}

const queries = listQueries().map(({ where, expr }) => ({
  where,
  expr: expr.replaceAll('$__rate_interval', '30s').replaceAll('$instance', '.*'),
}))

describe.each(queries)('$where', ({ where, expr }) => {
  it('asks for metrics that a node has', async () => {
    const names = new Set(await prometheus.names())
    expect(metricsIn(expr).filter((name) => !names.has(name))).toEqual([])
  })

  it('is answered', async () => {
    const isEmpty = where in emptyBecause || readRules().some(({ alert }) => alert === where)
    // What is beside it on this machine may keep a worker busy for a moment, which is an alert's own condition.
    await expect.poll(async () => (await prometheus.countOf(expr)) === 0, { timeout: 20_000 }).toBe(isEmpty)
  })
})
