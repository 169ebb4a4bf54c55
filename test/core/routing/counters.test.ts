import { expect, it } from 'vitest'
import { refuse } from '../../../src/core/request/refusal.ts'
import { advance } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { Decision } from '../../../src/core/routing/decision.ts'
import { countersWith, tableWith } from '../../support/config.ts'

const location = 'http://s1.origin-cluster/a'

it.each<{ readonly outcome: string; readonly decision: Decision; readonly turn: number; readonly poolTurn: number }>([
  { outcome: 'a refusal', decision: refuse('VIDEO_PATH', '/'), turn: 6, poolTurn: 4 },
  { outcome: "the ratio's origin", decision: { kind: 'ORIGIN', location, reason: 'RATIO' }, turn: 7, poolTurn: 4 },
  {
    outcome: 'the origin for want of a CDN',
    decision: { kind: 'ORIGIN', location, reason: 'NO_USABLE_CDN' },
    turn: 7,
    poolTurn: 5,
  },
  { outcome: 'a CDN', decision: decide(tableWith({ ratio: 0 }), countersWith(), `/?video=${location}`), turn: 7, poolTurn: 5 },
])('counts $outcome as turn $turn, in the pool as $poolTurn', ({ decision, turn, poolTurn }) => {
  const counters = countersWith({ turn: 6, poolTurn: 4 })
  advance(counters, decision)
  expect(counters).toEqual({ turn, poolTurn })
})
