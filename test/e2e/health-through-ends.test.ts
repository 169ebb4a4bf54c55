import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { publishCheckedCdns, runOn, untilHealth } from '../support/checked-cdns.ts'
import { startFakeCdn, type FakeCdn } from '../support/fake-cdn.ts'
import { ask } from '../support/http.ts'
import { startPacedPlayers, type PacedPlayers } from '../support/paced-players.ts'
import { controlPidOf, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// A CDN is out of use, and stays so from the first redirect of whatever ends, starts and changes meanwhile.

const env = { WORKERS: '2', RATIO: '0' }

let dataDir: string
let group: Group
let well: FakeCdn
let ill: FakeCdn
let players: PacedPlayers
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  ;[group, well, ill] = await Promise.all([startGroup({ dataDir, env }), startFakeCdn(), startFakeCdn()])
  await publishCheckedCdns(group, { default: { url: well.url }, ill: { url: ill.url } })
  await ill.behave({ does: 'REFUSES' })
  await untilHealth(group, { ill: 'UNHEALTHY' })
  players = startPacedPlayers([`${group.url}${video}`], 100)
}, 60_000)
afterAll(async () => {
  await players?.stop()
  await group?.destroy()
  await Promise.all([well?.close(), ill?.close()])
  await rm(dataDir, { recursive: true, force: true })
})

type Worker = { readonly id: string; readonly pid: number; readonly state: string }
const workers = async () => (await runOn<{ workers: Worker[] }>(group, '{ workers { id pid state } }')).workers

async function untilOthers(before: readonly Worker[]): Promise<void> {
  const pids = before.map(({ pid }) => pid)
  await until('other workers are ready', 20_000, async () => {
    const now = await workers().catch((): Worker[] => [])
    return now.length === 2 && now.every(({ pid, state }) => state === 'READY' && !pids.includes(pid))
  })
}

/** Hosts of all redirects since the players were told; others than redirects have none. */
function hostsSince(count: number): ReadonlySet<string> {
  return new Set(players.answers.slice(count).flatMap(({ status, host }) => (status === 302 ? [host] : [])))
}

async function expectStillOut(since: number): Promise<void> {
  await until('players were told', 5_000, () => players.answers.length > since + 100)
  expect(hostsSince(since)).toEqual(new Set([`127.0.0.1:${well.port}`]))
}

it('holds through publish, rollback and reload, none of which fails a redirect', async () => {
  const since = players.answers.length
  await runOn(group, 'mutation { upsertCdn(input: { key: "ill", weight: 9 }) { __typename } publish(input: {}) { __typename } }')
  await expectStillOut(since)
  const rolledBack = await runOn(group, 'mutation { rollback(input: { toRevision: 2 }) { __typename } }')
  expect(rolledBack).toEqual({ rollback: { __typename: 'RollbackSuccess' } })
  await expectStillOut(since)
  const before = await workers()
  process.kill(group.primaryPid, 'SIGHUP')
  await untilOthers(before)
  await expectStillOut(since)
  expect(new Set(players.answers.slice(since).map(({ status }) => status))).toEqual(new Set([302]))
})

it('holds at every worker that starts while nobody can tell it anything, and at the next control process', async () => {
  const since = players.answers.length
  const before = await workers()
  const control = await controlPidOf(group)
  process.kill(control, 'SIGSTOP')
  for (const { pid } of before) process.kill(pid, 'SIGKILL')
  await until(
    'the next workers redirect',
    10_000,
    async () => (await ask(`${group.url}${video}`).catch(() => undefined)) !== undefined,
  )
  await expectStillOut(since)
  process.kill(control, 'SIGKILL')
  await untilOthers(before)
  await untilHealth(group, { ill: 'UNHEALTHY' }) // before its first look at the store it knows no CDN
  expect(await runOn(group, '{ health { cdns { key health reason } } }')).toEqual({
    health: {
      cdns: [
        { key: 'default', health: 'HEALTHY', reason: 'its checks pass' },
        { key: 'ill', health: 'UNHEALTHY', reason: expect.stringContaining('the connection was refused') as string },
      ],
    },
  })
  await expectStillOut(since)
})

it('holds from the first redirect after a start of the whole group, and ends when the checks pass again', async () => {
  await players.stop()
  await group.destroy()
  await ill.behave({ does: 'HANGS' }) // so that no probe has ended before the first redirect
  group = await startGroup({ dataDir, env })
  players = startPacedPlayers([`${group.url}${video}`], 100)
  await expectStillOut(0)
  await ill.behave({ does: 'ANSWERS', body: '#EXTM3U\n' })
  await until('it gets its part again', 15_000, () => hostsSince(0).size === 2)
  expect(new Set(players.answers.map(({ status }) => status))).toEqual(new Set([302]))
})
