import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { location, put } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { launchGroup, type Group, type StartingGroup } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// Two nodes without Redis on a PostgreSQL that fails over to a standby which never got the last revision.
let postgres: PostgresServer
let started: readonly StartingGroup[]
let one: Group
let groups: readonly Group[]
beforeEach(async () => {
  postgres = await openPostgresServer()
  const env = { DATABASE_URL: await postgres.database('failover'), WORKERS: '2', RATIO: '0', CDN_HOST: 'first.example.com' }
  started = [await launchGroup({ env }), await launchGroup({ env })]
  groups = await Promise.all(started.map(({ ready }) => ready))
  one = groups[0] as Group
  await publishTo('kept.example.com')
  await postgres.copy()
  await publishTo('lost.example.com')
  await postgres.failOver()
}, 60_000)
afterEach(async () => {
  await Promise.all(started.map((group) => group.destroy()))
  await postgres.remove()
})

type Told = { readonly id: string; readonly revision: number; readonly sha256: string; readonly isRunning?: boolean }

/** Publishes on the first node; resolves when both nodes send players there. */
async function publishTo(host: string): Promise<void> {
  expect((await put(one, { cdn_host: host })).status).toBe(200)
  await untilAllGoTo(host)
}

function untilAllGoTo(host: string): Promise<number> {
  return until(`players go to ${host}`, 5_000, async () => (await allLocations()).every((to) => to === host))
}

/** Where players are sent, asked often enough to meet each worker of both nodes. */
async function allLocations(): Promise<readonly string[]> {
  const asked = groups.flatMap((group) => Array.from({ length: 8 }, () => location(group)))
  return (await Promise.all(asked)).map((to) => new URL(to ?? '').host)
}

async function healthTold(group: Group): Promise<string> {
  return (await ask(`${group.url}/health`, { headers: { authorization: `Bearer ${group.token}` } })).body
}

const linesOf = (group: Group): readonly string[] =>
  group
    .stderr()
    .split('\n')
    .filter((line) => line.includes('went back'))

it('is no primary as long as it is a standby; promoted, it decides for every worker within 5 s, told in one line', async () => {
  for (const group of groups)
    await until('its health says so', 7_000, async () => (await healthTold(group)).includes(': it is a standby'))
  expect(new Set(await allLocations())).toEqual(new Set(['lost.example.com']))
  await postgres.promote()
  const tookMs = await until('all workers run what the store says', 5_000, async () => {
    const running = await Promise.all(
      groups.map(({ url, token }) => graphql<{ workers: Told[] }>(url, token, '{ workers { revision } }')),
    )
    return running.every(({ data }) => data?.workers.every(({ revision }) => revision === 2) === true)
  })
  console.log(`after a failover all workers of two nodes run what the store says within ${tookMs.toFixed(0)} ms`)
  expect(new Set(await allLocations())).toEqual(new Set(['kept.example.com']))
  for (const group of groups) {
    expect(linesOf(group)).toEqual([expect.stringMatching(/went back: revision 3 \(sha256 \w{8}\) is gone, revision 2 \(/)])
    expect(existsSync(join(group.dataDir, 'snapshots', 'revision-000000000003.json'))).toBe(false)
    await until('it is well', 5_000, async () => /"OK".*holds revision 2".*all 2 run revision 2/.test(await healthTold(group)))
  }
})

describe('gives the lost number once more', () => {
  type Made = { readonly revision: { readonly number: number; readonly sha256: string }; readonly workers?: readonly Told[] }

  /** The first tries may meet connections to the server that is gone. */
  async function make(mutation: string): Promise<Made> {
    let made: Partial<Made> | undefined
    await until('it is made', 10_000, async () => {
      made = (await graphql<{ made: Partial<Made> }>(one.url, one.token, `mutation { ${mutation} }`)).data?.made
      return made?.revision !== undefined
    })
    return made as Made
  }

  it('by a publish whose receipt is true: players go there', async () => {
    await postgres.promote()
    const made = await make(`upsertCdn(input: { key: "default", baseUrl: "again.example.com" }) { __typename }
      made: publish(input: { waitForWorkersSeconds: 10 }) {
        ... on PublishSuccess { revision { number sha256 } workers { id revision sha256 isRunning } } }`)
    const known = { revision: 3, sha256: made.revision.sha256, isRunning: true }
    expect([made.revision.number, made.workers]).toEqual([
      3,
      [
        { id: 'worker-1', ...known },
        { id: 'worker-2', ...known },
      ],
    ])
    const locations = await Promise.all(Array.from({ length: 20 }, () => location(one)))
    expect(new Set(locations)).toEqual(new Set(['http://again.example.com/s1/v/x.m3u8']))
    await untilAllGoTo('again.example.com')
  })

  it('by a rollback, made since the lost one was bad: players go there', async () => {
    await postgres.promote()
    const made = await make(`made: rollback(input: { toRevision: 1 }) { ... on RollbackSuccess { revision { number sha256 } } }`)
    expect(made.revision.number).toBe(3)
    await untilAllGoTo('first.example.com')
    const { data } = await graphql<{ workers: Told[] }>(one.url, one.token, '{ workers { revision sha256 } }')
    expect(data?.workers).toEqual([made.revision, made.revision].map(({ number, sha256 }) => ({ revision: number, sha256 })))
  })
})
