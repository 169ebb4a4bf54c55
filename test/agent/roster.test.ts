import { beforeEach, describe, expect, it } from 'vitest'
import { openRoster, type Roster } from '../../src/agent/roster.ts'
import type { RevisionIdentity } from '../../src/core/config/revision-identity.ts'
import { noTraffic } from '../../src/core/routing/traffic.ts'
import type { Worker } from '../../src/ports/fleet-view.ts'
import type { WorkerReport } from '../../src/ports/worker-link.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { settle } from '../support/settle.ts'
import { vitals } from '../support/vitals.ts'

let clock: FixedClock
let roster: Roster
/** What the agent hands to the workers now. */
let handedOut: RevisionIdentity | undefined
/** The whole list, as it was told after each change. */
let changes: (readonly Worker[])[]

beforeEach(() => {
  clock = fixedClock()
  changes = []
  handedOut = undefined
  roster = open()
})

function open(expected = 0): Roster {
  const onChange = (workers: readonly Worker[]): void => void changes.push(workers)
  return openRoster({ node: 'node-a', clock, expected, handedOut: () => handedOut, onChange })
}

const first = { id: 'worker-1', pid: 11 }
const second = { id: 'worker-2', pid: 12 }

/** A revision of this number; `lost`: another one, which was given the same number. */
const named = (number: number, lost = false): RevisionIdentity => ({ number, sha256: lost ? 'lost' : `sha256-${number}` })

function reportWith(parts: Partial<WorkerReport> = {}): WorkerReport {
  const revision = parts.revision === undefined ? 1 : parts.revision
  const sha256 = revision === null ? null : named(revision).sha256
  return { state: 'READY', revision, sha256, as: 'LIVE', refused: null, overrides: 0, traffic: noTraffic(), vitals, ...parts }
}

const refusal = (revision: number) =>
  ({ refused: { revision, sha256: named(revision).sha256, problem: 'not mine', as: 'LIVE' } }) as const
const refusedLost = (revision: number) => ({ refused: { revision, sha256: 'lost', problem: 'not mine', as: 'LIVE' } }) as const
const stateOf = (id: string) => roster.list().find((worker) => worker.id === id)?.state

describe('the list', () => {
  it('has nobody at first, then a worker that was forked, with all that is known of it', () => {
    expect(roster.list()).toEqual([])
    roster.hearStart(first)
    const known = { id: 'worker-1', node: 'node-a', pid: 11, lastSeenAt: '2026-01-01T00:00:00.000Z' }
    expect(roster.list()).toEqual([{ ...known, revision: null, sha256: null, as: 'LIVE', state: 'STARTING', problem: null }])
  })

  it.each([
    { report: { state: 'STARTING', revision: null }, shows: { state: 'STARTING', revision: null, problem: null } },
    { report: { state: 'READY', revision: 4 }, shows: { state: 'READY', revision: 4, problem: null } },
    { report: { state: 'DRAINING', revision: 4 }, shows: { state: 'DRAINING', revision: 4, problem: null } },
    { report: { revision: 4, ...refusal(5) }, shows: { state: 'REFUSED', revision: 4, problem: 'not mine' } },
  ] as const)('shows a report of $report as $shows', ({ report, shows }) => {
    roster.hearReport(first, reportWith(report))
    expect(roster.list()).toMatchObject([shows])
  })

  it('keeps a slot whose process was replaced, as the new process', () => {
    roster.hearStart(first)
    roster.hearReport(first, reportWith({ revision: 4 }))
    roster.hearEnd(first)
    roster.hearStart({ id: 'worker-1', pid: 99 })
    expect(roster.list()).toMatchObject([{ id: 'worker-1', pid: 99, state: 'STARTING', revision: null, problem: null }])
  })

  it('shows a worker whose process ended as LOST, with its revision and when it was last seen', async () => {
    roster.hearReport(first, reportWith({ revision: 4 }))
    await clock.advance(2_000)
    roster.hearEnd(first)
    const lastSeenAt = '2026-01-01T00:00:00.000Z'
    expect(roster.list()).toMatchObject([{ state: 'LOST', revision: 4, lastSeenAt, problem: expect.stringContaining('ended') }])
  })

  it('does not take the end of a process that was replaced for the end of the new one, nor that of a stranger', () => {
    roster.hearReport({ id: 'worker-1', pid: 99 }, reportWith())
    roster.hearEnd(first)
    roster.hearEnd(second)
    expect(roster.list()).toMatchObject([{ id: 'worker-1', pid: 99, state: 'READY' }])
  })
})

