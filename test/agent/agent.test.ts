import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { buildAgent, type Agent } from '../../src/agent/agent.ts'
import type { Cdn } from '../../src/core/config/cdn.ts'
import { sealRevision, type ConfigRevision } from '../../src/core/config/revision.ts'
import type { RevisionIdentity } from '../../src/core/config/revision-identity.ts'
import { noTraffic } from '../../src/core/routing/traffic.ts'
import type { EventBus } from '../../src/ports/event-bus.ts'
import type { Worker } from '../../src/ports/fleet-view.ts'
import type { WorkerReport } from '../../src/ports/worker-link.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { openGatedStore, type GatedStore } from '../support/gated-store.ts'
import { configWith } from '../support/config.ts'
import { checkWith, refused } from '../support/health.ts'
import { healthParts } from '../support/health-parts.ts'
import { openInMemoryOverrideFile } from '../support/override-file.ts'
import { settle } from '../support/settle.ts'
import { openInMemorySnapshots, type InMemorySnapshots } from '../support/snapshots.ts'
import { vitals } from '../support/vitals.ts'
import { openInMemoryWorkerFleet, type InMemoryWorkerFleet } from '../support/worker-fleet.ts'

/** Shared by all tests, which publish on; so their numbers count from what is live. */
let gate: GatedStore
beforeAll(async () => {
  gate = await openGatedStore()
})
afterAll(() => gate.close())

let live: ConfigRevision
let clock: FixedClock
/** How far the store's clock is ahead. */
let storeOffsetMs: number
let events: EventBus
let fleet: InMemoryWorkerFleet
let agent: Agent
let health: ReturnType<typeof healthParts>
/** What the agent told, by what it told. */
let told: { revisions: number[]; overrides: number[]; workers: (readonly Worker[])[]; seconds: number[]; problems: string[] }

beforeEach(async () => {
  gate.reset()
  live = await gate.publish()
  clock = fixedClock()
  storeOffsetMs = 0
  events = openInProcessEventBus()
  fleet = openInMemoryWorkerFleet()
  health = healthParts(clock)
  told = { revisions: [], overrides: [], workers: [], seconds: [], problems: [] }
  agent = build(openInMemorySnapshots())
})
afterEach(() => agent.stop())

function build(snapshots: InMemorySnapshots): Agent {
  return buildAgent({
    node: 'node-a:8000',
    workers: 0,
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
    onRevision: (revision) => told.revisions.push(revision.number),
    onCanary: () => undefined,
    onOverrides: ({ version }) => told.overrides.push(version),
    onWorkers: (workers) => told.workers.push(workers),
    onSecond: (second) => told.seconds.push(second),
    onProblem: (problem) => told.problems.push(problem),
    onStoreAway: () => undefined,
    onStoreBack: () => undefined,
  })
}

const first = { id: 'worker-1', pid: 11 }
const second = { id: 'worker-2', pid: 12 }

function reportWith(parts: Partial<WorkerReport> = {}): WorkerReport {
  return {
    state: 'READY',
    revision: live.number,
    as: 'LIVE',
    refused: null,
    overrides: 0,
    traffic: noTraffic(),
    vitals,
    ...parts,
  }
}

