import { afterAll, beforeAll, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { publishCheckedCdns, runOn, untilHealth } from '../support/checked-cdns.ts'
import { startFakeCdn, type FakeCdn } from '../support/fake-cdn.ts'
import { startPacedPlayers, type PacedPlayers } from '../support/paced-players.ts'
import { childrenOf, nameOf, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'
import { openVersionWithoutHealth, upgradeInPlace, type EarlierVersion } from '../support/version-before.ts'

// An upgrade in place of which only some processes know: primary and a worker are still of the version that checks no CDN.

let before: EarlierVersion
let group: Group
let well: FakeCdn
let ill: FakeCdn
let players: PacedPlayers
beforeAll(async () => {
  ;[before, well, ill] = await Promise.all([openVersionWithoutHealth(), startFakeCdn(), startFakeCdn()])
  group = await startGroup({ node: process.execPath, cwd: before.folder, env: { WORKERS: '2', RATIO: '0' } })
  await upgradeInPlace(before)
  players = startPacedPlayers([`${group.url}${video}`], 50)
}, 60_000)
afterAll(async () => {
  await players?.stop()
  await group?.destroy()
  await Promise.all([well?.close(), ill?.close(), before?.remove()])
})

async function pidOf(name: string): Promise<number> {
  for (const pid of await childrenOf(group.primaryPid)) if ((await nameOf(pid).catch(() => '')).includes(name)) return pid
  return 0
}

async function replace(name: string): Promise<void> {
  const killed = await pidOf(name)
  process.kill(killed, 'SIGKILL')
  await until(`another ${name} is there`, 10_000, async () => ![0, killed].includes(await pidOf(name)))
}

/** State and revision of each worker. */
async function workers(): Promise<Readonly<Record<string, string>>> {
  type Told = { readonly workers: readonly { readonly id: string; readonly state: string; readonly revision: number }[] }
  const told = await runOn<Told>(group, '{ workers { id state revision } }')
  return Object.fromEntries(told.workers.map(({ id, state, revision }) => [id, `${state} ${revision}`]))
}

/** Hosts that players are told from now on, none of whom gets anything but a redirect. */
async function hosts(): Promise<ReadonlySet<string>> {
  const since = players.answers.length
  await until('players were told', 5_000, () => players.answers.length > since + 100)
  const answers = players.answers.slice(since)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([302]))
  return new Set(answers.map(({ host }) => host))
}

it('has a worker that goes on beside new ones and a new control process, until a reload brings it along', async () => {
  await replace('control')
  await until('the new control process answers', 20_000, () =>
    runOn(group, '{ health { status } }').then(
      () => true,
      () => false,
    ),
  )
  await replace('worker-2')
  await publishCheckedCdns(group, { default: { url: well.url }, ill: { url: ill.url } })
  await ill.behave({ does: 'REFUSES' })
  await untilHealth(group, { ill: 'UNHEALTHY' })
  expect(await workers()).toEqual({ 'worker-1': 'REFUSED 1', 'worker-2': 'READY 2' })
  const [wellHost, illHost] = [well, ill].map(({ port }) => `127.0.0.1:${port}`)
  await until('the worker has heard that it is out', 5_000, async () => !(await hosts()).has(String(illHost)))
  expect(await hosts()).toEqual(new Set(['cdn.example.com', wellHost]))

  process.kill(group.primaryPid, 'SIGHUP')
  await until('both run the revision', 20_000, async () => Object.values(await workers()).every((told) => told === 'READY 2'))
  expect(await hosts()).toEqual(new Set([wellHost]))
})
