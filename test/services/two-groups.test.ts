import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { percentile, untilFollowed } from '../bench/publish-to-redirect.ts'
import { put, video } from '../support/admin.ts'
import { ask } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { launchGroup, type Group, type StartingGroup } from '../support/process-group.ts'
import { openRedisServer, type RedisServer } from '../support/redis-server.ts'
import { subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

let postgres: PostgresServer
let redis: RedisServer
beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([openPostgresServer(), openRedisServer()])
})
afterAll(async () => {
  await Promise.all([postgres.remove(), redis.remove()])
})

const groups: StartingGroup[] = []
afterEach(async () => {
  const ended = groups.splice(0)
  await Promise.all(ended.map((group) => group.destroy()))
  for (const group of ended)
    if (group.stdout().includes('a process of the group ended')) throw new Error(group.stderr() + group.stdout())
})

/** Process groups with data folders of their own, as on as many machines; started at the same time. */
async function startGroups(
  count: number,
  database: string,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly Group[]> {
  const env = { DATABASE_URL: await postgres.database(database), REDIS_URL: redis.url, ...more }
  groups.push(...(await Promise.all(Array.from({ length: count }, () => launchGroup({ env })))))
  return Promise.all(groups.map(({ ready }) => ready))
}

it('makes exactly one revision 1 when three groups start at once on an empty database', async () => {
  await startGroups(3, 'first_start')
  expect(await postgres.query('first_start', 'SELECT number FROM config_revision')).toEqual([{ number: 1 }])
  expect(await postgres.query('first_start', 'SELECT action FROM audit_event')).toEqual([{ action: 'bootstrap' }])
})

it('counts failed logins on all groups together', async () => {
  const [one, other] = (await startGroups(2, 'limits', { FAILED_LOGIN_LIMIT: '1' })) as [Group, Group] // 5 at once
  const statusOf = async ({ url }: Group, token: string): Promise<number> =>
    (await ask(`${url}/config`, { headers: { authorization: `Bearer ${token}` } })).status
  for (const group of [one, other, one, other, one]) expect(await statusOf(group, 'wrong')).toBe(401)
  for (const group of [other, one]) {
    expect(await statusOf(group, 'wrong')).toBe(429)
    expect(await statusOf(group, group.token)).toBe(429)
  }
})

describe('a publish on one group is followed by the redirects of another', () => {
  let publisher: Group
  let follower: Group
  beforeEach(async () => {
    ;[publisher, follower] = (await startGroups(2, 'two_groups')) as [Group, Group]
  })

  /** Milliseconds from the answer of a publish to the first redirect of the other group that follows it. */
  async function followMs(host: string): Promise<number> {
    expect((await put(publisher, { cdn_host: host, ratio: 0 })).status).toBe(200)
    return untilFollowed(`${follower.url}${video}`, host, performance.now())
  }

  it('within 1 s, 100 times, over Redis; and by its subscriptions', async () => {
    const subscription = await subscribe(follower.url, follower.token, 'subscription { configPublished { number } }')
    const figures: number[] = []
    for (let number = 1; number <= 100; number += 1) figures.push(await followMs(`redis-${number}.example.com`))
    const [p50, p99, max] = [50, 99, 100].map((percent) => percentile(figures, percent).toFixed(1))
    console.log(`followed by the other group over Redis after p50 ${p50} ms, p99 ${p99} ms, max ${max} ms of 100 publishes`)
    expect(Math.max(...figures)).toBeLessThan(1_000)
    for (let last: number | undefined; last !== 101;)
      last = (await subscription.next<{ configPublished: { number: number } }>())?.configPublished.number
    subscription.close()
  })

  it('within 5 s while Redis is down, and within 1 s again when it is back', async () => {
    await redis.kill()
    const figures: number[] = []
    for (let number = 1; number <= 5; number += 1) figures.push(await followMs(`polled-${number}.example.com`))
    console.log(`followed by polling after ${figures.map((ms) => ms.toFixed(0)).join(', ')} ms`)
    expect(Math.max(...figures)).toBeLessThan(5_000)
    await redis.start()
    await until('both are connected again', 10_000, () => groups.every((group) => group.stderr().includes('is back')))
    expect(await followMs('again.example.com')).toBeLessThan(1_000)
  })
})