describe('a revision', () => {
  it('that is live at the start goes to all workers', async () => {
    expect(await agent.start()).toBe(true)
    expect([fleet.sent, told.revisions, agent.revision()]).toEqual([[[live.number, 'ALL']], [live.number], live])
  })

  it('that is published goes to all workers on its hint', async () => {
    await agent.start()
    const next = await gate.publish()
    events.announceRevision(next.number)
    await gate.looked(2)
    expect(fleet.sent).toEqual([
      [live.number, 'ALL'],
      [next.number, 'ALL'],
    ])
    expect([told.revisions.at(-1), agent.revision()]).toEqual([next.number, next])
  })

  it.each<{ readonly what: string; readonly report: () => Partial<WorkerReport>; readonly answered: boolean }>([
    { what: 'has none', report: () => ({ revision: null, state: 'STARTING' }), answered: true },
    { what: 'runs an older one', report: () => ({ revision: live.number - 1 }), answered: true },
    { what: 'runs it', report: () => ({ revision: live.number }), answered: false },
    { what: 'runs a newer one, which the store has lost', report: () => ({ revision: live.number + 1 }), answered: true },
    { what: 'runs another of that number', report: () => ({ revision: live.number, sha256: 'lost' }), answered: true },
    { what: 'runs just that', report: () => ({ revision: live.number, sha256: live.sha256 }), answered: false },
    { what: 'runs it as a canary', report: () => ({ revision: live.number, as: 'CANARY' }), answered: true },
    { what: 'runs it and has refused another', report: () => refusal(live.number + 1), answered: true },
    { what: 'has refused it', report: () => ({ revision: null, ...refusal(live.number) }), answered: false },
    { what: 'has refused another', report: () => ({ revision: null, ...refusal(live.number + 1) }), answered: true },
  ])('is sent ($answered) in answer to the report of a worker that $what', async ({ report, answered }) => {
    await agent.start()
    fleet.report(second, reportWith(report()))
    expect(fleet.sent.slice(1)).toEqual(answered ? [[live.number, 'worker-2']] : [])
  })

  it('of a snapshot, while the store is away, takes no worker back that runs a later one', async () => {
    const kept = live
    await agent.stop()
    agent = build(openInMemorySnapshots(kept))
    gate.awayBecause = 'no route'
    fleet.report(first, reportWith({ revision: kept.number + 1, sha256: 'later' }))
    fleet.report(second, reportWith({ revision: null }))
    await agent.start()
    fleet.report(first, reportWith({ revision: kept.number + 1, sha256: 'later' }))
    expect(fleet.sent).toEqual([[kept.number, 'worker-2']])
    gate.awayBecause = undefined
    await clock.advance(3_000)
    await gate.looked(2)
    fleet.report(first, reportWith({ revision: kept.number + 1, sha256: 'later' }))
    expect(fleet.sent.slice(1)).toEqual([[kept.number, 'worker-1']])
  })

  it('is sent again to a worker that missed it, with each report until it runs it', async () => {
    await agent.start()
    for (const revision of [null, null, live.number, live.number]) fleet.report(first, reportWith({ revision }))
    expect(fleet.sent.slice(1)).toEqual([
      [live.number, 'worker-1'],
      [live.number, 'worker-1'],
    ])
  })

  it('is not there yet: a report is not answered, but the worker is known', async () => {
    gate.awayBecause = 'no route'
    expect(await agent.start()).toBe(false)
    fleet.report(first, reportWith({ revision: null }))
    expect([fleet.sent, agent.workers()]).toMatchObject([[], [{ id: 'worker-1' }]])
    expect(told.problems).toHaveLength(1)
  })
})

describe('the time of the store', () => {
  it('goes to the workers with the overrides, before anything is judged, and again to those that go by another', async () => {
    storeOffsetMs = -7_200_000
    await agent.start()
    expect(fleet.sentOffsets).toEqual([-7_200_000])
    for (const clockOffsetMs of [-7_200_000, -7_200_100, undefined])
      fleet.report(
        first,
        reportWith(clockOffsetMs === undefined ? { overrides: present() } : { overrides: present(), clockOffsetMs }),
      )
    expect(fleet.sentOffsets).toHaveLength(1)
    for (const clockOffsetMs of [null, 0]) fleet.report(first, reportWith({ overrides: present(), clockOffsetMs }))
    expect(fleet.sentOffsets.slice(1)).toEqual([-7_200_000, -7_200_000])
  })

  it('is told in one line when this machine is more than 2 s off, and again only after it was not', async () => {
    for (const [offsetMs, lines] of [
      [1_900, 0],
      [-7_200_000, 1],
      [-7_200_000, 1],
      [0, 1],
      [3_000, 2],
    ] as const) {
      storeOffsetMs = offsetMs
      if (agent.revision() === undefined) await agent.start()
      await clock.advance(3_000)
      await settle()
      expect(told.problems).toHaveLength(lines)
    }
    expect(told.problems).toEqual([
      expect.stringMatching(/^the clock of this machine is 7200.0 s ahead of that of the config store, at most 2 s/),
      expect.stringMatching(/^the clock of this machine is 3.0 s behind that of the config store/),
    ])
  })
})

