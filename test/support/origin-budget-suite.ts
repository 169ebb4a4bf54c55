import { afterEach, beforeEach, expect, it } from 'vitest'
import { sleep } from '../../src/adapters/system/clock.ts'
import { originRate, publishDeadCdns } from './dead-cdns.ts'
import { startPacedPlayers, type PacedPlayers } from './paced-players.ts'
import { controlPidOf, startGroup, type Group } from './process-group.ts'

const BUDGET = 40
const PLAYERS = 5 * BUDGET
const video = '/?video=http://s1.origin-cluster/v/x.m3u8'

/** `least`: the part of its budget that the origin gets at least in so many seconds; what workers have saved at the end is missing. */
export function originBudgetSuite({ seconds, least }: { readonly seconds: number; readonly least: number }): void {
  let group: Group
  let players: PacedPlayers | undefined
  beforeEach(async () => {
    group = await startGroup({ env: { WORKERS: '4', RATIO: '20' } })
  })
  afterEach(async () => {
    await players?.stop()
    await group.destroy()
  })

  it('gives the origin its budget and no more while all CDNs are down, though the control process is killed, and nobody an error', async () => {
    await publishDeadCdns(group, BUDGET)
    players = startPacedPlayers([`${group.url}${video}`], PLAYERS)
    await sleep(4_000) // leases follow the demand
    const startMonoMs = performance.now()
    await sleep((seconds * 1_000) / 4)
    const killed = await controlPidOf(group)
    process.kill(killed, 'SIGKILL')
    await sleep((seconds * 3_000) / 4)
    const rateOf = (from: number, to: number): number =>
      originRate(players?.answers ?? [], startMonoMs + from * 1_000, startMonoMs + to * 1_000)
    expect(await controlPidOf(group), 'another control process').not.toBe(killed)
    const bySecond = Array.from({ length: seconds }, (_, second) => Math.round(rateOf(second, second + 1)))
    expect(rateOf(0, seconds) / BUDGET, `by second: ${bySecond.join(' ')}`).toBeGreaterThan(least)
    expect(rateOf(0, seconds) / BUDGET).toBeLessThan(1.01)
    await players.stop()
    expect(new Set(players.answers.map(({ status }) => status))).toEqual(new Set([302]))
  })
}
