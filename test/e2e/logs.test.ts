import { hostname } from 'node:os'
import { afterEach, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { startLoad } from '../support/load.ts'
import { until } from '../support/until.ts'

let group: Group
afterEach(() => group.destroy())

type Line = Readonly<Record<string, unknown>>

const linesOf = (started: Group): readonly Line[] =>
  started
    .stdout()
    .split('\n')
    .slice(0, -1)
    .filter((line) => !/^(?:$|> )/.test(line)) // npm's banner
    .map((line) => JSON.parse(line) as Line)
const accessOf = (started: Group): readonly Line[] => linesOf(started).filter(({ msg }) => msg === 'access')

async function logOneIn(oneIn: number): Promise<void> {
  const change = `mutation { updateSettings(input: { ratio: 4, accessLog: { oneIn: ${oneIn} } }) { __typename } publish(input: {}) { __typename } }`
  const { data } = await graphql(group.url, group.token, change)
  expect(data).toMatchObject({ publish: { __typename: 'PublishSuccess' } })
}

async function redirect(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) expect((await ask(`${group.url}${video}`)).status).toBe(302)
}

it('has node, process, worker and revision on each line of each process, and the sampled decisions', async () => {
  group = await startGroup({ env: { WORKERS: '2' } })
  await logOneIn(1)
  let requests = 20
  await redirect(requests)
  await until('each worker has decided', 10_000, async () => {
    if (new Set(accessOf(group).map(({ worker }) => worker)).size === 2) return true
    await Promise.all(Array.from({ length: 10 }, () => redirect(1))) // one after the other they may all come to one worker
    requests += 10
    return false
  })
  await ask(`${group.url}/?video=https://user:secret@s1.origin-cluster/v.m3u8?token=secret`)
  requests += 1
  await until('the decisions are logged', 10_000, () => accessOf(group).length >= requests)
  const { data } = await graphql<{ workers: { pid: number }[] }>(group.url, group.token, '{ workers { pid } }')
  process.kill(data?.workers[0]?.pid ?? 0, 'SIGKILL')
  await until('the death is logged', 10_000, () => linesOf(group).some(({ process: name }) => name === 'primary'))

  const node = `${hostname()}:${group.port}`
  // Requests that came before the revision was known have none, and these are of the start alone.
  const lines = linesOf(group).filter((line) => 'revision' in line)
  expect(linesOf(group).length - lines.length).toBeLessThan(5)
  const sources = lines.map((line) => JSON.stringify(['node', 'process', 'worker', 'revision'].map((name) => line[name] ?? null)))
  expect(new Set(sources)).toEqual(
    new Set(
      [
        ...[1, 2].map((revision) => [node, 'control', null, revision]),
        [node, 'primary', null, 2],
        ...['worker-1', 'worker-2'].map((worker) => [node, 'worker', worker, 2]),
      ].map((source) => JSON.stringify(source)),
    ),
  )
  const access = accessOf(group)
  expect(access).toHaveLength(requests)
  const reasons = access.map(({ revision, reason, cdn, status }) => JSON.stringify([revision, reason, cdn, status]))
  expect(new Set(reasons)).toEqual(
    new Set(['[2,"RATIO",null,302]', '[2,"SELECTED","default",302]', '[2,"VIDEO_CREDENTIALS",null,400]']),
  )
  expect(JSON.stringify(access)).not.toMatch(/secret|origin-cluster|127\.0\.0\.1/)
})

it('holds nobody up when nobody reads it: redirects and publishes go on, lines are dropped and counted', async () => {
  group = await startGroup()
  await logOneIn(1)
  const readOn = group.leaveStdout()
  const load = startLoad(`${group.url}${video}`, 8)
  await until('lines are dropped', 15_000, async () => (await metric('sluice_worker_access_log_dropped_total')) > 0)
  await logOneIn(2)
  await until('the workers have the revision', 5_000, async () => (await metric('sluice_worker_revision')) === 3)
  expect(await metric('sluice_worker_resident_memory_bytes')).toBeLessThan(300_000_000)
  expect((await load.stop()).failures).toEqual([])
  readOn()
  await redirect(2)
  await until('the log goes on', 5_000, () => accessOf(group).some(({ revision }) => revision === 3))
})

async function metric(name: string): Promise<number> {
  const { body } = await ask(`${group.url}/metrics`, { headers: { authorization: `Bearer ${group.token}` } })
  return Number(new RegExp(`^${name}\\{worker="worker-1"\\} (\\S+)$`, 'm').exec(body)?.[1])
}