describe('the health of the CDNs', () => {
  const checked = (cdns: readonly Partial<Cdn>[]) => (sealed: ConfigRevision) =>
    sealRevision({ ...sealed, config: configWith({ cdns }) })

  it('goes to all workers when it changes, and again to one that has another', async () => {
    await gate.publish(checked([{ key: 'a', healthCheck: checkWith() }]))
    health.cdns.set('a.cdn.example.com', { IPV4: refused })
    await agent.start()
    const { version } = agent.health()
    await clock.advance(30_000)
    expect(fleet.sentHealth.at(-1)).toEqual([version + 1, 'ALL'])
    expect(agent.healthView.cdns()).toMatchObject([{ key: 'a', health: 'UNHEALTHY', lastProbe: { outcome: 'REFUSED' } }])
    const sent = fleet.sentHealth.length
    for (const ofWorker of [version + 1, version, null])
      fleet.report(first, reportWith({ overrides: present(), health: ofWorker }))
    expect(fleet.sentHealth.slice(sent)).toEqual([
      [version + 1, 'worker-1'],
      [version + 1, 'worker-1'],
    ])
  })

  it('is not sent again to a worker of the version before, which tells none', async () => {
    await agent.start()
    const sent = fleet.sentHealth.length
    fleet.report(first, reportWith({ overrides: present(), clockOffsetMs: 0 }))
    expect(fleet.sentHealth).toHaveLength(sent)
  })
})

describe('the workers', () => {
  it('are listed from the fork on, with what they report, and told after each change', async () => {
    await agent.start()
    fleet.live(first, 'STARTED')
    fleet.report(first, reportWith())
    fleet.live(first, 'GONE')
    expect(told.workers.map((workers) => workers.map(({ id, node, pid, state }) => [id, node, pid, state]))).toEqual(
      ['STARTING', 'READY', 'LOST'].map((state) => [['worker-1', 'node-a:8000', 11, state]]),
    )
    expect(agent.workers()).toEqual(told.workers.at(-1))
  })

  it('are LOST within 6 s of their last report', async () => {
    await agent.start()
    fleet.report(first, reportWith())
    await clock.advance(4_000)
    expect(agent.workers()).toMatchObject([{ state: 'READY' }])
    await clock.advance(2_000)
    expect(agent.workers()).toMatchObject([{ state: 'LOST' }])
  })
})

it('keeps the vitals of each worker as it last told, until its process is gone', async () => {
  await agent.start()
  fleet.report(first, reportWith())
  fleet.report(second, reportWith())
  fleet.report(first, reportWith({ vitals: { ...vitals, connections: 7 } }))
  expect(agent.vitals()).toEqual(
    new Map([
      ['worker-1', { ...vitals, connections: 7 }],
      ['worker-2', vitals],
    ]),
  )
  fleet.live(first, 'GONE')
  expect([...agent.vitals().keys()]).toEqual(['worker-2'])
})

