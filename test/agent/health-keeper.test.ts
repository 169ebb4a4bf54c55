import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { openInProcessHealthReports } from '../../src/adapters/in-process/health-reports.ts'
import { openHealthKeeper, type HealthKeeper, type HealthKeeperParts } from '../../src/agent/health-keeper.ts'
import type { Cdn } from '../../src/core/config/cdn.ts'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import { REPORT_FRESH_MS } from '../../src/core/health/node-report.ts'
import type { ProbeResults } from '../../src/core/health/probe.ts'
import { StoreUnavailable } from '../../src/ports/config-store.ts'
import { revisionWith } from '../support/config.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { checkWith, passed, refused, resultOf, timedOut } from '../support/health.ts'
import { healthParts } from '../support/health-parts.ts'
import { settle } from '../support/settle.ts'

const checked = (key: string) => ({ key, healthCheck: checkWith() })
let clock: FixedClock
/** How far the store's clock is ahead. */
let offsetMs: number
let live: ConfigRevision | undefined
let parts: ReturnType<typeof healthParts>
let sets: number[]
let problems: string[]
let keepers: HealthKeeper[]

beforeEach(() => {
  clock = fixedClock()
  offsetMs = 0
  parts = healthParts(clock)
  ;[sets, problems, keepers] = [[], [], []]
  publish(checked('a'), checked('b'))
})
afterEach(() => Promise.all(keepers.map((keeper) => keeper.stop())))

/** Makes CDNs live, without telling anybody. */
function publish(...cdns: Partial<Cdn>[]): void {
  live = revisionWith({ number: (live?.number ?? 0) + 1, cdns })
}

function open(more: Partial<HealthKeeperParts> = {}): HealthKeeper {
  const chance = 0.5 + keepers.length * 1e-9
  const keeper: HealthKeeper = openHealthKeeper({
    node: 'n1',
    ...parts,
    clock,
    storeTime: { nowEpochMs: () => clock.nowEpochMs() + offsetMs },
    random: () => chance, // by which nodes are told apart
    events: openInProcessEventBus(),
    revisions: { current: () => live, canary: () => undefined },
    onHealthSet: ({ version }) => sets.push(version),
    onProblem: (problem) => problems.push(problem),
    ...more,
  })
  keepers.push(keeper)
  keeper.start()
  keeper.followRevisions()
  return keeper
}

const [urlA, urlB] = ['a.cdn.example.com', 'b.cdn.example.com']
const failing = (results: ProbeResults = { IPV4: refused }) => parts.cdns.set(urlA, results)
const outKeys = (keeper: HealthKeeper) =>
  keeper.current().conditions.map(({ key, byFamily }) => `${key} ${byFamily.IPV4?.kind} ${byFamily.IPV6?.kind}`)
const healths = (keeper: HealthKeeper) => keeper.view.cdns().map(({ key, health }) => `${key} ${health}`)

