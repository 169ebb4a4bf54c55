import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { buildAgent, type Agent } from '../../src/agent/agent.ts'
import type { Canary, CanaryRevision, CanaryTerms } from '../../src/core/canary/canary.ts'
import { planEndCanary } from '../../src/core/change/plan-end-canary.ts'
import { planEdit } from '../../src/core/change/plan-edit.ts'
import { planPublish } from '../../src/core/change/plan-publish.ts'
import { ok } from '../../src/core/result.ts'
import { noTraffic } from '../../src/core/routing/traffic.ts'
import type { EventBus } from '../../src/ports/event-bus.ts'
import type { WorkerReport } from '../../src/ports/worker-link.ts'
import { configWith, type ConfigParts } from '../support/config.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { openGatedStore, type GatedStore } from '../support/gated-store.ts'
import { checkWith, resultOf } from '../support/health.ts'
import { healthParts } from '../support/health-parts.ts'
import { openInMemoryOverrideFile } from '../support/override-file.ts'
import { openInMemorySnapshots, type InMemorySnapshots } from '../support/snapshots.ts'
import { until } from '../support/until.ts'
import { vitals } from '../support/vitals.ts'
import { openInMemoryWorkerFleet, type InMemoryWorkerFleet } from '../support/worker-fleet.ts'

let gate: GatedStore
beforeAll(async () => {
  gate = await openGatedStore()
})
afterAll(() => gate.close())

let clock: FixedClock
/** How far the store's clock is ahead. */
let storeOffsetMs: number
let events: EventBus
let fleet: InMemoryWorkerFleet
let snapshots: InMemorySnapshots
let agent: Agent
let health: ReturnType<typeof healthParts>
let told: { canaries: Canary[]; problems: string[] }
/** Live when a test begins, and the number of the canary that it begins. */
let live: number
let canary: number

beforeEach(async () => {
  gate.reset()
  await gate.endCanary()
  live = (await gate.publish()).number
  clock = fixedClock()
  storeOffsetMs = 0
  events = openInProcessEventBus()
  open('node-a:8000')
})
afterEach(() => agent.stop())

function open(node: string): void {
  fleet = openInMemoryWorkerFleet()
  health = healthParts(clock)
  snapshots = openInMemorySnapshots()
  told = { canaries: [], problems: [] }
  agent = buildAgent({
    node,
    workers: 3,
    store: gate.store,
    snapshots,
    revisionCache: undefined,
    overrideStore: gate.overrides,
    overrideFile: openInMemoryOverrideFile(),
    keptOverrides: undefined,
    ...health,
    events,
    fleet,
    clock,
    askVersions: async () => ({ ...(await gate.askVersions()), nowEpochMs: clock.nowEpochMs() + storeOffsetMs }),
    storeTime: openStoreTime(clock),
    random: () => 0.5,
    onRevision: () => undefined,
    onCanary: (known) => told.canaries.push(known),
    onOverrides: () => undefined,
    onWorkers: () => undefined,
    onSecond: () => undefined,
    onProblem: (problem) => told.problems.push(problem),
    onStoreAway: () => undefined,
    onStoreBack: () => undefined,
  })
}

const attempt = { actor: 'ann', role: 'publisher', address: 'local', requestId: 'test', at: '2026-01-01T00:00:00.000Z' }
const worker = (slot: number, pid = 10 + slot) => ({ id: `worker-${slot}`, pid })

/** Publishes one, at the moment at which the clock stands still, or `sinceMs` later. */
async function make(terms: Partial<CanaryTerms> = {}, sinceMs = 0, parts: ConfigParts = {}): Promise<void> {
  const ratio = live + 1_000
  await gate.store.change(
    attempt,
    planEdit('edit', 'all', () => ok(configWith({ ratio, ...parts })), {}),
  )
  const at = new Date(clock.nowEpochMs() + sinceMs).toISOString()
  const usual = { node: 'node-a:8000', workers: 2, seconds: 60, maxRefusedRatio: null, onTooFewRequests: 'TAKEN_BACK' } as const
  const all: CanaryTerms = { ...usual, ...terms }
  const begun = await gate.store.change({ ...attempt, at }, planPublish(null, {}, all))
  canary = begun.ok ? (begun.value.canary?.revision.number ?? 0) : 0
}

