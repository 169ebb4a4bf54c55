import { beforeEach, expect, it } from 'vitest'
import type { Orders } from '../../src/core/orders/orders.ts'
import { noOverrides } from '../../src/core/override/override.ts'
import type { AskedFacts } from '../../src/core/geo/client-facts.ts'
import { giveOrders, noTable, type CurrentTable } from '../../src/edge/current-table.ts'
import { openFactsGate, type FactsGate } from '../../src/edge/facts-gate.ts'
import { startFromDisk } from '../../src/edge/start-from-disk.ts'
import { revisionWith } from '../support/config.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { settle } from '../support/settle.ts'

const plain = revisionWith({ number: 1 })
const denying = revisionWith({ number: 2, cdns: [{ key: 'a', excludeCountries: ['CH'] }, { key: 'b' }] })
const byNetwork = revisionWith({
  number: 3,
  cdns: [{ key: 'a' }],
  pools: [{ key: 'p', members: { a: 1 } }],
  rules: [{ key: 'r', pool: 'p', match: { asns: [64_496] } }],
})

const none = { country: false, asn: false }
const country = { country: true, asn: false }
const both = { country: true, asn: true }

let passed: Orders[]
let asked: AskedFacts[]
let opening: PromiseWithResolvers<void> | undefined
let clock: FixedClock
let current: CurrentTable
let isTaken: boolean
let gate: FactsGate

beforeEach(() => {
  passed = []
  asked = []
  opening = Promise.withResolvers()
  clock = fixedClock()
  current = noTable()
  isTaken = true
  gate = openFactsGate(
    {
      ask(facts) {
        asked.push(facts)
        return facts.country || facts.asn ? opening?.promise : undefined
      },
    },
    clock,
    current,
    (orders) => {
      passed.push(orders)
      if (isTaken) taken(orders)
    },
  )
})

function taken(orders: Orders): void {
  giveOrders(current, orders, clock.nowEpochMs())
  gate.narrow()
}

/** Runs revision 2, whose database is open. */
function runDenying(): void {
  opening = undefined
  gate.take({ revision: denying, as: 'LIVE', overrides: noOverrides })
  opening = Promise.withResolvers()
  passed = []
  asked = []
}

it('passes on at once what asks for nothing', () => {
  gate.take({ overrides: noOverrides })
  gate.take({ revision: plain, as: 'LIVE' })
  expect(passed).toEqual([{ overrides: noOverrides }, { revision: plain, as: 'LIVE' }])
  expect(asked).toEqual([none, none])
})

it.each([
  { revision: denying, asks: country },
  { revision: byNetwork, asks: { country: false, asn: true } },
])('holds a revision until the databases that it asks for are open, and nothing else', async ({ revision, asks }) => {
  gate.take({ revision, as: 'CANARY', overrides: noOverrides })
  gate.take({ leases: [] })
  expect([gate.isUnderWay(), passed]).toEqual([true, [{ overrides: noOverrides }, { leases: [] }]])
  expect(asked).toEqual([asks])
  opening?.resolve()
  await settle()
  expect([gate.isUnderWay(), passed.slice(2)]).toEqual([false, [{ revision, as: 'CANARY' }]])
  expect(clock.pending()).toBe(0)
})

it('passes it on at once where they are open', () => {
  opening = undefined
  gate.take({ revision: denying, as: 'LIVE' })
  expect(passed).toEqual([{ revision: denying, as: 'LIVE' }])
})

it('waits two seconds, and passes it on once', async () => {
  gate.take({ revision: denying, as: 'LIVE' })
  gate.take({ revision: denying, as: 'LIVE' }) // as the agent does after each report without it
  await clock.advance(1_999)
  expect(passed).toEqual([{}, {}])
  await clock.advance(1)
  expect(passed.slice(2)).toEqual([{ revision: denying, as: 'LIVE' }])
  opening?.resolve()
  await settle()
  expect(passed).toHaveLength(3)
})

it('drops it for a newer one that asks for nothing', async () => {
  gate.take({ revision: denying, as: 'LIVE' })
  gate.take({ revision: plain, as: 'LIVE' })
  opening?.resolve()
  await settle()
  expect(passed.slice(1)).toEqual([{ revision: plain, as: 'LIVE' }])
})

it.each([
  { why: 'its format is unknown', revision: { ...plain, number: 3, formatVersion: 99 }, asks: [] },
  { why: 'it was damaged', revision: { ...plain, number: 3, sha256: 'f'.repeat(64) }, asks: [country, country] },
])('keeps the database of the running revision open for one that is refused, since $why', async ({ revision, asks }) => {
  runDenying()
  gate.take({ revision, as: 'LIVE' })
  opening?.resolve()
  await settle()
  expect([current.running.refused?.revision, current.running.compiled?.revision.number]).toEqual([3, 2])
  expect(asked).toEqual(asks)
})

it('closes a database once the revision that asked for it no longer runs', async () => {
  runDenying()
  isTaken = false // as while its secrets are read
  gate.take({ revision: byNetwork, as: 'LIVE' })
  opening?.resolve()
  await settle()
  expect([asked, passed.length, gate.isUnderWay()]).toEqual([[both], 2, true])
  taken({ revision: byNetwork, as: 'LIVE' })
  expect([asked, gate.isUnderWay()]).toEqual([[both, { country: false, asn: true }], false])
})

it('waits ten seconds with denials while another revision runs', async () => {
  gate.take({ revision: plain, as: 'LIVE', overrides: noOverrides })
  gate.take({ revision: denying, as: 'LIVE' })
  await clock.advance(9_999)
  expect(current.running.compiled?.revision.number).toBe(1)
  await clock.advance(1)
  expect(current.running.compiled?.revision.number).toBe(2)
})

it('holds a second revision until its own database is open', async () => {
  gate.take({ revision: denying, as: 'LIVE' })
  const first = opening
  opening = Promise.withResolvers()
  gate.take({ revision: byNetwork, as: 'LIVE' })
  first?.resolve()
  await settle()
  expect(passed).toEqual([{}, {}])
  opening.resolve()
  await settle()
  expect(passed.slice(2)).toEqual([{ revision: byNetwork, as: 'LIVE' }])
})

it('a replacement starts from its snapshot only while no revision is on its way', async () => {
  isTaken = false
  const files = {
    snapshots: { newest: () => Promise.resolve(plain) },
    overrideFile: { read: () => Promise.resolve(undefined) },
    healthFile: { read: () => Promise.resolve(undefined) },
    isReplacement: true,
  }
  opening = undefined
  gate.take({ revision: denying, as: 'LIVE' }) // its secrets are being read
  await startFromDisk(current, files, gate)
  expect(passed).toEqual([{ revision: denying, as: 'LIVE' }, { overrides: noOverrides }])
})
