import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sleep } from '../../src/adapters/system/clock.ts'
import { startPacedPlayers, type PacedPlayers } from './paced-players.ts'
import { openPostgresServer, type PostgresServer } from './postgres-server.ts'
import { startGroup, type Group } from './process-group.ts'
import { openRedisServer, type RedisServer } from './redis-server.ts'
import { CAPACITY, cdns, loadOf, PLAYERS, publishOneSmall, secondsAbove, secondsOf, video } from './small-cdn.ts'
import { until } from './until.ts'

/** Parts of the players by node. So what the second one gives by itself is half of the capacity, below soft. */
const PARTS = [5 / 6, 1 / 6]

/** Two nodes on one store. `seconds`: how many are counted one by one, which only a machine shows that keeps up with the players; or 0. */
export function spillingNodesSuite({ seconds }: { readonly seconds: number }): void {
  let postgres: PostgresServer
  let redis: RedisServer
  let groups: readonly Group[] = []
  let players: PacedPlayers | undefined
  beforeAll(async () => {
    ;[postgres, redis] = await Promise.all([openPostgresServer(), openRedisServer()])
    const env = { DATABASE_URL: await postgres.database('load'), REDIS_URL: redis.url, WORKERS: '2', RATIO: '0' }
    groups = await Promise.all([startGroup({ env }), startGroup({ env })])
  })
  afterEach(async () => {
    await players?.stop()
    await redis.start()
  })
  afterAll(async () => {
    await Promise.all(groups.map((group) => group.destroy()))
    await Promise.all([postgres?.remove(), redis?.remove()])
  })

  it('sums over Redis what two nodes give: both relieve a CDN to which three times its capacity comes', async () => {
    await publishOneSmall(nodeAt(0), 'c0')
    await until('both tell what they give', 10_000, async () => (await redis.command('HLEN', 'sluice:load')) === 2)
    const seen = await play('c0', (one, other) => one <= 60 && Math.abs(one - other) <= 10)
    expect(secondsAbove(seen.both.slice(2), CAPACITY, PLAYERS), JSON.stringify(seen)).toEqual([])
  })

  it('takes a part of the capacity for each node that the store has seen while Redis is away', async () => {
    await redis.kill()
    await publishOneSmall(nodeAt(0), 'c1')
    const reports = async () => (await postgres.query('load', 'SELECT node FROM health_report')).length
    await until('the store has seen both', 10_000, async () => (await reports()) === 2)
    const seen = await play('c1', (one, other) => one <= 60 && other <= 90 && other - one >= 30)
    for (const [index, part] of PARTS.entries()) {
      const late = seen.each[index]?.slice(2) ?? []
      expect(secondsAbove(late, CAPACITY / 2, PLAYERS * part), JSON.stringify(seen)).toEqual([])
    }
  })

  function nodeAt(index: number): Group {
    const group = groups[index]
    if (group === undefined) throw new Error('it has not started')
    return group
  }

  /** Plays until the nodes keep such parts, in percent, and nobody got anything but a redirect. Counts by second. */
  async function play(small: string, isReached: (one: number, other: number) => boolean) {
    const [one, other] = [`${nodeAt(0).url}${video}`, `${nodeAt(1).url}${video}`]
    await sleep(3_000) // rates are known
    const { answers } = (players = startPacedPlayers([one, one, one, other, one, one], PLAYERS))
    const startMonoMs = performance.now()
    await until('they relieve it', 30_000, async () => {
      const [ofOne, ofOther] = await Promise.all([loadOf(nodeAt(0), small), loadOf(nodeAt(1), small)])
      return ofOne !== undefined && ofOther !== undefined && isReached(ofOne.keepPercent, ofOther.keepPercent)
    })
    await sleep(Math.max(0, startMonoMs + (seconds + 0.5) * 1_000 - performance.now()))
    const hosts = new Set(answers.map(({ host }) => host))
    expect([...hosts].toSorted()).toEqual(cdns.map((key) => `${key}.example.com`))
    const ofNode = (url: string, part: number) =>
      secondsOf(
        answers.filter((answer) => answer.url === url),
        small,
        PLAYERS * part,
        seconds,
      )
    return {
      both: secondsOf(answers, small, PLAYERS, seconds),
      each: PARTS.map((part, index) => ofNode(index === 0 ? one : other, part)),
    }
  }
}