describe('a revision that the agent refuses for its workers', () => {
  beforeEach(() => {
    roster.hearReport(first, reportWith({ revision: 4 }))
    roster.hearReport(second, reportWith({ revision: 5 }))
    roster.hearRefusal({ revision: 5, sha256: named(5).sha256, problem: 'damaged', as: 'LIVE' })
  })

  it('is told of each that is on an older one, at once, until the agent has a good one', () => {
    const shown = [
      { id: 'worker-1', revision: 4, state: 'REFUSED', problem: 'damaged' },
      { id: 'worker-2', revision: 5, state: 'READY', problem: null },
    ]
    expect([roster.list(), changes.at(-1)]).toMatchObject([shown, shown])
    roster.hearReport(first, reportWith({ revision: 4 }))
    expect(roster.list()).toMatchObject(shown)
    roster.hearRefusal(null)
    expect(changes.at(-1)).toMatchObject([{ state: 'READY', problem: null }, { state: 'READY' }])
  })

  it('holds no publisher up, and is in the receipt', async () => {
    await roster.converged({ revision: named(5) })
    expect(roster.receipts(named(5), 0)).toMatchObject([
      { isRunning: false, problem: 'damaged' },
      { isRunning: true, problem: null },
    ])
  })

  it('takes nothing from what a worker says of itself', () => {
    roster.hearReport(first, reportWith({ state: 'DRAINING', revision: 4 }))
    roster.hearReport(second, reportWith({ revision: 4, ...refusal(6) }))
    expect(roster.list()).toMatchObject([{ state: 'DRAINING', problem: null }, { problem: 'not mine' }])
  })
})

describe('a worker that runs a canary', () => {
  const canary = { revision: 5, as: 'CANARY' } as const
  beforeEach(() => {
    handedOut = named(4)
    roster.hearReport(first, reportWith(canary))
    roster.hearReport(second, reportWith({ revision: 4 }))
  })

  it.each([
    { wanted: 5, running: [true, false] },
    { wanted: 4, running: [false, true] },
    { wanted: 3, running: [false, true] },
  ])('runs that and no other revision: of $wanted the receipts are $running', ({ wanted, running }) => {
    expect(roster.receipts(named(wanted), 0).map(({ isRunning }) => isRunning)).toEqual(running)
  })

  it('holds up who waits for what is live until it is back there', async () => {
    let isDone = false
    const converged = roster.converged({ revision: named(4) }).then(() => (isDone = true))
    await settle()
    expect(isDone).toBe(false)
    roster.hearReport(first, reportWith({ revision: 4 }))
    expect(await converged).toBe(true)
  })

  it('is all that is waited for where no other is to run it, also when it was not heard of yet', async () => {
    await roster.converged({ revision: named(5) }, ['worker-1'])
    let isDone = false
    const converged = roster.converged({ revision: named(5) }, ['worker-1', 'worker-3']).then(() => (isDone = true))
    await settle()
    expect(isDone).toBe(false)
    roster.hearReport({ id: 'worker-3', pid: 13 }, reportWith(canary))
    expect(await converged).toBe(true)
  })
})