describe('a CDN', () => {
  it('is probed at once, and then in its interval', async () => {
    const keeper = open()
    expect(healths(keeper)).toEqual(['a UNKNOWN', 'b UNKNOWN'])
    await clock.advance(100)
    expect([parts.asked.length, healths(keeper)]).toEqual([2, ['a HEALTHY', 'b HEALTHY']])
    await clock.advance(4_900)
    expect(parts.asked).toHaveLength(4)
    await clock.advance(30_000)
    expect(parts.asked).toHaveLength(10)
    expect([keeper.current().conditions, sets]).toEqual([[], []])
  })

  it('goes out after fall failures, and comes back after rise passes, at once for the workers and told', async () => {
    const keeper = open()
    await clock.advance(6_000)
    failing()
    const before = keeper.current().version
    await clock.advance(3 * 10_000)
    expect([outKeys(keeper), sets]).toEqual([['a OUT OUT'], [before + 1]])
    expect(parts.changes.map(({ cdn, health }) => `${cdn} ${health}`)).toEqual(['a HEALTHY', 'b HEALTHY', 'a UNHEALTHY'])
    expect(parts.changes.at(-1)).toMatchObject({
      at: '2026-01-01T00:00:35.000Z',
      reason: expect.stringContaining('3 checks in a row'),
    })
    parts.cdns.delete(urlA)
    await clock.advance(2 * 10_000)
    expect(outKeys(keeper)).toEqual(['a RECOVERING RECOVERING'])
    await clock.advance(62_000)
    expect([outKeys(keeper), keeper.current().version]).toEqual([[], before + 3])
    expect(keeper.view.measures().ejections).toEqual(new Map([['a', 1]]))
    expect(keeper.view.measures().probes.get('a')).toEqual(new Map(Object.entries({ PASSED: 10, REFUSED: 3 })))
  })

  it('that is not live any more is forgotten, and begins anew at another base URL', async () => {
    failing()
    const keeper = open()
    await clock.advance(30_000)
    expect(outKeys(keeper)).toEqual(['a OUT OUT'])
    publish({ ...checked('a'), weight: 7 }, checked('b'))
    keeper.followRevisions()
    expect(outKeys(keeper)).toEqual(['a OUT OUT'])
    publish({ ...checked('a'), baseUrl: 'elsewhere.example.com' })
    keeper.followRevisions()
    expect([outKeys(keeper), healths(keeper)]).toEqual([[], ['a UNKNOWN']])
    await settle()
    await clock.advance(100)
    expect(healths(keeper)).toEqual(['a HEALTHY'])
    publish({ key: 'a' }, { ...checked('c'), enabled: false })
    keeper.followRevisions()
    const asked = parts.asked.length
    await clock.advance(60_000)
    expect(parts.asked).toHaveLength(asked)
    expect(keeper.view.cdns().map(({ health, reason }) => [health, reason])).toEqual([
      ['UNKNOWN', 'it has no health check'],
      ['UNKNOWN', 'it is disabled, so it is not checked'],
    ])
    expect(clock.pending()).toBeLessThanOrEqual(2)
  })

  it.each([
    { minutes: 4, out: ['a OUT OUT'], health: 'UNHEALTHY' },
    { minutes: 5, out: [], health: 'UNKNOWN' },
  ])('that comes back after $minutes minutes, as a rollback does it, is $health', async ({ minutes, out, health }) => {
    failing()
    const keeper = open()
    await clock.advance(31_000)
    const set = keeper.current().conditions
    publish({ key: 'a' }, checked('b'))
    keeper.followRevisions()
    expect(outKeys(keeper)).toEqual([])
    await clock.advance(minutes * 60_000)
    publish(checked('a'), checked('b'))
    keeper.followRevisions()
    expect([outKeys(keeper), healths(keeper)]).toEqual([out, [`a ${health}`, 'b HEALTHY']])
    await clock.advance(1_000)
    expect(keeper.current().conditions).toEqual(out.length > 0 ? set : [])
  })

  it('without an answer for three intervals is unknown, and stays what it was', async () => {
    const keeper = open()
    await clock.advance(6_000)
    failing()
    await clock.advance(30_000)
    parts.cdns.set(urlA, new Promise(() => undefined))
    await clock.advance(45_000)
    expect([healths(keeper), outKeys(keeper)]).toEqual([['a UNKNOWN', 'b HEALTHY'], ['a OUT OUT']])
  })

  it('that is heard of again after a silence tells it with the time of that', async () => {
    const keeper = open()
    await clock.advance(6_000)
    const { promise, resolve } = Promise.withResolvers<ProbeResults>()
    parts.cdns.set(urlA, promise)
    await clock.advance(60_000)
    parts.cdns.delete(urlA)
    resolve({ IPV4: passed })
    await clock.advance(2_000)
    const told = parts.changes.filter(({ cdn }) => cdn === 'a').map(({ health, at }) => `${health} ${at}`)
    expect(told.slice(1)).toEqual(['UNKNOWN 2026-01-01T00:00:36.050Z', 'HEALTHY 2026-01-01T00:01:06.100Z'])
    expect(keeper.view.cdns()[0]?.since).toBe(parts.changes.at(-1)?.at)
  })

  it('is judged apart over IPv4 and IPv6', async () => {
    const keeper = open()
    failing({ IPV4: passed, IPV6: refused })
    await clock.advance(30_000)
    expect(outKeys(keeper)).toEqual(['a undefined OUT'])
    expect(healths(keeper)).toEqual(['a DEGRADED', 'b HEALTHY'])
    failing({ IPV4: resultOf('DNS'), IPV6: resultOf('DNS') })
    parts.cdns.set(urlB, { IPV4: resultOf('DNS'), IPV6: resultOf('DNS') })
    await clock.advance(100_000)
    parts.cdns.delete(urlB)
    failing({ IPV4: passed })
    await clock.advance(10_000)
    expect(outKeys(keeper)).toEqual([])
  })
})