describe('awaitConvergence', () => {
  it('resolves when the last ready worker runs the revision', async () => {
    await agent.start()
    fleet.report(first, reportWith({ revision: 1 }))
    let done = false
    const converged = agent.awaitConvergence({ revision: named(2) }, 5_000).then(() => (done = true))
    await settle()
    expect(done).toBe(false)
    fleet.report(first, reportWith({ revision: 2 }))
    expect(await converged).toBe(true)
  })

  it('resolves when the time is up, not earlier', async () => {
    await agent.start()
    fleet.report(first, reportWith({ revision: 1 }))
    let done = false
    const converged = agent.awaitConvergence({ revision: named(2) }, 900).then(() => (done = true))
    await clock.advance(899)
    expect(done).toBe(false)
    await clock.advance(1)
    expect(await converged).toBe(true)
  })
})

/** Of a worker of an older version, which tells no hash. */
const receipt = { node: 'node-a:8000', sha256: null }

it('gives a receipt of each worker: when it took the revision, or why it has not', async () => {
  await agent.start()
  for (const worker of [first, second]) fleet.report(worker, reportWith({ revision: 1 }))
  await clock.advance(100)
  const receipts = receiptsOf(named(2), 5_000, clock.nowMonoMs())
  await clock.advance(7)
  fleet.report(first, reportWith({ revision: 2 }))
  await clock.advance(8)
  fleet.report(second, reportWith({ revision: 1, ...refusal(2) }))
  expect(await receipts).toEqual([
    { ...receipt, id: 'worker-1', state: 'READY', revision: 2, isRunning: true, afterMs: 7, problem: null },
    { ...receipt, id: 'worker-2', state: 'REFUSED', revision: 1, isRunning: false, afterMs: null, problem: 'not mine' },
  ])
  expect(told.workers.at(-1)).toMatchObject([{ state: 'READY' }, { state: 'REFUSED', problem: 'not mine' }])
})

it('gives the receipt at once, without a wait, where none is asked for', async () => {
  await agent.start()
  fleet.report(first, reportWith({ revision: 1 }))
  expect(await receiptsOf(named(2), 0, 0)).toMatchObject([{ revision: 1, isRunning: false, afterMs: null }])
})

it('sums the traffic of its workers by the second, beside the weights of what it runs', async () => {
  await agent.start()
  for (const worker of [first, second]) fleet.live(worker, 'STARTED')
  const traffic = (cdn: number) => ({ ...noTraffic(), cdn, byCdn: new Map([['default', cdn]]) })
  fleet.report(first, reportWith({ traffic: traffic(3) }))
  await clock.advance(2_000)
  fleet.report(first, reportWith({ traffic: traffic(5) }))
  fleet.report(second, reportWith({ traffic: traffic(1) }))
  expect([agent.traffic(2), agent.traffic(3)]).toMatchObject([
    { windowSeconds: 2, requests: 3 },
    { windowSeconds: 3, requests: 6, byCdn: [{ key: 'default', requests: 6, share: 1, wantedShare: 1 }] },
  ])
  expect(agent.trafficHistory(2, 1)).toMatchObject({
    points: [
      { at: '2026-01-01T00:00:01.000Z', requests: 3 },
      { at: '2026-01-01T00:00:02.000Z', requests: 0 },
    ],
    byCdn: [{ key: 'default', requests: [3, 0] }],
  })
  expect(agent.totalTraffic()).toEqual(traffic(6))
})

it('tells every second, one after the other, until it is stopped', async () => {
  await agent.start()
  await clock.advance(3_500)
  await agent.stop()
  await clock.advance(5_000)
  expect(told.seconds).toEqual([1, 2, 3])
})

/** The version of the overrides that the agent has. */
function present(): number {
  return agent.overrides().version
}

function named(number: number): RevisionIdentity {
  return { number, sha256: `sha256-${number}` }
}

function refusal(revision: number) {
  return { refused: { revision, problem: 'not mine', as: 'LIVE' } } as const
}

async function receiptsOf(revision: RevisionIdentity, withinMs: number, committedMonoMs: number) {
  await agent.awaitConvergence({ revision }, withinMs)
  return agent.receipts(revision, committedMonoMs)
}
