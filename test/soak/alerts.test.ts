import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { canariesOf } from '../support/canary.ts'
import { crowd } from '../support/crowd.ts'
import { makeServerDamageRevisions } from '../support/damaged-database.ts'
import { ask, graphql } from '../support/http.ts'
import { startLoad } from '../support/load.ts'
import { readRules } from '../support/monitoring.ts'
import { openPostgresReplica } from '../support/postgres-replica.ts'
import { databasePassword, openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { freePort, startGroup, type Group } from '../support/process-group.ts'
import { openPrometheusServer, type PrometheusServer } from '../support/prometheus-server.ts'
import { openRedisServer, type RedisServer } from '../support/redis-server.ts'
import { starve } from '../support/starve.ts'
import { twoHoursAhead } from '../support/two-hours-ahead.ts'
import { until } from '../support/until.ts'

// Every alert of ops/alerts.yml from what it is for, on two nodes with two workers each, until a real Prometheus has it firing.
// Its rules are those of `ops/`, but for `for: 2s` and windows of 10 s.
const token = 'c2d1e7b04a9f4d3386f0aa51be7790cd'
const database = 'watched'

let postgres: PostgresServer
let redis: RedisServer
let group: Group
let other: Group
let prometheus: PrometheusServer
const took: string[] = []

beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([openPostgresServer(), openRedisServer()])
  await postgres.database(database)
  group = await startGroup({ env: { ...common(), DATABASE_URL: postgres.urlOf(database) } })
  const reader = `CREATE ROLE other LOGIN PASSWORD '${databasePassword}' IN ROLE sluice`
  await postgres.query(database, reader)
  other = await startOther(await freePort())
  await makeServerDamageRevisions(postgres.urlOf(database))
  const others = [`127.0.0.1:${other.port}`]
  prometheus = await openPrometheusServer(`127.0.0.1:${group.port}`, token, { others, window: '10s' })
}, 120_000)
afterAll(async () => {
  process.stdout.write(`Seconds from the cause to the alert, 2 s of which are its "for":\n${took.join('\n')}\n`)
  await prometheus?.remove()
  await Promise.all([group?.destroy(), other?.destroy()])
  await Promise.all([postgres?.remove(), redis?.remove()])
})

function common(): Readonly<Record<string, string>> {
  return { WORKERS: '2', RATIO: '0', ADMIN_TOKEN: token, REDIS_URL: redis.url }
}

/** The second node, whose access to the database can be taken alone. */
function startOther(port: number, env: Readonly<Record<string, string>> = {}): Promise<Group> {
  const DATABASE_URL = postgres.urlOf(database).replace('//sluice:', '//other:')
  return startGroup({ port, env: { ...common(), DATABASE_URL, ...env } })
}

async function startOtherAnew(env: Readonly<Record<string, string>> = {}): Promise<void> {
  await other.destroy()
  other = await startOther(other.port, env)
}

async function answerOf(mutation: string): Promise<string> {
  const { data, errors } = await graphql(group.url, token, `mutation { ${mutation} }`)
  return JSON.stringify([data, errors])
}