it('a lost answer of the resolver for one family changes nothing there, an empty one does', async () => {
  failing({ IPV4: passed, IPV6: refused })
  const keeper = open()
  await clock.advance(30_000)
  expect(outKeys(keeper)).toEqual(['a undefined OUT'])
  failing({ IPV4: passed, IPV6: null })
  await clock.advance(30_000)
  expect([outKeys(keeper), healths(keeper)]).toEqual([['a undefined OUT'], ['a DEGRADED', 'b HEALTHY']])
  failing({ IPV4: passed })
  await clock.advance(10_000)
  expect(outKeys(keeper)).toEqual([])
})

describe('a restart', () => {
  it('forgets neither what is out, nor since when, nor the version, and tells no change', async () => {
    failing()
    const first = open()
    await clock.advance(31_000)
    await first.stop()
    const [set, told] = [first.current(), first.view.cdns()]
    parts = { ...healthParts(clock), keptHealth: parts.healthFile.present }
    failing()
    const second = open()
    expect(second.current()).toEqual(set)
    await clock.advance(12_000)
    expect([second.current(), parts.changes]).toEqual([set, []])
    expect(second.view.cdns().map(({ health, since }) => [health, since])).toEqual(
      told.map(({ health, since }) => [health, since]),
    )
  })

  it('counts on from the time of the store when there is no file', () => {
    expect(open().current()).toEqual({ version: Math.floor(clock.nowEpochMs() / 1_000), conditions: [] })
  })

  it('forgets nothing while no revision is known', () => {
    const conditions = [{ key: 'a', baseUrl: urlA, byFamily: { IPV4: null, IPV6: { kind: 'OUT', sinceEpochMs: 7 } } } as const]
    live = undefined
    const keeper = open({ keptHealth: { set: { version: 9, conditions }, cdns: [], waiting: [] } })
    expect(keeper.current()).toEqual({ version: 9, conditions })
  })
})