describe('a slot that is rolled', () => {
  const next = { id: 'worker-1', pid: 99 }
  const shown = () => roster.list().map(({ id, pid, state }) => [id, pid, state])

  beforeEach(() => {
    roster.hearReport(first, reportWith())
    roster.hearReport(second, reportWith())
  })

  it('is one entry all the time: the process that takes its requests, and never LOST', () => {
    roster.hearStart(next)
    roster.hearReport(next, reportWith({ state: 'STARTING', revision: null }))
    roster.hearReport(first, reportWith())
    expect(shown()[0]).toEqual(['worker-1', 11, 'READY'])
    roster.hearReport(next, reportWith())
    roster.hearReport(first, reportWith())
    expect(shown()[0]).toEqual(['worker-1', 99, 'READY'])
    roster.hearReport(first, reportWith({ state: 'DRAINING' }))
    roster.hearEnd(first)
    expect(shown()).toEqual([
      ['worker-1', 99, 'READY'],
      ['worker-2', 12, 'READY'],
    ])
    expect(changes.flat().map(({ state }) => state)).not.toContain('LOST')
    expect(changes).toHaveLength(3)
  })

  it('shows the new process also where this one has been started in between and heard of it first', () => {
    roster = open()
    roster.hearReport(next, reportWith())
    roster.hearReport(first, reportWith({ state: 'DRAINING' }))
    expect(shown()).toEqual([['worker-1', 99, 'READY']])
  })

  it('keeps the old process when the new one ends before it was ready', () => {
    roster.hearStart(next)
    roster.hearEnd(next)
    expect(shown()[0]).toEqual(['worker-1', 11, 'READY'])
  })

  it('shows the old one, draining, when the new one has ended, and then what takes its place', () => {
    roster.hearReport(next, reportWith())
    roster.hearReport(first, reportWith({ state: 'DRAINING' }))
    roster.hearEnd(next)
    expect(shown()[0]).toEqual(['worker-1', 11, 'DRAINING'])
    roster.hearStart({ ...next, pid: 100 })
    expect(shown()[0]).toEqual(['worker-1', 100, 'STARTING'])
  })

  it('counts once among those that are expected, and the leaving process holds no publish up', async () => {
    roster = open(2)
    roster.hearReport(first, reportWith({ revision: 4 }))
    roster.hearReport(next, reportWith({ revision: 5 }))
    const converged = roster.converged({ revision: named(5) }).then(() => 'DONE')
    await settle()
    expect(await Promise.race([converged, settle()])).toBeUndefined()
    roster.hearReport(second, reportWith({ revision: 5 }))
    expect(await converged).toBe('DONE')
  })
})

describe('silence', () => {
  it('makes a worker LOST after 5 s, not earlier, and says so', async () => {
    roster.hearReport(first, reportWith())
    await clock.advance(4_999)
    roster.sweep()
    expect(stateOf('worker-1')).toBe('READY')
    await clock.advance(1)
    roster.sweep()
    expect(roster.list()).toMatchObject([{ state: 'LOST', problem: expect.stringContaining('5 s') }])
  })

  it('is that of each worker by itself, and over with the next report', async () => {
    roster.hearReport(first, reportWith())
    await clock.advance(4_000)
    roster.hearReport(second, reportWith())
    await clock.advance(1_000)
    roster.sweep()
    expect([stateOf('worker-1'), stateOf('worker-2')]).toEqual(['LOST', 'READY'])
    roster.hearReport(first, reportWith())
    expect(roster.list()[0]).toMatchObject({ state: 'READY', problem: null, lastSeenAt: '2026-01-01T00:00:05.000Z' })
  })

  it('of a process that ended keeps the reason why it is LOST', async () => {
    roster.hearReport(first, reportWith())
    roster.hearEnd(first)
    await clock.advance(60_000)
    roster.sweep()
    expect(roster.list()).toMatchObject([{ problem: expect.stringContaining('ended') }])
  })
})

