import { afterEach, beforeEach, expect, it } from 'vitest'
import { sleep } from '../../src/adapters/system/clock.ts'
import { startPacedPlayers, type PacedPlayers } from './paced-players.ts'
import { startGroup, type Group } from './process-group.ts'
import { CAPACITY, cdns, loadOf, PLAYERS, publishOneSmall, secondsAbove, secondsOf, video } from './small-cdn.ts'

/** `seconds`: length of the run. */
export function spillingSuite({ seconds }: { readonly seconds: number }): void {
  let group: Group
  let players: PacedPlayers | undefined
  beforeEach(async () => {
    group = await startGroup({ env: { WORKERS: '4', RATIO: '0' } })
  })
  afterEach(async () => {
    await players?.stop()
    await group.destroy()
  })

  it('relieves a CDN to which three times its capacity comes within two seconds, for good, and nobody gets an error', async () => {
    await publishOneSmall(group, 'c0')
    await sleep(3_000) // rates are known
    players = startPacedPlayers([`${group.url}${video}`], PLAYERS)
    await sleep((seconds + 0.5) * 1_000)
    const load = await loadOf(group, 'c0')
    await players.stop()
    const seen = secondsOf(players.answers, 'c0', PLAYERS, seconds)
    const told = `small of all by second: ${seen.map(({ small, all }) => `${small}/${all}`).join(' ')}`
    expect(secondsAbove(seen.slice(0, 2), CAPACITY, PLAYERS), told).not.toEqual([])
    expect(secondsAbove(seen.slice(2), CAPACITY, PLAYERS), told).toEqual([])
    const bySecond = seen.map(({ small }) => small)
    for (const part of partsAfterHalfAMinute(bySecond)) expect(Math.abs(part - 1), told).toBeLessThan(0.05)
    const late = bySecond.slice(seconds / 2)
    const mean = late.reduce((sum, count) => sum + count, 0) / late.length
    expect(mean / CAPACITY, told).toBeGreaterThan(0.6)
    expect(Math.abs((load?.keepPercent ?? 0) - 25), told).toBeLessThanOrEqual(5)
    const hosts = new Set(players.answers.map(({ host }) => host))
    expect([...hosts].toSorted()).toEqual(cdns.map((key) => `${key}.example.com`))
  })
}

/** Sums of ten seconds each after the first thirty, as parts of their mean; none of a shorter run. */
function partsAfterHalfAMinute(bySecond: readonly number[]): readonly number[] {
  const sums = [30, 40, 50].map((from) => bySecond.slice(from, from + 10).reduce((sum, count) => sum + count, 0))
  const mean = sums.reduce((sum, count) => sum + count, 0) / sums.length
  return mean === 0 ? [] : sums.map((sum) => sum / mean)
}