describe('the file', () => {
  it('is written when a verdict changes, at most once a second', async () => {
    open()
    await clock.advance(5_000)
    const { writes } = parts.healthFile
    await clock.advance(20_000)
    expect(parts.healthFile.writes).toBe(writes)
    failing()
    await clock.advance(31_000)
    expect(parts.healthFile.writes).toBe(writes + 1)
    expect(parts.healthFile.present?.set.conditions).toHaveLength(1)
  })

  it('has an ejection at once, though the same health was looked at just before', async () => {
    open()
    await clock.advance(5_000)
    failing()
    for (let second = 0; second < 33 && parts.changes.at(-1)?.health !== 'UNHEALTHY'; second += 0.05) await clock.advance(50)
    expect(parts.healthFile.present?.set.conditions).toHaveLength(1)
  })

  it('has what was judged just before the end of the process', async () => {
    const keeper = open()
    await clock.advance(25)
    expect(parts.healthFile.writes).toBe(1)
    failing()
    await keeper.view.checkNow('a')
    for (const _ of [2, 3]) {
      await clock.advance(1_001)
      await keeper.view.checkNow('a')
    }
    await keeper.stop()
    expect(keeper.current().conditions).toHaveLength(1)
    expect(parts.healthFile.present?.set).toEqual(keeper.current())
  })

  it('that can not be written is told once, and tried again', async () => {
    parts.healthFile.diskIsFull = true
    open()
    await clock.advance(10_000)
    expect(problems).toEqual([
      expect.stringMatching(/^the CDNs' health could not be kept in health.json: ENOSPC.*free some disk/),
    ])
    parts.healthFile.diskIsFull = false
    await clock.advance(4_000)
    expect(parts.healthFile.present?.cdns).toHaveLength(2)
  })
})

describe('a node that sees no sign of life anywhere', () => {
  it('suspects itself, says so once, and keeps what it had', async () => {
    const keeper = open()
    await clock.advance(6_000)
    for (const url of [urlA, urlB]) parts.cdns.set(url, { IPV4: timedOut })
    await clock.advance(100_000)
    expect([outKeys(keeper), healths(keeper)]).toEqual([[], ['a UNKNOWN', 'b UNKNOWN']])
    expect([keeper.view.suspicion(), problems]).toEqual([problems[0], [expect.stringContaining('none of 2 CDNs')]])
    parts.cdns.delete(urlB)
    await clock.advance(10_000)
    expect([keeper.view.suspicion(), outKeys(keeper)]).toEqual([undefined, []])
    await clock.advance(30_000)
    expect(outKeys(keeper)).toEqual(['a OUT OUT'])
  })

  it('suspects itself no more once it checks none', async () => {
    const keeper = open()
    for (const url of [urlA, urlB]) parts.cdns.set(url, { IPV4: timedOut })
    await clock.advance(100_000)
    expect(keeper.view.suspicion()).toContain('none of 2 CDNs')
    publish({ key: 'a' }, { key: 'b' })
    keeper.followRevisions()
    expect(keeper.view.suspicion()).toBeUndefined()
  })

  it('takes out the only CDN that it checks', async () => {
    publish(checked('a'))
    failing({ IPV4: timedOut })
    const keeper = open()
    await clock.advance(30_000)
    expect(outKeys(keeper)).toEqual(['a OUT OUT'])
  })

  it('has no verdict over IPv6 when it has no way there, while IPv4 works', async () => {
    for (const url of [urlA, urlB]) parts.cdns.set(url, { IPV4: passed, IPV6: resultOf('NO_ROUTE') })
    const keeper = open()
    await clock.advance(60_000)
    expect([outKeys(keeper), healths(keeper), keeper.view.suspicion(), problems]).toEqual([
      [],
      ['a HEALTHY', 'b HEALTHY'],
      undefined,
      [],
    ])
  })
})

describe('a sign of life from before the failures', () => {
  const every = (key: string, intervalSeconds: number, fall = 3) => ({ key, healthCheck: checkWith({ intervalSeconds, fall }) })
  const urls = ['a', 'b', 'c', 'd'].map((key) => `${key}.cdn.example.com`)
  const uplinkDies = () => {
    for (const url of urls) parts.cdns.set(url, { IPV4: timedOut })
  }

  it('proves nothing: a node whose uplink dies takes none out, though one is probed seldom', async () => {
    publish(every('a', 2), every('b', 2), every('c', 2), every('d', 60))
    const keeper = open()
    await clock.advance(35_000)
    uplinkDies()
    await clock.advance(50_000)
    expect([outKeys(keeper), problems]).toEqual([[], [expect.stringContaining('none of 4 CDNs')]])
    parts.cdns.delete(urlB)
    await clock.advance(3_000)
    expect([outKeys(keeper), keeper.view.suspicion()]).toEqual([[], undefined])
    await clock.advance(5_500)
    expect(outKeys(keeper)).toEqual(['a OUT OUT', 'c OUT OUT'])
  })

  it('proves nothing where one failure is enough', async () => {
    publish(...['a', 'b', 'c', 'd'].map((key) => every(key, 2, 1)))
    let draws = 0
    const keeper = open({ random: () => (draws++ % 4) / 4 })
    await clock.advance(4_100)
    uplinkDies()
    await clock.advance(20_000)
    expect(outKeys(keeper)).toEqual([])
  })

  it.each([
    { fall: 1, seconds: 2 },
    { fall: 3, seconds: 6 },
  ])('is looked for, so one that is dead goes out after $fall failures though others are probed seldom', async (row) => {
    publish(every('a', 2, row.fall), every('b', 3_600), every('c', 3_600))
    const keeper = open()
    await clock.advance(9_500)
    failing({ IPV4: timedOut })
    const asked = parts.asked.length
    await clock.advance(row.seconds * 1_000)
    expect(outKeys(keeper)).toEqual(['a OUT OUT'])
    expect(parts.asked.slice(asked).filter((url) => url !== urlA)).toHaveLength(1)
    expect(problems).toEqual([])
  })

  it('is awaited for a second at most, from one other CDN at a time', async () => {
    publish(every('a', 2, 1), every('b', 3_600), every('c', 2, 1))
    const keeper = open()
    await clock.advance(9_500)
    for (const url of [urlA, urls[2] ?? '']) parts.cdns.set(url, { IPV4: timedOut })
    parts.cdns.set(urlB, new Promise(() => undefined))
    const asked = parts.asked.length
    await clock.advance(6_000)
    expect(outKeys(keeper)).toEqual([])
    expect(parts.asked.slice(asked).filter((url) => url === urlB)).toHaveLength(1)
    expect(keeper.view.cdns()[0]?.lastProbe?.outcome).toBe('TIMEOUT')
  })
})

describe('a node without a way to IPv6', () => {
  it('takes a CDN out and back for both families by IPv4 alone', async () => {
    const noRoute = resultOf('NO_ROUTE')
    failing({ IPV4: timedOut, IPV6: noRoute })
    const keeper = open()
    await clock.advance(30_000)
    expect(outKeys(keeper)).toEqual(['a OUT OUT'])
    failing({ IPV4: passed, IPV6: noRoute })
    await clock.advance(20_000)
    expect(outKeys(keeper)).toEqual(['a RECOVERING RECOVERING'])
    await clock.advance(62_000)
    expect([outKeys(keeper), healths(keeper)]).toEqual([[], ['a HEALTHY', 'b HEALTHY']])
  })
})

describe('CDNs whose names never resolved', () => {
  const unresolved = { IPV4: resultOf('DNS'), IPV6: resultOf('DNS') }
  beforeEach(() => {
    publish(checked('a'), checked('b'), checked('c'))
    for (const url of [urlA, urlB]) parts.cdns.set(url, unresolved)
  })

  it('are out for both families while another one works over IPv4', async () => {
    const keeper = open()
    await clock.advance(30_000)
    expect(outKeys(keeper)).toEqual(['a OUT OUT', 'b OUT OUT'])
  })

  it('tell nothing of the way to a CDN over IPv6', async () => {
    parts.cdns.set('c.cdn.example.com', { IPV4: passed, IPV6: timedOut })
    const keeper = open()
    await clock.advance(30_000)
    expect(outKeys(keeper)).toEqual(['a OUT OUT', 'b OUT OUT', 'c undefined OUT'])
  })
})

describe('nodes on one store', () => {
  it('agree by majority, within a moment of the verdict that makes it, told by a hint', async () => {
    const shared = { events: openInProcessEventBus(), healthReports: openInProcessHealthReports(clock) }
    const all = ['n1', 'n2', 'n3'].map((node) => {
      const own = healthParts(clock)
      return { ...own, keeper: open({ ...own, ...shared, node }) }
    })
    await clock.advance(6_000)
    for (const one of all.slice(0, 1)) one.cdns.set(urlA, { IPV4: refused })
    await clock.advance(40_000)
    for (const { keeper } of all) expect([outKeys(keeper), healths(keeper)]).toEqual([[], ['a DEGRADED', 'b HEALTHY']])
    for (const one of all.slice(1, 2)) one.cdns.set(urlA, { IPV4: refused })
    await clock.advance(29_300)
    for (const { keeper } of all) expect(outKeys(keeper)).toEqual(['a OUT OUT'])
    expect(new Set(all.map(({ keeper }) => JSON.stringify(keeper.current().conditions))).size).toBe(1)
    expect(new Set(all.map(({ changes }) => JSON.stringify(changes.at(-1)))).size).toBe(1)
  })

  it('read on a hint of another, at most twice a second, and share no more for that', async () => {
    const [events, reports] = [openInProcessEventBus(), openInProcessHealthReports(clock)]
    const asked: string[] = []
    const healthReports: typeof reports = {
      share: (report) => {
        asked.push(`share ${clock.nowMonoMs()}`)
        return reports.share(report)
      },
      list: () => {
        asked.push(`list ${clock.nowMonoMs()}`)
        return reports.list()
      },
    }
    open({ events, healthReports })
    await clock.advance(6_000)
    asked.length = 0
    for (let hint = 1; hint <= 20; hint += 1) {
      events.announceHealth(hint)
      await clock.advance(100)
    }
    await clock.advance(2_000)
    expect(asked).toEqual(['share 6050', 'list 6550', 'list 7050', 'list 7550', 'share 8050'])
    asked.length = 0
    failing()
    await clock.advance(30_000)
    expect(asked.filter((one) => one.startsWith('list'))).toEqual([])
  })

  it('go by their own verdicts 15 s after the store went away', async () => {
    const shared = { events: openInProcessEventBus(), healthReports: openInProcessHealthReports(clock) }
    let isAway = false
    const healthReports: typeof shared.healthReports = {
      ...shared.healthReports,
      share: async (report) => {
        if (isAway) throw new StoreUnavailable('no route')
        return shared.healthReports.share(report)
      },
    }
    const others = ['n2', 'n3'].map((node) => open({ ...healthParts(clock), ...shared, node }))
    const keeper = open({ ...shared, healthReports })
    failing()
    await clock.advance(40_000)
    expect(healths(keeper)).toEqual(['a DEGRADED', 'b HEALTHY'])
    isAway = true
    await clock.advance(14_000)
    expect(outKeys(keeper)).toEqual([])
    await clock.advance(4_000)
    expect(outKeys(keeper)).toEqual(['a OUT OUT'])
    await clock.advance(16_000)
    expect(outKeys(others[0] as HealthKeeper)).toEqual([])
    isAway = false
    await clock.advance(6_000)
    expect([outKeys(keeper), healths(keeper)]).toEqual([[], ['a DEGRADED', 'b HEALTHY']])
  })

  it('record changes once the store is back', async () => {
    const added: string[] = []
    let isAway = true
    open({
      healthEvents: {
        add: async (events) => {
          if (isAway) throw new StoreUnavailable('no route')
          added.push(...events.map(({ cdn, health }) => `${cdn} ${health}`))
        },
      },
    })
    await clock.advance(5_000)
    isAway = false
    await clock.advance(4_000)
    expect(added).toEqual(['a HEALTHY', 'b HEALTHY'])
  })
})

it('records changes once the store is back, though the process ended meanwhile', async () => {
  const healthReports = openInProcessHealthReports(clock)
  const away = async () => {
    throw new StoreUnavailable('no route')
  }
  open({ healthReports: { share: away, list: away } })
  await clock.advance(5_000)
  const added: string[] = []
  const keptHealth = await parts.healthFile.read() // as after a kill -9
  open({
    keptHealth,
    healthReports,
    healthEvents: { add: async (events) => void added.push(...events.map(({ cdn, health }) => `${cdn} ${health}`)) },
  })
  await clock.advance(4_000)
  expect(added).toEqual(['a HEALTHY', 'b HEALTHY'])
  expect(parts.healthFile.present?.waiting).toEqual([])
})

describe('a check at once', () => {
  it('probes, and tells the health; once a second', async () => {
    const keeper = open()
    await clock.advance(6_000)
    failing({ IPV4: resultOf('STATUS', { status: 500 }) })
    const asked = parts.asked.length
    const answer = await keeper.view.checkNow('a')
    expect(answer).toMatchObject({
      ok: true,
      value: { key: 'a', health: 'HEALTHY', lastProbe: { outcome: 'STATUS', status: 500 } },
    })
    expect(parts.asked).toHaveLength(asked + 1)
    expect(await keeper.view.checkNow('a')).toMatchObject({ ok: false, problem: { code: 'TOO_SOON' } })
    expect(await keeper.view.checkNow('b')).toMatchObject({ ok: true })
    await clock.advance(1_000)
    expect(await keeper.view.checkNow('a')).toMatchObject({ ok: true })
  })

  it.each([
    { key: 'nobody', code: 'NOT_FOUND' },
    { key: 'bare', code: 'NOT_CHECKED' },
    { key: 'off', code: 'NOT_CHECKED' },
  ])('of $key is $code', async ({ key, code }) => {
    publish({ key: 'bare' }, { ...checked('off'), enabled: false })
    expect(await open().view.checkNow(key)).toMatchObject({ ok: false, problem: { code } })
  })

  it('waits for the probe that is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<ProbeResults>()
    failing()
    parts.cdns.set(urlA, promise)
    const keeper = open()
    const answer = keeper.view.checkNow('a')
    resolve({ IPV4: passed })
    expect(await answer).toMatchObject({ ok: true, value: { health: 'HEALTHY' } })
    expect(parts.asked.filter((url) => url === urlA)).toHaveLength(1)
  })
})

it('goes by the time of the store, and sticks by no clock that is set back', async () => {
  failing()
  const keeper = open()
  offsetMs = 86_400_000
  await clock.advance(31_000)
  expect(outKeys(keeper)).toEqual(['a OUT OUT'])
  offsetMs = 0
  parts.cdns.delete(urlA)
  await clock.advance(25_000)
  expect(outKeys(keeper)).toEqual(['a RECOVERING RECOVERING'])
})

it('counts the nodes that share the store while a CDN has a capacity, also one that checks nothing', async () => {
  const capacity = { requestsPerSecond: 100, mbps: null, softPercent: 80, hardPercent: 100 }
  publish({ key: 'a', capacity })
  const [one] = [open(), open({ node: 'n2' }), open({ node: 'n3' })]
  expect(one.nodes()).toBe(1)
  await clock.advance(4_000)
  expect(one.nodes()).toBe(3)
  publish({ key: 'a' })
  await clock.advance(REPORT_FRESH_MS + 4_000)
  expect(one.nodes()).toBe(1)
})