it('tells the whole list after a change, and nothing when a report says what was known', async () => {
  roster.hearReport(first, reportWith())
  roster.hearReport(second, reportWith())
  await clock.advance(1_000)
  roster.hearReport(first, reportWith({ traffic: { ...noTraffic(), cdn: 5 } }))
  roster.sweep()
  expect(changes.map((workers) => workers.map(({ id }) => id))).toEqual([['worker-1'], ['worker-1', 'worker-2']])
  roster.hearReport(first, reportWith({ revision: 2 }))
  roster.hearReport(first, reportWith({ revision: 2, ...refusal(3) }))
  roster.hearReport(first, reportWith({ revision: 2, refused: { revision: 4, problem: 'another reason', as: 'LIVE' } }))
  roster.hearReport(first, reportWith({ revision: 2, state: 'DRAINING' }))
  expect(changes.slice(2).map(([worker]) => [worker?.state, worker?.revision, worker?.problem])).toEqual([
    ['READY', 2, null],
    ['REFUSED', 2, 'not mine'],
    ['REFUSED', 2, 'another reason'],
    ['DRAINING', 2, null],
  ])
})

describe('converged', () => {
  /** Whether it has resolved by now. */
  const isDone = async (converged: Promise<void>): Promise<boolean> => {
    let done = false
    void converged.then(() => (done = true))
    await settle()
    return done
  }

  it.each([
    { what: 'there is no worker', reports: [], done: true },
    { what: 'every one runs it', reports: [{ revision: 5 }, { revision: 5 }], done: true },
    { what: 'one runs a later one', reports: [{ revision: 5 }, { revision: 6 }], done: true },
    { what: 'one runs an earlier one', reports: [{ revision: 5 }, { revision: 4 }], done: false },
    { what: 'one has refused it', reports: [{ revision: 5 }, { revision: 4, ...refusal(5) }], done: true },
    { what: 'one has refused a later one', reports: [{ revision: 5 }, { revision: 4, ...refusal(6) }], done: true },
    { what: 'one has refused an earlier one', reports: [{ revision: 5 }, { revision: 3, ...refusal(4) }], done: false },
    { what: 'one is starting', reports: [{ revision: 5 }, { revision: null, state: 'STARTING' }], done: true },
    { what: 'one is draining', reports: [{ revision: 5 }, { revision: 4, state: 'DRAINING' }], done: true },
    { what: 'one runs another of that number, which the store lost', reports: [{ revision: 5, sha256: 'lost' }], done: false },
    { what: 'one runs a later one that the store lost', reports: [{ revision: 6, sha256: 'lost' }], done: false },
    { what: 'one has refused another of that number', reports: [{ revision: 4, ...refusedLost(5) }], done: false },
    { what: 'one has refused a later one that the store lost', reports: [{ revision: 4, ...refusedLost(6) }], done: false },
    { what: 'one of an older version runs it', reports: [{ revision: 5, sha256: null }], done: true },
  ] as const)('is $done at once when $what', async ({ reports, done }) => {
    handedOut = named(6)
    for (const [index, report] of reports.entries()) roster.hearReport({ id: `worker-${index}`, pid: index }, reportWith(report))
    expect(await isDone(roster.converged({ revision: named(5) }))).toBe(done)
  })

  it.each<{ readonly what: string; readonly act: () => void }>([
    { what: 'runs it', act: () => roster.hearReport(second, reportWith({ revision: 5 })) },
    { what: 'refuses it', act: () => roster.hearReport(second, reportWith({ revision: 4, ...refusal(5) })) },
    { what: 'drains', act: () => roster.hearReport(second, reportWith({ revision: 4, state: 'DRAINING' })) },
    { what: 'ends', act: () => roster.hearEnd(second) },
    { what: 'is found silent', act: () => roster.sweep() },
  ])('resolves once the last worker $what', async ({ act }) => {
    roster.hearReport(second, reportWith({ revision: 4 }))
    const converged = roster.converged({ revision: named(5) })
    await clock.advance(5_000)
    roster.hearReport(first, reportWith({ revision: 5 }))
    expect(await isDone(converged)).toBe(false)
    act()
    expect(await isDone(converged)).toBe(true)
  })

  it('waits for workers that are expected and were not heard of yet', async () => {
    roster = open(2)
    roster.hearReport(first, reportWith({ revision: 5 }))
    const converged = roster.converged({ revision: named(5) })
    expect(await isDone(converged)).toBe(false)
    roster.hearReport(second, reportWith({ revision: 5 }))
    expect(await isDone(converged)).toBe(true)
  })

  it('resolves for each who waits by itself', async () => {
    roster.hearReport(first, reportWith({ revision: 1 }))
    const [two, three] = [roster.converged({ revision: named(2) }), roster.converged({ revision: named(3) })]
    roster.hearReport(first, reportWith({ revision: 2 }))
    expect([await isDone(two), await isDone(three)]).toEqual([true, false])
    roster.hearReport(first, reportWith({ revision: 3 }))
    expect(await isDone(three)).toBe(true)
  })
})

