import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sleep } from '../../src/adapters/system/clock.ts'
import { originRate, publishDeadCdns, untilAllAreOut } from '../support/dead-cdns.ts'
import { startPacedPlayers, type PacedPlayers } from '../support/paced-players.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'

const BUDGET = 40
const video = '/?video=http://s1.origin-cluster/v/x.m3u8'

let postgres: PostgresServer
let groups: readonly Group[] = []
let players: PacedPlayers | undefined
beforeAll(async () => {
  postgres = await openPostgresServer()
})
afterEach(async () => {
  await players?.stop()
  await Promise.all(groups.map((group) => group.destroy()))
})
afterAll(() => postgres.remove())

it('gives the origin of two nodes one budget, also while both are cut off from the store', async () => {
  const env = { DATABASE_URL: await postgres.database('budget'), WORKERS: '2', RATIO: '0' }
  groups = await Promise.all([startGroup({ env }), startGroup({ env })])
  const [one, other] = groups as [Group, Group]
  await publishDeadCdns(one, BUDGET)
  await untilAllAreOut(other)
  players = startPacedPlayers([`${one.url}${video}`, `${one.url}${video}`, `${other.url}${video}`], 5 * BUDGET)
  await sleep(5_000) // leases follow the demand
  const togetherMonoMs = performance.now()
  await sleep(5_000)
  const cutMonoMs = performance.now()
  expect(originRate(players.answers, togetherMonoMs, cutMonoMs) / BUDGET).toBeGreaterThan(0.9)
  await postgres.stop()
  await sleep(18_000)
  const endMonoMs = performance.now()
  expect(originRate(players.answers, togetherMonoMs, cutMonoMs + 13_000) / BUDGET).toBeLessThan(1.01)
  expect(originRate(players.answers, endMonoMs - 1_000, endMonoMs), 'what is not renewed ends').toBe(0)
  await players.stop()
  expect(new Set(players.answers.map(({ status }) => status))).toEqual(new Set([302]))
})
