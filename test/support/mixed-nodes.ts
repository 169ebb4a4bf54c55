import { expect } from 'vitest'
import { location } from './admin.ts'
import { runOn } from './checked-cdns.ts'
import { ask } from './http.ts'
import { openPostgresServer } from './postgres-server.ts'
import { launchGroup, type Group, type StartingGroup } from './process-group.ts'
import { until } from './until.ts'
import type { EarlierVersion } from './version-before.ts'

/** A node of an earlier version on a PostgreSQL, and one of this version that comes to it. */
export type MixedNodes = {
  readonly older: Group
  startNewer(): Promise<Group>
  /** All that an upgrade leaves as it is: revisions, working copy, accepted changes. */
  everything(): Promise<readonly (readonly Readonly<Record<string, unknown>>[])[]>
  destroy(): Promise<void>
}

const kept = [
  'SELECT number, format_version, sha256, document::text FROM config_revision ORDER BY number',
  'SELECT version FROM working_copy',
  `SELECT id, action, target FROM audit_event WHERE outcome = 'ACCEPTED' ORDER BY id`,
]

export async function openMixedNodes(openBefore: () => Promise<EarlierVersion>): Promise<MixedNodes> {
  const [before, postgres] = await Promise.all([openBefore(), openPostgresServer()])
  const groups: StartingGroup[] = []
  return {
    older: await start({ cwd: before.folder }),
    startNewer: () => start({}),
    everything: () => Promise.all(kept.map((sql) => postgres.query('shared', sql))),
    async destroy() {
      await Promise.all(groups.map((group) => group.destroy()))
      await Promise.all([before.remove(), postgres.remove()])
    },
  }

  async function start(tree: { readonly cwd?: string }): Promise<Group> {
    const env = { DATABASE_URL: await postgres.database('shared'), RATIO: '0' }
    const group = await launchGroup({ node: process.execPath, env, ...tree })
    groups.push(group)
    return group.ready
  }
}

const BEFORE = 'http://before.example.com/s1/v/x.m3u8'

/**
 * Expects the older node to say that it cannot run what was published, to go on with the last good revision, also in a new worker, and
 * to take the one that brings that back as `after`.
 */
export async function expectLastGoodUntilRollback(
  { older, newer }: { readonly older: Group; readonly newer: Group },
  { says, lastGood, after }: { readonly says: RegExp; readonly lastGood: number; readonly after: number },
): Promise<void> {
  await until('the older one says so', 10_000, () => says.test(older.stderr()))
  await expectLastGood()
  const { workers } = await runOn<{ workers: readonly { pid: number; revision: number }[] }>(
    older,
    '{ workers { pid revision } }',
  )
  expect(workers.map(({ revision }) => revision)).toEqual([lastGood])
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL')
  await until('another worker redirects', 5_000, () => location(older).then(() => true, () => false)) // prettier-ignore
  await expectLastGood()

  expect(await runOn(newer, `mutation { rollback(input: { toRevision: ${lastGood} }) { __typename } }`)).toEqual({
    rollback: { __typename: 'RollbackSuccess' },
  })
  await until('the older one runs it', 10_000, async () => (await health(older)).status === 'OK')
  expect((await health(older)).config).toBe(`holds revision ${after}`)
  expect(await location(older)).toBe(BEFORE)

  async function expectLastGood(): Promise<void> {
    for (let request = 0; request < 10; request += 1) expect(await location(older)).toBe(BEFORE)
    expect((await ask(`${older.url}/health/ready`)).status).toBe(200)
    await until('/health says so', 5_000, async () => {
      const { status, config = '' } = await health(older)
      return status === 'DEGRADED' && config.includes(`this node runs revision ${lastGood}`)
    })
  }
}

/** Status of a node, and what it says of its store. */
export async function health({ url, token }: Group): Promise<{ readonly status: string; readonly config: string | undefined }> {
  const { body } = await ask(`${url}/health`, { headers: { authorization: `Bearer ${token}` } })
  const report = JSON.parse(body) as { status: string; dependencies: readonly { name: string; message: string }[] }
  return { status: report.status, config: report.dependencies.find(({ name }) => name === 'config-store')?.message }
}
