import { describe, expect, it } from 'vitest'
import { openInProcessNodeBudgets } from '../../src/adapters/in-process/node-budgets.ts'
import { openLeaseDesk } from '../../src/agent/lease-desk.ts'
import type { OriginLease } from '../../src/core/budget/origin-lease.ts'
import { StoreUnavailable } from '../../src/ports/config-store.ts'
import type { NodeBudgets } from '../../src/ports/node-budgets.ts'
import type { WorkerIdentity } from '../../src/ports/worker-fleet.ts'
import { revisionWith } from '../support/config.ts'
import { fixedClock } from '../support/fixed-clock.ts'

const first = { id: 'worker-1', pid: 11 }
const second = { id: 'worker-2', pid: 12 }

/** `settledMs`: time since the start, after which every process that lives has reported. */
type OpenOptions = { readonly workers?: number; readonly budgets?: NodeBudgets; readonly settledMs?: number }

/** A desk over a budget of 100 a second, and what each process was sent last. */
async function openDesk({ workers = 2, budgets = openInProcessNodeBudgets(), settledMs = 2_000 }: OpenOptions = {}) {
  const clock = fixedClock()
  const rates = new Map<number, number>()
  const times: number[] = []
  let bounded = 100
  const send = (leases: readonly OriginLease[]): void => {
    for (const { pid, perSecond, forMs } of leases) {
      rates.set(pid, Number(perSecond.toFixed(6)))
      times.push(forMs)
    }
  }
  const revisions = {
    current: () => revisionWith({ originClusters: [{ key: 'vod', maxRequestsPerSecond: bounded }] }),
    canary: () => undefined,
  }
  const desk = openLeaseDesk({ node: 'a', budgets, clock, workers, revisions, send })
  const report = (worker: WorkerIdentity, { asked = 0, given = 0, perSecond = 0 } = {}): void =>
    desk.hearDemands(worker, [{ cluster: 'vod', asked, given, perSecond, atMonoMs: clock.nowMonoMs() }])
  await clock.advance(settledMs)
  return {
    clock,
    desk,
    report,
    rates,
    times,
    publish: (budget: number) => void (bounded = budget),
    pass: async () => {
      await desk.tick()
      await clock.advance(1_000)
    },
  }
}

describe('the lease desk', () => {
  it('divides the budget equally among workers without demand', async () => {
    const { desk, report, rates } = await openDesk()
    report(first)
    report(second)
    await desk.tick()
    expect([...rates]).toEqual([
      [11, 50],
      [12, 50],
    ])
  })

  it('follows the demand, and gives away only what a worker has confirmed not to use', async () => {
    const { report, rates, pass } = await openDesk()
    report(first)
    report(second)
    await pass()
    report(first, { perSecond: 50, asked: 300 })
    report(second, { perSecond: 50 })
    await pass()
    expect([...rates], 'the second one has not confirmed').toEqual([
      [11, 50],
      [12, 1],
    ])
    report(first, { perSecond: 50, asked: 600 })
    report(second, { perSecond: 1 })
    await pass()
    expect([...rates]).toEqual([
      [11, 99],
      [12, 1],
    ])
  })

  it('gives the part of a process that is gone to the others at once', async () => {
    const { desk, report, rates, pass } = await openDesk()
    report(first)
    report(second)
    await pass()
    desk.hearEnd(second)
    await pass()
    expect(rates.get(11)).toBe(100)
  })

  it('gives the part of a worker that confirms nothing to nobody, and of a silent one when its time is up', async () => {
    const { report, rates, pass } = await openDesk()
    report(first)
    report(second)
    await pass()
    const others: number[] = []
    for (let seconds = 1; seconds <= 32; seconds += 1) {
      report(first, { perSecond: rates.get(11) ?? 0, asked: 300 * seconds })
      await pass()
      others.push(rates.get(11) ?? 0)
    }
    expect(Math.max(...others.slice(0, 19)), 'the other one may use 50').toBe(50)
    expect(others.at(-1)).toBe(100)
  })

  it('grants nothing beyond what is held while a worker is unknown, as after a restart of this process', async () => {
    const { report, rates, pass, clock } = await openDesk()
    report(first, { perSecond: 30 })
    await pass()
    expect(rates.get(11)).toBe(30)
    await clock.advance(20_000)
    report(first, { perSecond: 30 })
    await pass()
    expect(rates.get(11), 'no lease from before can last').toBe(100)
  })

  it('lets each worker keep what it holds until all are known, wherever the demand is', async () => {
    const { report, rates, pass } = await openDesk({ workers: 3, settledMs: 0 })
    report(first, { perSecond: 60 })
    report(second, { perSecond: 40 })
    await pass()
    report(first, { perSecond: 60, asked: 10 })
    report(second, { perSecond: 40, asked: 300 })
    await pass()
    report(second, { perSecond: rates.get(12) ?? 0, asked: 600 })
    await pass()
    expect([...rates]).toEqual([
      [11, 60],
      [12, 40],
    ])
  })

  it('grants nothing to a new process of a slot while the old one, which the same slot has, is unknown', async () => {
    const { desk, report, rates, clock } = await openDesk({ workers: 1, settledMs: 0 })
    report({ id: 'worker-1', pid: 22 })
    await desk.tick()
    expect(rates.get(22)).toBe(0)
    report({ id: 'worker-1', pid: 11 }, { perSecond: 100 })
    await clock.advance(2_000)
    await desk.tick()
    expect(rates.get(22)).toBe(0)
  })

  it('takes for its own only what it has claimed when the answer of the store is lost', async () => {
    let isLost = false
    const whole = openInProcessNodeBudgets()
    const budgets: NodeBudgets = {
      lease: (node, claims) => (isLost ? Promise.reject(new StoreUnavailable('away')) : whole.lease(node, claims)),
    }
    const { desk, report, rates, pass } = await openDesk({ budgets })
    report(first)
    report(second)
    await pass()
    report(first, { perSecond: 50 })
    desk.hearEnd(second)
    isLost = true
    await pass()
    report({ id: 'worker-2', pid: 13 })
    await pass()
    expect((rates.get(11) ?? 0) + (rates.get(13) ?? 0)).toBeLessThanOrEqual(50)
  })

  it('takes back at once what a smaller budget no longer allows', async () => {
    const { report, rates, pass, publish } = await openDesk()
    report(first)
    report(second)
    await pass()
    publish(10)
    await pass()
    expect([...rates]).toEqual([
      [11, 5],
      [12, 5],
    ])
  })

  it('grants nothing beyond the time of the node, while the store is away', async () => {
    let isAway = false
    const whole = openInProcessNodeBudgets()
    const budgets: NodeBudgets = {
      lease: (node, claims) => (isAway ? Promise.reject(new StoreUnavailable('away')) : whole.lease(node, claims)),
    }
    const { clock, desk, report, times } = await openDesk({ workers: 1, budgets })
    report(first)
    await desk.tick()
    isAway = true
    await clock.advance(4_000)
    await desk.tick()
    await clock.advance(12_000)
    await desk.tick()
    expect(times).toEqual([15_000, 11_000])
  })

  it('tells what is left of a budget', async () => {
    const { desk, report, pass } = await openDesk({ workers: 1 })
    report(first)
    await pass()
    report(first, { perSecond: 100, asked: 60, given: 40 })
    expect([...desk.view.budgetsLeft()]).toEqual([['vod', 60]])
    expect(['vod', 'live'].map((cluster) => desk.view.budgetLeft(cluster))).toEqual([60, undefined])
  })
})
