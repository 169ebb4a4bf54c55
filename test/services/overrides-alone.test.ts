import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { location } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { controlPidOf, launchGroup, type Group, type StartingGroup } from '../support/process-group.ts'
import { until } from '../support/until.ts'

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await openPostgresServer()
})
afterAll(() => postgres.remove())

const launched: StartingGroup[] = []
let one: Group
let other: Group
let dataDir: string
let env: Readonly<Record<string, string>>
let tests = 0
beforeEach(async () => {
  await postgres.start()
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  tests += 1
  env = { DATABASE_URL: await postgres.database(`alone_${tests}`), ADMIN_TOKEN: 'token-of-these-tests', RATIO: '0' }
  launched.push(...(await Promise.all([launchGroup({ dataDir, env }), launchGroup({ env })])))
  ;[one, other] = (await Promise.all(launched.map(({ ready }) => ready))) as [Group, Group]
  await run(
    one,
    'mutation { upsertCdn(input: { key: "second", baseUrl: "second.example.com" }) { __typename } publish(input: {}) { __typename } }',
  )
  await until(
    'the other one follows',
    6_000,
    async () => (await run<{ workers: { revision: number }[] }>(other, '{ workers { revision } }')).workers[0]?.revision === 2,
  )
})
afterEach(async () => {
  await Promise.all(launched.splice(0).map((group) => group.destroy()))
  await rm(dataDir, { recursive: true, force: true })
})