/** And hints at it. */
async function begin(terms: Partial<CanaryTerms> = {}, parts: ConfigParts = {}): Promise<void> {
  await make(terms, 0, parts)
  const looks = gate.looks()
  events.announceRevision(canary)
  await gate.looked(looks + 1)
}

function reportWith(parts: Partial<WorkerReport> = {}): WorkerReport {
  return { state: 'READY', revision: live, as: 'LIVE', refused: null, overrides: 0, traffic: noTraffic(), vitals, ...parts }
}
const counts = (requests: number, refused = 0) => ({ traffic: { ...noTraffic(), cdn: requests - refused, refused } })
const trying = () => ({ revision: canary, as: 'CANARY' }) as const
/** A worker takes the canary, and answers as many requests as it needs. */
function prove(one = worker(1)): void {
  fleet.report(one, reportWith(trying()))
  fleet.report(one, reportWith({ ...trying(), ...counts(20) }))
}

async function ended(): Promise<Canary> {
  await until('it has ended', 3_000, async () => (await gate.canary())?.canary.state !== 'RUNNING')
  return (await gate.canary())?.canary as Canary
}
const isRunning = async (): Promise<boolean> => (await gate.canary())?.canary.state === 'RUNNING'

describe('who runs it', () => {
  it('is in the first slots; told when it begins, and by each report until it does', async () => {
    await agent.start()
    expect(fleet.sent).toEqual([[live, 'ALL']])
    await begin()
    const sent = [canary, 'CANARY'] as const
    expect(fleet.sent.slice(1)).toEqual(['worker-1', 'worker-2'].map((id) => [sent[0], id, sent[1]]))
    expect([agent.canary(), told.canaries.at(-1)]).toMatchObject([{ revision: canary }, { revision: canary, state: 'RUNNING' }])
    expect([agent.revision()?.number, snapshots.written.map(({ number }) => number)]).toEqual([live, [live]])
    for (const slot of [1, 2, 3]) fleet.report(worker(slot), reportWith())
    fleet.report(worker(1), reportWith(trying()))
    expect(fleet.sent.slice(3)).toEqual(['worker-1', 'worker-2'].map((id) => [sent[0], id, sent[1]]))
  })

  it('is told at the start of the agent, before it is told anything else; the others what is live', async () => {
    await make()
    await agent.start()
    expect(fleet.sent.slice(0, 3)).toEqual([
      [canary, 'worker-1', 'CANARY'],
      [canary, 'worker-2', 'CANARY'],
      [live, 'worker-3'],
    ])
    expect(fleet.sent.filter(([number, to]) => to === 'ALL' || (number === live && to !== 'worker-3'))).toEqual([])
  })

  it('is nobody on another node', async () => {
    open('node-b:8000')
    await agent.start()
    await begin()
    for (const slot of [1, 2, 3]) fleet.report(worker(slot), reportWith())
    expect(fleet.sent).toEqual([[live, 'ALL']])
    expect(told.canaries.at(-1)).toMatchObject({ revision: canary, state: 'RUNNING' })
  })

  it('is told what is live when it is taken back, and by each report until it is back or knows that it is live', async () => {
    await agent.start()
    await begin()
    await gate.store.change(attempt, planEndCanary(canary, 'TAKEN_BACK', 'why'))
    const sent = fleet.sent.length
    events.announceRevision(canary)
    await gate.looked(3)
    expect(fleet.sent.slice(sent)).toEqual([
      [live, 'worker-1'],
      [live, 'worker-2'],
    ])
    fleet.report(worker(1), reportWith(trying()))
    fleet.report(worker(2), reportWith({ refused: { revision: canary, problem: 'no', as: 'CANARY' } }))
    fleet.report(worker(1), reportWith())
    expect(fleet.sent.slice(sent + 2)).toEqual([
      [live, 'worker-1'],
      [live, 'worker-2'],
    ])
  })
})

