import { afterEach, beforeEach, expect, it } from 'vitest'
import { sleep } from '../../src/adapters/system/clock.ts'
import { originRate, publishDeadCdns } from '../support/dead-cdns.ts'
import { startPacedPlayers, type PacedPlayers } from '../support/paced-players.ts'
import { childrenOf, nameOf, startGroup, type Group } from '../support/process-group.ts'

const BUDGET = 40
const PLAYERS = 5 * BUDGET
const video = '/?video=http://s1.origin-cluster/v/x.m3u8'

let group: Group
let players: PacedPlayers | undefined
beforeEach(async () => {
  group = await startGroup({ env: { WORKERS: '4', RATIO: '20' } })
})
afterEach(async () => {
  await players?.stop()
  await group.destroy()
})

async function controlPid(): Promise<number> {
  for (const pid of await childrenOf(group.primaryPid)) if ((await nameOf(pid)).includes('control')) return pid
  throw new Error('no control process')
}

it('gives the origin its budget and no more while all CDNs are down, though the control process is killed, and nobody an error', async () => {
  await publishDeadCdns(group, BUDGET)
  players = startPacedPlayers([`${group.url}${video}`], PLAYERS)
  await sleep(4_000) // leases follow the demand
  const startMonoMs = performance.now()
  await sleep(3_000)
  const killed = await controlPid()
  process.kill(killed, 'SIGKILL')
  await sleep(12_000)
  const rate = originRate(players.answers, startMonoMs, performance.now())
  expect(await controlPid(), 'another control process').not.toBe(killed)
  const { answers } = players
  const bySecond = Array.from({ length: 15 }, (_, second) =>
    originRate(answers, startMonoMs + second * 1_000, startMonoMs + (second + 1) * 1_000),
  )
  expect(rate / BUDGET, `by second: ${bySecond.join(' ')}`).toBeGreaterThan(0.99)
  expect(rate / BUDGET).toBeLessThan(1.01)
  await players.stop()
  expect(new Set(players.answers.map(({ status }) => status))).toEqual(new Set([302]))
})
