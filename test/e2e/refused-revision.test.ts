import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { healthOf, location, put } from '../support/admin.ts'
import { damages, makeDatabaseDamageRevisions } from '../support/damaged-database.ts'
import { ask, graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

let dataDir: string
let group: Group
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  const env = { WORKERS: '2', RATIO: '0' }
  const first = await startGroup({ dataDir, env })
  await first.end()
  await makeDatabaseDamageRevisions(dataDir)
  group = await startGroup({ dataDir, env })
}, 60_000)
afterAll(async () => {
  await group.destroy()
  await rm(dataDir, { recursive: true, force: true })
})

type Told = { readonly id: string; readonly revision: number; readonly state: string; readonly problem: string | null }
type Published = { readonly revision: { readonly number: number }; readonly workers: readonly (Told & { isRunning: boolean })[] }

const answer = async <T>(query: string): Promise<T> => (await graphql<T>(group.url, group.token, query)).data as T

const publish = async (message: string): Promise<Published> =>
  (
    await answer<{ publish: Published }>(`mutation { publish(input: { message: "${message}", waitForWorkersSeconds: 10 }) {
      ... on PublishSuccess { revision { number } workers { id revision state problem isRunning } } } }`)
  ).publish

const both = (told: object): readonly object[] => ['worker-1', 'worker-2'].map((id) => expect.objectContaining({ id, ...told }))

it.each([
  { message: 'wrong hash', says: 'does not match its sha256' },
  { message: 'format from the future', says: 'has format version 99' },
  { message: 'no table', says: 'ftp://cdn.example.com' },
] satisfies readonly { readonly message: keyof typeof damages; readonly says: string }[])(
  'a revision with $message is run by nobody: publisher and operator are told why, redirects go on, and the next publish heals it',
  async ({ message, says }) => {
    const good = JSON.parse((await put(group, { cdn_host: `${message.replaceAll(' ', '-')}.example.com` })).body) as {
      revision: number
    }
    const here = `http://${message.replaceAll(' ', '-')}.example.com/s1/v/x.m3u8`
    const changes = await subscribe(group.url, group.token, 'subscription { workersChanged { id revision state problem } }')
    expect(await changes.next()).toEqual({ workersChanged: both({ revision: good.revision, state: 'READY', problem: null }) })

    await answer('mutation { updateSettings(input: { redirectStatus: 307 }) { __typename } }')
    const published = await publish(message)
    const refused = { revision: good.revision, state: 'REFUSED', problem: expect.stringContaining(says) }
    expect(published.revision.number).toBe(good.revision + 1)
    expect(published.workers).toEqual(both({ ...refused, isRunning: false }))
    expect((await answer<{ workers: Told[] }>('{ workers { id revision state problem } }')).workers).toEqual(both(refused))
    for (let told: readonly Told[] = []; !told.every(({ state }) => state === 'REFUSED') || told.length === 0;)
      told = (await changes.next<{ workersChanged: Told[] }>())?.workersChanged ?? []

    const headers = { authorization: `Bearer ${group.token}` }
    const health = JSON.parse((await ask(`${group.url}/health`, { headers })).body) as {
      status: string
      dependencies: { name: string; message: string }[]
    }
    expect(health.status).toBe('DEGRADED')
    expect(health.dependencies.find(({ name }) => name === 'workers')?.message).toContain(says)
    expect((await healthOf(group, '/health/ready')).status).toBe(200)
    expect((await ask(`${group.url}/metrics`, { headers })).body).toContain('sluice_workers{state="refused"} 2\n')
    expect(await location(group)).toBe(here)
    expect(JSON.parse((await ask(`${group.url}/health`)).body)).toEqual({ status: 'DEGRADED' })

    const healed = await publish('good again')
    expect(healed.revision.number).toBe(good.revision + 2)
    expect(healed.workers).toEqual(both({ revision: good.revision + 2, state: 'READY', problem: null, isRunning: true }))
    await until('healthy', 2_000, async () => (await healthOf(group)).body === JSON.stringify({ status: 'OK' }))
    expect((await ask(`${group.url}/?video=http://s1.origin-cluster/v/x.m3u8`)).status).toBe(307)
    changes.close()
    await answer('mutation { updateSettings(input: { redirectStatus: 302 }) { __typename } }')
    await publish('as before')
  },
  30_000,
)
