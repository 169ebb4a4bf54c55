import fc from 'fast-check'
import { expect, it } from 'vitest'
import { spreadOf } from '../../../src/core/conditions/spread.ts'
import type { Override } from '../../../src/core/override/override.ts'
import { advance } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { configWith, countersWith, nobody, tableWith, type ConfigParts } from '../../support/config.ts'
import { allTo, allToOrigin, down, drain, ratio, up, weight } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const two = [{ key: 'a' }, { key: 'b', weight: 0 }, { key: 'off', enabled: false }]

it.each<{ readonly overrides: readonly Override[]; readonly config?: ConfigParts; readonly spread: readonly [number, number] }>([
  { overrides: [], spread: [0.1, 1] },
  { overrides: [weight('b', 1)], spread: [0.1, 2] },
  { overrides: [down('a')], spread: [0.1, 1] },
  { overrides: [down('a'), drain('b')], spread: [1, 0] },
  { overrides: [down('a'), drain('b'), up('off')], spread: [0.1, 1] },
  { overrides: [weight('a', 0)], spread: [0.1, 1] },
  { overrides: [ratio(1)], spread: [1, 0] },
  { overrides: [ratio(0)], spread: [0, 1] },
  { overrides: [allToOrigin], spread: [1, 0] },
  { overrides: [allTo('off')], spread: [0, 1] },
  { overrides: [allTo('a'), down('a')], spread: [1, 0] },
  { overrides: [], config: { cdns: [] }, spread: [1, 0] },
  { overrides: [], config: { cdns: [{ enabled: false }] }, spread: [1, 0] },
])('is $spread under $overrides.length overrides', ({ overrides, config, spread: [originShare, cdnsInUse] }) => {
  expect(spreadOf(configWith({ cdns: two, ...config }), overrides)).toMatchObject({ originShare, cdnsInUse })
})

it('is what the decisions come to', () => {
  const one = fc.record({
    weight: fc.nat(3),
    enabled: fc.boolean(),
    state: fc.constantFrom(undefined, up, down, drain),
    set: fc.option(fc.nat(3), { nil: undefined }),
  })
  const parts = fc.record({
    drawn: fc.array(one, { maxLength: 3 }),
    every: fc.nat(3),
    set: fc.option(fc.nat(3), { nil: undefined }),
    all: fc.constantFrom(undefined, allToOrigin, allTo('c0'), allTo('c1')),
  })
  holds(
    fc.property(parts, ({ drawn, every, set, all }) => {
      const cdns = drawn.map(({ weight: value, enabled }, index) => ({ key: `c${index}`, weight: value, enabled }))
      const overrides = [
        ...drawn.flatMap(({ state, set: value }, index) => [
          ...(state === undefined ? [] : [state(`c${index}`)]),
          ...(value === undefined ? [] : [weight(`c${index}`, value)]),
        ]),
        ...(set === undefined ? [] : [ratio(set)]),
        ...(all === undefined ? [] : [all]),
      ]
      const table = tableWith({ cdns, ratio: every }, overrides)
      const counters = countersWith()
      const requests = 60 // a multiple of every ratio, and more than a period of the weights for the CDNs
      const counts = new Map<string, number>()
      for (let turn = 0; turn < requests; turn += 1) {
        const decision = decide(table, counters, '/?video=http://s1.origin-cluster/a.m3u8', nobody)
        advance(counters, decision)
        const name = decision.kind === 'CDN' ? decision.cdn.key : decision.kind
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
      const { originShare, cdnsInUse } = spreadOf(configWith({ cdns, ratio: every }), overrides)
      expect((counts.get('ORIGIN') ?? 0) / requests).toBeCloseTo(originShare ?? NaN, 10)
      expect([...counts.keys()].filter((name) => name !== 'ORIGIN')).toHaveLength(cdnsInUse)
    }),
    100,
  )
})