describe('its traffic', () => {
  it('is told of both groups, from when its workers took it until it has ended', async () => {
    await agent.start()
    await begin()
    for (const slot of [1, 2, 3]) fleet.report(worker(slot), reportWith(counts(100, 50)))
    expect(agent.canaryTraffic(canary)).toEqual({ own: { requests: 0, refused: 0 }, others: { requests: 0, refused: 0 } })
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(100, 50) }))
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(110, 51) }))
    fleet.report(worker(3), reportWith(counts(140, 52)))
    expect(agent.canaryTraffic(canary)).toEqual({ own: { requests: 10, refused: 1 }, others: { requests: 40, refused: 2 } })
    expect(agent.canaryTraffic(live)).toBe(undefined)
    await gate.store.change(attempt, planEndCanary(canary, 'TAKEN_BACK', 'why'))
    events.announceRevision(canary)
    await until('its end is known', 3_000, () => agent.canary()?.state === 'TAKEN_BACK')
    expect(agent.canaryTraffic(canary)).toBe(undefined)
  })

  it('is not told by another node', async () => {
    open('node-b:8000')
    await agent.start()
    await begin()
    expect(agent.canaryTraffic(canary)).toBe(undefined)
  })
})

describe('it is taken back', () => {
  beforeEach(async () => {
    await agent.start()
    await begin()
  })

  it('as soon as one of its workers refuses it', async () => {
    fleet.report(worker(1), reportWith(trying()))
    expect(await isRunning()).toBe(true)
    fleet.report(worker(2), reportWith({ refused: { revision: canary, problem: 'not mine', as: 'CANARY' } }))
    expect(await ended()).toMatchObject({ state: 'TAKEN_BACK', reason: 'refused by worker-2: not mine' })
    await until('it is told', 1_000, () => told.canaries.at(-1)?.state === 'TAKEN_BACK')
    expect(agent.revision()?.number).toBe(live)
  })

  it.each([
    { what: 'that ran it', report: (): Partial<WorkerReport> => trying() },
    { what: 'before it said that it took it', report: (): Partial<WorkerReport> => ({}) },
  ])('as soon as the process of one of its workers ends $what', async ({ report }) => {
    fleet.report(worker(1), reportWith(report()))
    fleet.live(worker(1), 'GONE')
    expect(await ended()).toMatchObject({ state: 'TAKEN_BACK', reason: 'the process of worker-1 ended meanwhile' })
  })

  it('when too many of its requests were refused since it was taken, counted for each process', async () => {
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(5_000, 5_000) }))
    fleet.report(worker(2), reportWith(counts(100, 100)))
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(5_019, 5_000) }))
    fleet.report(worker(2), reportWith({ ...trying(), ...counts(300, 300) }))
    await clock.advance(1_000)
    expect(await isRunning()).toBe(true)
    fleet.report(worker(2), reportWith({ ...trying(), ...counts(301, 301) }))
    fleet.report(worker(2), reportWith({ ...trying(), ...counts(302, 302) }))
    expect(await ended()).toMatchObject({ reason: '2 of 21 requests were refused, more than 5 %' })
  })

  it('when they are more than of the others over the same time', async () => {
    for (const slot of [1, 3]) fleet.report(worker(slot), reportWith(counts(1_000)))
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(1_000) }))
    fleet.report(worker(3), reportWith(counts(1_100, 20)))
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(1_100, 25) }))
    await clock.advance(1_000)
    expect(await isRunning()).toBe(true)
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(1_100, 26) }))
    expect(await ended()).toMatchObject({ reason: '26 of 100 requests were refused, more than 25 %' })
  })

  it('alone: what took it back says nothing of the next one, which another node runs', async () => {
    fleet.report(worker(1), reportWith({ refused: { revision: canary, problem: 'not mine', as: 'CANARY' } }))
    await ended()
    await begin({ node: 'node-b:8000' })
    await clock.advance(3_000)
    const unchanged = planEdit('edit', 'all', ok, {})
    await gate.store.change(attempt, unchanged) // waits for whatever the agent began
    expect(await isRunning()).toBe(true)
  })

  it('is not when a process is replaced by a reload, nor when one of another worker ends', async () => {
    fleet.report(worker(1), reportWith(trying()))
    fleet.live(worker(1, 99), 'STARTED')
    fleet.report(worker(1, 99), reportWith(trying()))
    fleet.report(worker(1), reportWith({ ...trying(), state: 'DRAINING' }))
    fleet.live(worker(1), 'GONE')
    fleet.report(worker(3), reportWith())
    fleet.live(worker(3), 'GONE')
    await clock.advance(2_000)
    expect(await isRunning()).toBe(true)
  })
})