describe('a receipt', () => {
  it.each([
    { what: 'runs it', report: { revision: 5 }, receipt: { isRunning: true, afterMs: 20 } },
    { what: 'runs a later one', report: { revision: 6 }, receipt: { isRunning: true, afterMs: 20 } },
    { what: 'runs an earlier one', report: { revision: 4 }, receipt: { isRunning: false, afterMs: null } },
    {
      what: 'runs another of that number',
      report: { revision: 5, sha256: 'lost' },
      receipt: { revision: 5, sha256: 'lost', isRunning: false, afterMs: null },
    },
    { what: 'runs a later one that is lost', report: { revision: 6, sha256: 'lost' }, receipt: { isRunning: false } },
    { what: 'has none', report: { revision: null, state: 'STARTING' }, receipt: { isRunning: false, afterMs: null } },
    { what: 'runs it on its way out', report: { revision: 5, state: 'DRAINING' }, receipt: { isRunning: true, afterMs: 20 } },
    { what: 'refuses it', report: { revision: 4, ...refusal(5) }, receipt: { isRunning: false, problem: 'not mine' } },
    { what: 'runs it and refuses the next', report: { revision: 5, ...refusal(6) }, receipt: { isRunning: true, afterMs: 20 } },
  ] as const)('of a worker that $what says so', async ({ report, receipt }) => {
    handedOut = named(6)
    await clock.advance(120)
    roster.hearReport(first, reportWith(report))
    await clock.advance(1_000)
    roster.hearReport(first, reportWith(report))
    expect(roster.receipts(named(5), 100)).toMatchObject([receipt])
  })

  it('has 0 ms where the worker ran it before, and nothing of one that ended since', () => {
    roster.hearReport(first, reportWith({ revision: 5 }))
    expect(roster.receipts(named(5), 100)).toMatchObject([{ isRunning: true, afterMs: 0 }])
    roster.hearEnd(first)
    expect(roster.receipts(named(5), 100)).toMatchObject([{ state: 'LOST', revision: 5, isRunning: false, afterMs: null }])
  })
})

describe('missing secrets', () => {
  const missing = (cdn: string, why = 'no such file') => ({ cdn, why: `file:${cdn}: ${why}` })

  it('are told once for all workers that miss them for the same reason, until they report none', () => {
    roster.hearReport(first, reportWith({ missingSecrets: [missing('a')] }))
    roster.hearReport(second, reportWith({ missingSecrets: [missing('a'), missing('b', 'it is empty')] }))
    expect(roster.missingSecrets()).toEqual([
      { ...missing('a'), workers: ['worker-1', 'worker-2'] },
      { ...missing('b', 'it is empty'), workers: ['worker-2'] },
    ])
    roster.hearReport(second, reportWith())
    const ofFirst = [{ ...missing('a'), workers: ['worker-1'] }]
    expect(roster.missingSecrets()).toEqual(ofFirst)
    roster.hearEnd(first) // its end tells nothing of the secret
    expect(roster.missingSecrets()).toEqual(ofFirst)
    roster.hearReport({ ...first, pid: first.pid + 1 }, reportWith())
    expect(roster.missingSecrets()).toEqual([])
  })
})