async function run<T = Record<string, unknown>>(group: Group, query: string): Promise<T> {
  const { data, errors } = await graphql<T>(group.url, group.token, query)
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

const set = (group: Group, input: string) =>
  run<{ setOverride: object }>(
    group,
    `mutation { setOverride(input: { ${input} }) {
    __typename ... on SetOverrideSuccess { isFollowed scope override { by scope } warnings { code } } ... on UserError { code message } } }`,
  )
const lift = (group: Group, input: string) =>
  run<{ liftOverride: object }>(
    group,
    `mutation { liftOverride(${input}) {
    __typename ... on LiftOverrideSuccess { isFollowed scope overrides { kind scope } } ... on UserError { code message } } }`,
  )

const toSecond = 'kind: ALL_TO_CDN, target: "second", reason: "the first one burns"'
const toOrigin = 'kind: ALL_TO_ORIGIN, reason: "all of them burn"'

type Shown = { readonly kind: string; readonly reason: string; readonly scope: string }
const overrides = async (group: Group) =>
  (await run<{ overrides: Shown[] }>(group, '{ overrides { kind reason scope } }')).overrides

/** The dependency of `/health`, and the metric. */
async function seen({
  url,
  token,
}: Group): Promise<readonly [status: string | undefined, message: string, metric: string | undefined]> {
  const headers = { authorization: `Bearer ${token}` }
  const report = JSON.parse((await ask(`${url}/health`, { headers })).body) as {
    dependencies: { name: string; status: string; message: string }[]
  }
  const dependency = report.dependencies.find(({ name }) => name === 'overrides')
  const metric = /^sluice_overrides_node_only (\d+)$/m.exec((await ask(`${url}/metrics`, { headers })).body)?.[1]
  return [dependency?.status, dependency?.message ?? '', metric]
}

type Event = { readonly action: string; readonly outcome: string; readonly before: object; readonly after: object }
async function trail(group: Group): Promise<readonly Event[]> {
  const query = '{ auditLog(first: 50, filter: { target: "overrides." }) { edges { node { action outcome before after } } } }'
  const { auditLog } = await run<{ auditLog: { edges: { node: Event }[] } }>(group, query)
  return auditLog.edges.map(({ node }) => node).toReversed()
}

const isJoined = (group: Group) => async () => (await seen(group))[0] === 'OK'

describe('while PostgreSQL is away', () => {
  it.each([
    { how: 'is killed', go: () => postgres.kill(), comeBack: () => postgres.start(), withinMs: 1_500 },
    { how: 'hangs', go: () => postgres.pause(), comeBack: () => postgres.resume(), withinMs: 6_500 },
  ])(
    'and $how, overrides are set and lifted on each of two groups; joined, the newer one holds on both, and events name both',
    async ({ go, comeBack, withinMs }) => {
      await go()
      const started = performance.now()
      expect(await set(one, toSecond)).toMatchObject({
        setOverride: { isFollowed: true, scope: 'NODE_ONLY', override: { scope: 'NODE_ONLY' } },
      })
      expect(performance.now() - started).toBeLessThan(withinMs)
      expect(await location(one)).toContain('//second.example.com/')
      expect(await location(other)).toContain('//cdn.example.com/')
      expect(await seen(one)).toEqual([
        'DEGRADED',
        expect.stringMatching(/NODE_ONLY.*ALL_TO_CDN "second", set by admin-token/),
        '1',
      ])

      const warned = { warnings: [{ code: 'NO_CDN_LEFT' }] }
      expect(await set(other, `${toOrigin}, dryRun: true`)).toMatchObject({ setOverride: { isFollowed: false, ...warned } })
      expect(await overrides(other)).toEqual([])
      expect(await set(other, toOrigin)).toMatchObject({ setOverride: { scope: 'NODE_ONLY', ...warned } })
      expect(await set(other, 'kind: RATIO, value: 2, reason: "less of it"')).toMatchObject({
        setOverride: { scope: 'NODE_ONLY' },
      })
      expect(await lift(other, 'kind: RATIO, reason: "enough"')).toMatchObject({
        liftOverride: { isFollowed: true, scope: 'NODE_ONLY' },
      })
      expect(await overrides(other)).toEqual([{ kind: 'ALL_TO_ORIGIN', reason: 'all of them burn', scope: 'NODE_ONLY' }])
      expect(await location(other)).toContain('//s1.origin-cluster/')

      await comeBack()
      await until('both are joined', 15_000, async () => (await isJoined(one)()) && (await isJoined(other)()))
      const held = [{ kind: 'ALL_TO_ORIGIN', reason: 'all of them burn', scope: 'ALL_NODES' }]
      await until('both have the newer one', 6_000, async () => JSON.stringify(await overrides(one)) === JSON.stringify(held))
      expect(await overrides(other)).toEqual(held)
      await until('redirects of both follow', 2_000, async () => ((await location(one)) ?? '').includes('//s1.origin-cluster/'))
      expect((await seen(one))[2]).toBe('0')

      const events = await trail(one)
      expect(events.filter(({ action }) => action === 'setOverride')).toHaveLength(3)
      expect(events.filter(({ action }) => action === 'liftOverride')).toHaveLength(1)
      for (const { after } of events.filter(({ action }) => action !== 'overrideConflict'))
        expect(after).toMatchObject({ scope: 'NODE_ONLY' })
      expect(events.filter(({ action }) => action === 'overrideConflict')).toEqual([
        expect.objectContaining({
          before: expect.objectContaining({ kind: 'ALL_TO_CDN', reason: 'the first one burns' }),
          after: expect.objectContaining({ kind: 'ALL_TO_ORIGIN', reason: 'all of them burn' }),
        }),
      ])
    },
  )

  it('one that was set outlasts kill -9 of the whole group, holds from the first redirect, and is joined then', async () => {
    await postgres.kill()
    await set(one, toSecond)
    await launched[0]?.destroy()
    const again = await launchGroup({ dataDir, env })
    launched.push(again)
    one = await again.ready
    expect(await location(one)).toContain('//second.example.com/')
    expect(await overrides(one)).toMatchObject([{ kind: 'ALL_TO_CDN', scope: 'NODE_ONLY' }])
    await postgres.start()
    await until('the other one has it', 20_000, async () => (await overrides(other))[0]?.kind === 'ALL_TO_CDN')
    expect(await seen(one)).toEqual(['OK', expect.any(String), '0'])
  })

  it('one that was set outlasts kill -9 of the control process', async () => {
    await postgres.kill()
    await set(one, toSecond)
    process.kill(await controlPidOf(one), 'SIGKILL')
    await until('it is back, and knows', 10_000, async () => {
      const shown = await overrides(one).catch(() => [])
      return shown[0]?.scope === 'NODE_ONLY'
    })
    expect(await location(one)).toContain('//second.example.com/')
    await postgres.start()
    await until('it is joined', 15_000, isJoined(one))
    await until('the other one follows', 6_000, async () => (await overrides(other))[0]?.kind === 'ALL_TO_CDN')
  })
})