it('is taken back when a CDN that only it has is out, with the reason', async () => {
  health.cdns.set('new.cdn.example.com', { IPV4: resultOf('REFUSED') })
  await agent.start()
  const healthCheck = checkWith({ intervalSeconds: 2, timeoutSeconds: 1 })
  await begin({}, { cdns: [{}, { key: 'new', healthCheck }] })
  expect(health.asked).toContain('new.cdn.example.com')
  prove()
  await clock.advance(2_000)
  expect(await isRunning()).toBe(true)
  await clock.advance(5_000)
  expect(await ended()).toMatchObject({
    state: 'TAKEN_BACK',
    reason: 'CDN "new", which only this revision has, is UNHEALTHY: out of use: 3 checks in a row failed, the last one: REFUSED',
  })
  await until('it is probed no more', 1_000, () => agent.canary()?.state === 'TAKEN_BACK')
  const asked = health.asked.length
  await clock.advance(10_000)
  expect(health.asked).toHaveLength(asked)
  expect(agent.health().conditions).toEqual([])
})

describe('it is promoted', () => {
  it('when its time is over, on all workers, with a snapshot', async () => {
    await agent.start()
    await begin({ seconds: 10 })
    prove()
    await clock.advance(8_000)
    expect(await isRunning()).toBe(true)
    const sent = fleet.sent.length
    await clock.advance(2_000)
    expect(await ended()).toMatchObject({ state: 'PROMOTED' })
    await until('it is live', 1_000, () => agent.revision()?.number === canary)
    expect(fleet.sent[sent]).toEqual([canary, 'ALL'])
    expect(fleet.sent.slice(sent).filter(([number]) => number !== canary)).toEqual([])
    expect(snapshots.written.map(({ number }) => number)).toEqual([live, canary])
  })

  it('at once where it was over when the agent started, as soon as a worker says that it runs it', async () => {
    await make({ seconds: 1 })
    await clock.advance(5_000)
    await agent.start()
    expect(await isRunning()).toBe(true)
    prove(worker(2))
    expect(await ended()).toMatchObject({ state: 'PROMOTED' })
  })

  it('is not had back while the store is away: its workers go back at once, and nothing acquits it later', async () => {
    await agent.start()
    await begin({ seconds: 1 })
    fleet.report(worker(1), reportWith(trying()))
    gate.changeAwayBecause = 'no route'
    fleet.report(worker(2), reportWith({ refused: { revision: canary, problem: 'no', as: 'CANARY' } }))
    const sent = fleet.sent.length
    fleet.report(worker(1), reportWith(trying()))
    expect(fleet.sent.slice(sent)).toEqual([[live, 'worker-1']])
    fleet.report(worker(2), reportWith())
    await clock.advance(5_000)
    gate.changeAwayBecause = undefined
    await clock.advance(1_000)
    expect(await ended()).toMatchObject({ state: 'TAKEN_BACK', reason: expect.stringContaining('worker-2') })
  })

  it('again and again until the store answers; that is said once', async () => {
    await agent.start()
    await begin({ seconds: 1 })
    prove()
    gate.changeAwayBecause = 'no route'
    await clock.advance(5_000)
    expect(told.problems).toEqual([expect.stringMatching(new RegExp(`canary of revision ${canary} .*no route`))])
    gate.changeAwayBecause = undefined
    await clock.advance(1_000)
    expect(await ended()).toMatchObject({ state: 'PROMOTED' })
  })
})

