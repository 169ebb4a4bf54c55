import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { percentile, untilFollowed } from '../bench/publish-to-redirect.ts'
import { location, put, video } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
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
async function endGroups(): Promise<void> {
  const ended = groups.splice(0)
  await Promise.all(ended.map((group) => group.destroy()))
  for (const group of ended)
    if (group.stdout().includes('a process of the group ended')) throw new Error(group.stderr() + group.stdout())
}

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

describe('groups on one database', () => {
  afterEach(endGroups)

  it('makes exactly one revision 1 when three groups start at once on an empty database', async () => {
    await startGroups(3, 'first_start')
    expect(await postgres.query('first_start', 'SELECT number FROM config_revision')).toEqual([{ number: 1 }])
    expect(await postgres.query('first_start', "SELECT action FROM audit_event WHERE outcome = 'ACCEPTED'")).toEqual([
      { action: 'bootstrap' },
    ])
  })

  it('counts failed logins on all groups together', async () => {
    const [one, other] = (await startGroups(2, 'limits', { FAILED_LOGIN_LIMIT: '1' })) as [Group, Group] // 5 at once
    const statusOf = async ({ url }: Group, token: string): Promise<number> =>
      (await ask(`${url}/config`, { headers: { authorization: `Bearer ${token}` } })).status
    for (const group of [one, other, one, other, one]) expect(await statusOf(group, 'wrong')).toBe(401)
    for (const group of [other, one]) {
      expect(await statusOf(group, 'wrong')).toBe(429)
      expect(await statusOf(group, group.token)).toBe(200)
    }
  })
})

describe('a publish on one group is followed by the redirects of another', () => {
  let publisher: Group
  let follower: Group
  beforeAll(async () => {
    ;[publisher, follower] = (await startGroups(2, 'two_groups')) as [Group, Group]
  })
  afterAll(endGroups)

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
    for (let number = 1; number <= 2; number += 1) figures.push(await followMs(`polled-${number}.example.com`))
    console.log(`followed by polling after ${figures.map((ms) => ms.toFixed(0)).join(', ')} ms`)
    expect(Math.max(...figures)).toBeLessThan(5_000)
    await redis.start()
    await until('both are connected again', 10_000, () => groups.every((group) => group.stderr().includes('is back')))
    expect(await followMs('again.example.com')).toBeLessThan(1_000)
  })
})

describe('an override that is set on one group is followed by the redirects of another', () => {
  let setter: Group
  let follower: Group
  beforeAll(async () => {
    ;[setter, follower] = (await startGroups(2, 'overrides', { RATIO: '0', CDN_HOST: 'cdn.example.com' })) as [Group, Group]
  })
  afterAll(endGroups)

  const change = async (mutation: string): Promise<void> => {
    const { data } = await graphql<Record<string, object>>(setter.url, setter.token, `mutation { ${mutation} { __typename } }`)
    expect(JSON.stringify(data)).toContain('Success')
  }
  const followMs = async (mutation: string, host: string): Promise<number> => {
    await change(mutation)
    return untilFollowed(`${follower.url}${video}`, host, performance.now())
  }
  const allToOrigin = 'setOverride(input: { kind: ALL_TO_ORIGIN, reason: "it burns" })'
  const lifted = 'liftOverride(kind: ALL_TO_ORIGIN)'

  it('within 1 s over Redis, within 5 s while Redis is down; and ends on both, recorded once', async () => {
    expect(await followMs(allToOrigin, 's1.origin-cluster')).toBeLessThan(1_000)
    expect(await followMs(lifted, 'cdn.example.com')).toBeLessThan(1_000)
    await redis.kill()
    expect(await followMs(allToOrigin, 's1.origin-cluster')).toBeLessThan(5_000)
    expect(await followMs(lifted, 'cdn.example.com')).toBeLessThan(5_000)
    await change('setOverride(input: { kind: ALL_TO_ORIGIN, reason: "it burns", forSeconds: 8 })')
    await until('it holds on both', 5_000, async () =>
      (await Promise.all([setter, follower].map(location))).every((one) => one?.includes('origin-cluster') === true),
    )
    await until('it is over on both', 10_000, async () =>
      (await Promise.all([setter, follower].map(location))).every((one) => one?.includes('cdn.example.com') === true),
    )
    const expired = `SELECT count(*)::int FROM audit_event WHERE action = 'overrideExpired'`
    await until('it is recorded', 6_000, async () => (await postgres.query('overrides', expired))[0]?.['count'] !== 0)
    expect(await postgres.query('overrides', expired)).toEqual([{ count: 1 }])
    await redis.start()
  })

  it('holds on both while PostgreSQL is down, and at the start of one', async () => {
    await followMs(allToOrigin, 's1.origin-cluster')
    await postgres.kill()
    for (const group of [setter, follower]) expect(await location(group)).toContain('origin-cluster')
    expect(await follower.end()).toBe(0)
    const env = { DATABASE_URL: postgres.urlOf('overrides'), REDIS_URL: redis.url, RATIO: '0' }
    const again = await launchGroup({ env, dataDir: follower.dataDir })
    groups.push(again)
    const started = await again.ready
    for (let request = 0; request < 20; request += 1) expect(await location(started)).toContain('origin-cluster')
    await postgres.start()
  })
})
