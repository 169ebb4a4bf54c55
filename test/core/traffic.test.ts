import { expect, it } from 'vitest'
import { refuse } from '../../src/core/request/refusal.ts'
import { decide } from '../../src/core/routing/decide.ts'
import {
  addTraffic,
  countDecision,
  forgetFormer,
  noTraffic,
  trafficSince,
  type TrafficCounts,
} from '../../src/core/routing/traffic.ts'
import type { RoutingTable } from '../../src/core/routing/table.ts'
import { nobody } from '../support/clients.ts'
import { countersWith, tableWith } from '../support/config.ts'

const video = '/?video=http://s1.origin-cluster/a'
const refusal = refuse('VIDEO_PATH', '/')
const other = refuse('HOST_NOT_ALLOWED', 'x')
const origin = decide(tableWith({ ratio: 1 }), countersWith(), video, nobody)
const cdn = (key: string) => decide(tableWith({ ratio: 0, cdns: [{ key }] }), countersWith(), video, nobody)

function counted(...decisions: readonly Parameters<typeof countDecision>[1][]): TrafficCounts {
  const counts = noTraffic()
  for (const decision of decisions) countDecision(counts, decision, [{ key: 'all' }])
  return counts
}

it('counts each decision once, a CDN by its key and a refusal by its code', () => {
  expect(counted(origin, refusal, cdn('constructor'), other, cdn('a'), cdn('a'), refusal)).toEqual({
    origin: 1,
    cdn: 3,
    refused: 3,
    byCdn: new Map([
      ['constructor', 1],
      ['a', 2],
    ]),
    byCode: new Map([
      ['VIDEO_PATH', 2],
      ['HOST_NOT_ALLOWED', 1],
    ]),
    byPool: new Map([
      [
        'all',
        {
          requests: 3,
          byCdn: new Map([
            ['constructor', 1],
            ['a', 2],
          ]),
        },
      ],
    ]),
    byRule: new Map(),
    byReason: new Map(),
    bySaturated: new Map(),
  })
})

it('counts by pool and rule, also what went to the origin for want of a CDN', () => {
  const parts = { ratio: 2, pools: [{ key: 'left' }, { key: 'right', members: {} }], rules: [{ key: 'live', pool: 'left' }] }
  const counts = noTraffic()
  const countAt = (table: RoutingTable, turn: number) =>
    countDecision(counts, decide(table, countersWith({ turn }), video, nobody), table.pools)
  countAt(tableWith(parts), 0)
  countAt(tableWith(parts), 1) // the ratio's
  countAt(tableWith({ ...parts, rules: [{ key: 'none', pool: 'right' }] }), 0)
  const left = { requests: 1, byCdn: new Map([['default', 1]]) }
  expect(counts).toMatchObject({ origin: 2, cdn: 1 })
  expect([...counts.byPool]).toEqual([
    ['left', left],
    ['right', { requests: 1, byCdn: new Map() }],
  ])
  expect([...counts.byRule]).toEqual([
    ['live', 1],
    ['none', 1],
  ])
})

it('adds what others counted without changing it', () => {
  const [sum, more] = [counted(origin, other, cdn('a')), counted(refusal, other, cdn('a'), cdn('b'))]
  addTraffic(sum, more)
  addTraffic(sum, noTraffic())
  expect(sum).toEqual(counted(origin, refusal, other, other, cdn('a'), cdn('a'), cdn('b')))
  expect(more).toEqual(counted(refusal, other, cdn('a'), cdn('b')))
})

it('tells what came between two readings, without the CDNs and codes to which nothing did', () => {
  const before = counted(origin, cdn('a'), cdn('b'), other)
  const now = counted(origin, cdn('a'), cdn('b'), other, origin, refusal, cdn('b'), cdn('c'))
  expect(trafficSince(now, before)).toEqual(counted(origin, refusal, cdn('b'), cdn('c')))
  expect(trafficSince(now, now)).toEqual(noTraffic())
  expect(trafficSince(now, noTraffic())).toEqual(now)
})

it('forgets the pools, members and rules that a table lacks, and goes on with the others', () => {
  const counts = noTraffic()
  const member = { requests: 2, byCdn: new Map(['default', 'gone'].map((key) => [key, 1])) }
  for (const key of ['all', 'left', 'former']) counts.byPool.set(key, structuredClone(member))
  for (const key of ['live', 'former']) counts.byRule.set(key, 3)
  forgetFormer(counts, tableWith({ pools: [{ key: 'left' }], rules: [{ key: 'live', pool: 'left' }] }))
  const kept = { requests: 2, byCdn: new Map([['default', 1]]) }
  expect([...counts.byPool]).toEqual([
    ['all', kept],
    ['left', kept],
  ])
  expect([...counts.byRule]).toEqual([['live', 3]])
})