describe('with too few requests it is unproven', () => {
  it.each(['TAKEN_BACK', 'PROMOTED'] as const)('2 s after its time, and %s as its publisher asked', async (onTooFewRequests) => {
    await agent.start()
    await begin({ seconds: 10, onTooFewRequests })
    fleet.report(worker(1), reportWith(trying()))
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(19) }))
    await clock.advance(11_000)
    expect(await isRunning()).toBe(true)
    await clock.advance(1_000)
    const reason = 'UNPROVEN: 19 of the 20 requests that are needed were counted in its 10 s'
    expect(await ended()).toMatchObject({ state: onTooFewRequests, reason })
    await until('it is told', 1_000, () => told.canaries.at(-1)?.reason === reason)
    expect(agent.revision()?.number).toBe(onTooFewRequests === 'PROMOTED' ? canary : live)
  })

  it('counts anew after a start of the control process, and gives that 2 s', async () => {
    await make({ seconds: 1 })
    await clock.advance(5_000)
    await agent.start()
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(5_000) }))
    await clock.advance(1_000)
    expect(await isRunning()).toBe(true)
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(5_020) }))
    expect(await ended()).toMatchObject({ state: 'PROMOTED' })
  })

  it('is promoted by those that a report after its time tells of', async () => {
    await agent.start()
    await begin({ seconds: 10 })
    fleet.report(worker(1), reportWith(trying()))
    await clock.advance(11_000)
    fleet.report(worker(1), reportWith({ ...trying(), ...counts(20) }))
    expect(await ended()).toMatchObject({ state: 'PROMOTED' })
  })
})

describe('the time by which it ends', () => {
  it.each([7_200_000, -7_200_000])('is that of the store, which this machine is %d ms ahead of', async (aheadMs) => {
    storeOffsetMs = -aheadMs
    await make({ seconds: 10 }, storeOffsetMs)
    await agent.start()
    prove()
    await clock.advance(8_000)
    expect(await isRunning()).toBe(true)
    prove()
    await clock.advance(2_000)
    expect(await ended()).toMatchObject({ state: 'PROMOTED' })
  })

  it('is no later than its seconds since it was seen, though the clock of the store is set back', async () => {
    await agent.start()
    await begin({ seconds: 10 })
    prove()
    storeOffsetMs = -3_600_000
    await clock.advance(8_000)
    expect(await isRunning()).toBe(true)
    await clock.advance(2_000)
    expect(await ended()).toMatchObject({ state: 'PROMOTED' })
  })
})

describe('one that the store lost', () => {
  it('condemns no other of the same number and content, which began later', async () => {
    await agent.start()
    await begin({ seconds: 60 })
    fleet.report(worker(1), reportWith(trying()))
    gate.changeAwayBecause = 'no route'
    fleet.report(worker(2), reportWith({ refused: { revision: canary, problem: 'no', as: 'CANARY' } }))
    gate.changeAwayBecause = undefined
    const lost = (await gate.canary()) as CanaryRevision
    gate.canaryInstead = { ...lost, canary: { ...lost.canary, startedAt: '2026-01-01T00:00:05.000Z' } }
    const looks = gate.looks()
    events.announceRevision(canary)
    await gate.looked(looks + 1)
    fleet.report(worker(2), reportWith(trying()))
    await clock.advance(2_000)
    expect(await isRunning()).toBe(true)
    expect(fleet.sent.at(-1)).toEqual([canary, 'worker-2', 'CANARY'])
  })
})

it('is ended again when the store has lost its end', async () => {
  await agent.start()
  await begin({ seconds: 10 })
  prove()
  await clock.advance(10_000)
  expect(await ended()).toMatchObject({ state: 'PROMOTED' })
  await clock.advance(5_000)
  await gate.sql(`UPDATE canary SET state = 'RUNNING', reason = NULL, ended_at = NULL WHERE revision = ${canary}`)
  const looks = gate.looks()
  events.announceRevision(canary)
  await gate.looked(looks + 1)
  await clock.advance(2_000)
  expect(await ended()).toMatchObject({ state: expect.stringMatching(/PROMOTED|TAKEN_BACK/) })
})

describe('where nobody watches it', () => {
  it.each([{ home: 'node-a:8000' }, { home: 'node-b:8000' }])(
    'a canary is taken back 10 s after its time, by $home too',
    async ({ home }) => {
      open(home)
      await agent.start()
      await begin({ seconds: 1 })
      await clock.advance(10_000)
      expect(await isRunning()).toBe(true)
      await clock.advance(2_000)
      expect(await ended()).toMatchObject({ state: 'TAKEN_BACK', reason: expect.stringContaining('no worker of node-a:8000') })
    },
  )

  it('an agent that was stopped ends nothing', async () => {
    await agent.start()
    await begin({ seconds: 1 })
    await agent.stop()
    fleet.report(worker(1), reportWith({ refused: { revision: canary, problem: 'no', as: 'CANARY' } }))
    await clock.advance(60_000)
    expect(await isRunning()).toBe(true)
  })
})
