import { expect, it } from 'vitest'
import { refuse } from '../../../src/core/request/refusal.ts'
import { advance, carryCounters } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { Decision } from '../../../src/core/routing/decision.ts'
import { nobody } from '../../support/clients.ts'
import { countersWith, tableWith, type ConfigParts } from '../../support/config.ts'

const target = '/?video=http://s1.origin-cluster/a'
const valid = (parts: ConfigParts): Decision => decide(tableWith(parts), countersWith(), target, nobody)

it.each<{ readonly outcome: string; readonly decision: Decision; readonly turn: number; readonly poolTurn: number }>([
  { outcome: 'a refusal', decision: refuse('VIDEO_PATH', '/'), turn: 6, poolTurn: 4 },
  { outcome: "the ratio's origin", decision: valid({ ratio: 1 }), turn: 7, poolTurn: 4 },
  { outcome: 'the origin for want of a CDN', decision: valid({ cdns: [] }), turn: 7, poolTurn: 5 },
  { outcome: 'a CDN', decision: valid({ ratio: 0 }), turn: 7, poolTurn: 5 },
])('counts $outcome as turn $turn, in the pool as $poolTurn', ({ decision, turn, poolTurn }) => {
  const counters = countersWith({ turn: 6, poolTurn: 4 })
  advance(counters, decision)
  expect(counters).toEqual(countersWith({ turn, poolTurn }))
})

it.each([
  { what: 'the first table', before: undefined, turn: 0, poolTurn: 0 },
  { what: 'a table with the same ratio', before: { ratio: 3, cdns: [] }, turn: 7, poolTurn: 5 },
  { what: 'a table with another ratio', before: { ratio: 4 }, turn: 0, poolTurn: 5 },
])('goes on behind $what at turn $turn, in the pool at $poolTurn', ({ before, turn, poolTurn }) => {
  const counters = countersWith({ turn: 7, poolTurn: 5 })
  const carried = carryCounters(counters, before && tableWith(before), tableWith({ ratio: 3 }), undefined)
  expect(carried).toEqual(countersWith({ turn, poolTurn }))
})