async function change(mutation: string): Promise<void> {
  expect(await answerOf(`${mutation} { __typename }`)).toMatch(/Success"/)
}

async function publish(cdnName: string, message: string): Promise<void> {
  await change(`upsertCdn(input: { key: "default", name: "${cdnName}" })`)
  await change(`publish(input: { message: "${message}", waitForWorkersSeconds: 10 })`)
}

const everySecond =
  'healthCheck: { path: "/", internal: true, intervalSeconds: 1, timeoutSeconds: 1, fall: 1, rise: 1, slowStartSeconds: 0 }'

/** Publishes CDNs with these base URLs, checked each second. The returned function takes them back. */
async function checkCdns(baseUrls: readonly string[]): Promise<() => Promise<void>> {
  const keys = baseUrls.map((_url, index) => `checked-${index}`)
  for (const [index, key] of keys.entries())
    await change(`upsertCdn(input: { key: "${key}", baseUrl: "${baseUrls[index]}", ${everySecond} })`)
  await change('publish(input: {})')
  return async () => {
    for (const key of keys) await change(`deleteCdn(key: "${key}")`)
    await change('publish(input: {})')
  }
}

async function workerPid(): Promise<number> {
  return (await canariesOf(group).workers())[0]?.pid ?? 0
}

/** Starts what goes on until it is ended. */
type Cause = {
  readonly alert: string
  readonly when: string
  readonly begin: () => Promise<() => Promise<unknown>>
}

const storeAway = async (): Promise<() => Promise<void>> => {
  await postgres.kill()
  return () => postgres.start()
}

const causes: readonly Cause[] = [
  {
    alert: 'SluiceNotScraped',
    when: 'all of a node is killed',
    begin: async () => {
      await other.destroy()
      return startOtherAnew
    },
  },
  {
    alert: 'SluiceWorkersNotReady',
    when: 'a primary hangs, so that no report of a worker gets through',
    begin: async () => {
      process.kill(group.primaryPid, 'SIGSTOP')
      return async () => process.kill(group.primaryPid, 'SIGCONT')
    },
  },
  {
    alert: 'SluiceNodesDisagree',
    when: 'the database refuses one of two nodes and the other one publishes',
    begin: async () => {
      await postgres.query(database, 'ALTER ROLE other NOLOGIN')
      await postgres.query(database, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'other'`)
      await publish('apart', 'for one of two')
      return () => postgres.query(database, 'ALTER ROLE other LOGIN')
    },
  },
  { alert: 'SluiceStoreAway', when: 'PostgreSQL is killed', begin: storeAway },
  {
    alert: 'SluiceStoreAway',
    when: 'PostgreSQL hangs',
    begin: async () => {
      await postgres.pause()
      return () => postgres.resume()
    },
  },
  {
    alert: 'SluiceReplicaLag',
    when: 'a replica stands still while there is a publish',
    begin: async () => {
      const replica = await openPostgresReplica(postgres.port)
      await replica.start()
      await startOtherAnew({ DATABASE_REPLICA_URL: replica.urlOf(database) })
      await replica.query('postgres', 'SELECT pg_wal_replay_pause()')
      await publish('later', 'not there yet')
      return async () => {
        await startOtherAnew()
        await replica.remove()
      }
    },
  },
  {
    alert: 'SluiceRedisAway',
    when: 'Redis is killed',
    begin: async () => {
      await redis.kill()
      return () => redis.start()
    },
  },
  {
    alert: 'SluiceClockOff',
    when: 'the clock of a node is two hours ahead',
    begin: async () => {
      await startOtherAnew({ NODE_OPTIONS: `--import ${twoHoursAhead}` })
      return startOtherAnew
    },
  },
  {
    alert: 'SluiceNoCdnInUse',
    when: 'an override takes the last CDN',
    begin: async () => {
      await change('setOverride(input: { kind: ADMIN_STATE, target: "default", value: DOWN, reason: "it burns" })')
      return () => change('liftOverride(kind: ADMIN_STATE, target: "default")')
    },
  },
  {
    alert: 'SluiceCdnUnhealthy',
    when: 'a CDN refuses connections',
    begin: async () => checkCdns([`http://127.0.0.1:${await freePort()}`]),
  },
  {
    alert: 'SluiceCdnDegraded',
    when: 'a CDN serves clients with IPv4 addresses alone, though it has IPv6 addresses',
    begin: async () => {
      const cdn = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1')
      await once(cdn, 'listening')
      await startOtherAnew({ NODE_OPTIONS: `--import ${localhostOfBothFamilies}` })
      const restore = await checkCdns([`http://localhost:${(cdn.address() as AddressInfo).port}`])
      return async () => {
        await restore()
        cdn.close()
        await startOtherAnew()
      }
    },
  },
  {
    alert: 'SluiceCdnSaturated',
    when: 'more comes than the only CDN takes',
    begin: async () => {
      await change('upsertCdn(input: { key: "default", capacity: { requestsPerSecond: 1 } })')
      await change('publish(input: {})')
      const load = startLoad(`${group.url}${video}`, 2)
      return async () => {
        await load.stop()
        await change('upsertCdn(input: { key: "default", capacity: null })')
        await change('publish(input: {})')
      }
    },
  },
  {
    alert: 'SluicePanic',
    when: 'the only CDN refuses connections and the origin has its budget',
    begin: async () => {
      await change(`upsertOriginCluster(input: { key: "origin-cluster", maxRequestsPerSecond: 1 })`)
      await change(`upsertCdn(input: { key: "default", baseUrl: "http://127.0.0.1:${await freePort()}", ${everySecond} })`)
      await change('publish(input: {})')
      const load = startLoad(`${group.url}${video}`, 8)
      return async () => {
        await load.stop()
        await change('upsertOriginCluster(input: { key: "origin-cluster", maxRequestsPerSecond: null })')
        await change('upsertCdn(input: { key: "default", baseUrl: "https://cdn.example.com", healthCheck: null })')
        await change('publish(input: {})')
      }
    },
  },
  {
    alert: 'SluiceNodeSuspectsItself',
    when: 'no CDN answers',
    begin: async () => {
      const silent = createTcpServer(() => undefined).listen(0, '127.0.0.1')
      await once(silent, 'listening')
      const { port } = silent.address() as AddressInfo
      const restore = await checkCdns([`http://127.0.0.1:${port}/a`, `http://127.0.0.1:${port}/b`])
      return async () => {
        await restore()
        silent.close()
      }
    },
  },
  {
    alert: 'SluiceOverridesNodeOnly',
    when: 'an override is set while PostgreSQL is away',
    begin: async () => {
      const comeBack = await storeAway()
      await until('the node knows', 10_000, async () => (await prometheus.valueOf('min(sluice_store_up)')) === 0)
      await change('setOverride(input: { kind: RATIO, value: 7, reason: "less to the origin" })')
      return async () => {
        await comeBack()
        await until('it is joined', 30_000, async () =>
          (await answerOf('liftOverride(kind: RATIO) { __typename }')).includes('Success'),
        )
      }
    },
  },
  {
    alert: 'SluiceRefusing',
    when: 'players ask for a host that is not listed',
    begin: async () => {
      const load = startLoad(`${group.url}/?video=http://s1.elsewhere.example/v.m3u8`, 2)
      return () => load.stop()
    },
  },
  {
    alert: 'SluiceWorkerBusy',
    when: 'a worker gets a thirtieth of a core',
    begin: async () => starve(await workerPid(), 150, 5),
  },
  {
    alert: 'SluiceRevisionRefused',
    when: 'a revision is damaged in the database',
    begin: async () => {
      await publish('damaged', 'wrong hash')
      return () => publish('whole', 'whole again')
    },
  },
  {
    alert: 'SluicePublishFailing',
    when: 'a publish meets a PostgreSQL that is away',
    begin: async () => {
      const comeBack = await storeAway()
      expect(await answerOf('publish(input: {}) { ... on UserError { code } }')).toContain('STORE_UNAVAILABLE')
      await comeBack()
      return async () => undefined
    },
  },
  {
    alert: 'SluiceRatioOff',
    when: 'a canary with another ratio runs on one of two workers',
    begin: async () => {
      const load = startLoad(`${group.url}${video}`, 8)
      const { revision } = await canariesOf(group).publish('updateSettings(input: { ratio: 1 })', 'workers: 1, seconds: 1800')
      return async () => {
        await change(`endCanary(input: { revision: ${revision.number}, outcome: TAKE_BACK })`)
        await change('discardChanges')
        await load.stop()
      }
    },
  },
  {
    alert: 'SluiceRedirectsSlow',
    when: 'other programs take the core from the workers, under load',
    begin: async () => {
      // A redirect takes so little that it is seldom the one that loses the core: long URLs, and more of them than a turn has room for.
      const load = startLoad(`${group.url}${video}${encodeURIComponent(`?${'ä'.repeat(1_300)}`)}`, 200)
      const workers = await canariesOf(group).workers()
      const leave = crowd(
        workers.map(({ pid }) => pid),
        8,
      )
      return async () => {
        await leave()
        await load.stop()
      }
    },
  },
]

/** The hosts file of many machines knows only one address of it. DNS knows none, so the program asks the system. */
const localhostOfBothFamilies = `data:text/javascript,${encodeURIComponent(`
  import dns from 'node:dns/promises'
  import { syncBuiltinESMExports } from 'node:module'
  const { lookup } = dns
  const both = [{ address: '127.0.0.1', family: 4 }, { address: '::1', family: 6 }]
  dns.lookup = async (name, options) => (name === 'localhost' ? both : lookup(name, options))
  syncBuiltinESMExports()
`)}`

it('has a cause for each alert', () => {
  expect(new Set(causes.map(({ alert }) => alert))).toEqual(new Set(readRules().map(({ alert }) => alert)))
})

it.each(causes)('$alert fires when $when, and is resolved after it', async ({ alert, when, begin }) => {
  await until('nothing of before fires', 180_000, async () => (await prometheus.firing()).length === 0)
  const began = performance.now()
  const end = await begin()
  try {
    await until('it fires', 120_000, async () => (await prometheus.firing()).includes(alert))
    took.push(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)}  ${alert}: ${when}`)
  } finally {
    await end()
  }
  await until('it is resolved', 180_000, async () => !(await prometheus.firing()).includes(alert))
  expect((await ask(`${group.url}${video}`)).status).toBe(302)
})
