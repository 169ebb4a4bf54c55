import { describe, expect, it } from 'vitest'
import { ordersOfWire, ordersToWire, reportOfWire, reportToWire } from '../../../src/adapters/ipc/wire.ts'
import type { Orders } from '../../../src/core/orders/orders.ts'
import { noHealth } from '../../../src/core/health/health.ts'
import { noTraffic } from '../../../src/core/routing/traffic.ts'
import { noTimings } from '../../../src/core/worker-timings.ts'
import type { WireOrders, WireReport } from '../../../src/ports/group-messages.ts'
import type { WorkerReport } from '../../../src/ports/worker-link.ts'
import { revisionWith } from '../../support/config.ts'
import { down } from '../../support/overrides.ts'
import { vitals } from '../../support/vitals.ts'

const revision = revisionWith({ number: 4 })
const overrides = { version: 2, overrides: [down('a')] }

/** As JSON, which is how a process sends it to another. */
const sent = <T>(message: T): T => JSON.parse(JSON.stringify(message)) as T

it.each<Orders>([
  { revision, as: 'LIVE' },
  { revision, as: 'CANARY' },
  { overrides },
  { overrides, clockOffsetMs: -250 },
  { health: noHealth },
  { load: { version: 5, loads: [{ key: 'a', keepPercent: 55, roomPercent: 100 }] } },
  { leases: [{ pid: 1, cluster: 'a', perSecond: 2.5, forMs: 2_000, sentEpochMs: 1 }] },
  { revision, as: 'CANARY', overrides, clockOffsetMs: 3 },
])('carries the parts of orders, and no other: %#', (orders) => {
  expect(ordersOfWire(sent(ordersToWire(orders)))).toMatchObject(orders)
  const { overrides: set, revision: run, clockOffsetMs } = ordersOfWire(sent(ordersToWire(orders)))
  expect([set, run, clockOffsetMs]).toEqual([orders.overrides, orders.revision, orders.clockOffsetMs])
})

it('carries a report as it is', () => {
  const report: WorkerReport = {
    state: 'READY',
    revision: 4,
    sha256: revision.sha256,
    as: 'CANARY',
    overrides: 2,
    clockOffsetMs: null,
    refused: { revision: 5, sha256: 'f', problem: 'not mine', as: 'CANARY' },
    traffic: {
      ...noTraffic(),
      cdn: 2,
      byCdn: new Map([['a', 2]]),
      bySaturated: new Map([['a', 1]]),
      byCode: new Map([['VIDEO_SCHEME', 1]]),
      byReason: new Map([['PANIC', 1]]),
      byPool: new Map([['left', { requests: 3, byCdn: new Map([['a', 2]]) }]]),
      byRule: new Map([['live', 2]]),
    },
    timings: { ...noTimings(), redirect: { counts: [1, 2], sum: 0.5 } },
    vitals,
    health: 3,
    load: 5,
    countedMonoMs: 12.5,
    loads: [{ key: 'a', keepPercent: 55, roomPercent: 100 }],
    budgets: [{ cluster: 'a', asked: 3, given: 1, perSecond: 2.5, atMonoMs: 1 }],
  }
  expect(reportOfWire(sent(reportToWire(report)))).toMatchObject(report)
})

describe('during a roll', () => {
  it.each<{ readonly what: string; readonly message: WireOrders; readonly orders: Orders }>([
    { what: 'what is live', message: { kind: 'REVISION', revision }, orders: { revision, as: 'LIVE' } },
    { what: 'a canary', message: { kind: 'REVISION', revision, isCanary: true }, orders: { revision, as: 'CANARY' } },
    { what: 'overrides', message: { kind: 'OVERRIDES', overrides, clockOffsetMs: 3 }, orders: { overrides, clockOffsetMs: 3 } },
  ])('understands $what as version 0.1 sends it, and sends it so', ({ message, orders }) => {
    expect(ordersOfWire(message)).toMatchObject(orders)
    expect(ordersToWire(orders)).toMatchObject(message)
  })

  it('tells a control process of version 0.1 what runs as a canary, and understands a worker of it', () => {
    const told = {
      state: 'READY',
      revision: 4,
      overrides: 0,
      vitals,
      traffic: { origin: 0, cdn: 0, refused: 0, byCdn: [], byCode: [] }, // of no pool and no rule
    } as const
    const older: WireReport = { ...told, isCanary: true, refused: { revision: 5, problem: 'not mine' } }
    const report = reportOfWire(older)
    expect([report.as, report.refused?.as]).toEqual(['CANARY', 'LIVE'])
    expect(report.traffic).toEqual(noTraffic())
    expect(reportToWire(report)).toMatchObject(older)
  })
})
