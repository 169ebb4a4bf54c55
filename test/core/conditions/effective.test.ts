import fc from 'fast-check'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import { describe, expect, it } from 'vitest'
import { sharesOf } from '../../../src/core/conditions/shares.ts'
import type { Override } from '../../../src/core/override/override.ts'
import { advance } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { Decision } from '../../../src/core/routing/decision.ts'
import { boundWeights, MAX_WEIGHT_PERIOD, weightPeriod } from '../../../src/core/selection/weight-period.ts'
import { nobody } from '../../support/clients.ts'
import { configWith, countersWith, tableWith, type ConfigParts } from '../../support/config.ts'
import { allTo, allToOrigin, down, drain, ratio, up, weight } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const valid = '/?video=http://s1.origin-cluster/a.m3u8'

/** a has weight 2, b and c 1; off is disabled, spare a fallback. */
const cdns = [{ key: 'a', weight: 2 }, { key: 'b' }, { key: 'c' }, { key: 'off', enabled: false, weight: 3 }]

describe('where the next requests go', () => {
  it.each<{ readonly overrides: readonly Override[]; readonly config?: ConfigParts; readonly targets: string }>([
    { overrides: [], targets: 'a b c a a b c O a a b c' },
    { overrides: [down('a')], targets: 'b c b c b c b O c b c b' },
    { overrides: [drain('a')], targets: 'b c b c b c b O c b c b' },
    { overrides: [up('a')], targets: 'a b c a a b c O a a b c' },
    { overrides: [up('off')], targets: 'off a b off c a off O off a b off' },
    { overrides: [weight('b', 0)], targets: 'a c a a c a a O c a a c' },
    { overrides: [weight('a', 1), down('c')], targets: 'a b a b a b a O b a b a' },
    { overrides: [weight('off', 9)], targets: 'a b c a a b c O a a b c' },
    { overrides: [ratio(3)], targets: 'a b O c a O a b O c a O' },
    { overrides: [ratio(0)], targets: 'a b c a a b c a a b c a' },
    { overrides: [allToOrigin], targets: 'O O O O O O O O O O O O' },
    { overrides: [allTo('b')], targets: 'b b b b b b b b b b b b' },
    { overrides: [allTo('off')], targets: 'off off off off off off off off' },
    { overrides: [allTo('b'), ratio(2), weight('b', 0)], targets: 'b b b b' },
    { overrides: [allTo('b'), down('b')], targets: 'O O O O' },
    { overrides: [allTo('b'), drain('b')], targets: 'O O O O' },
    { overrides: [allToOrigin, up('a'), ratio(0)], targets: 'O O O O' },
    { overrides: [down('a'), down('b'), down('c')], targets: 'O O O O' },
    { overrides: [down('a'), down('b'), down('c'), up('off')], targets: 'off off off off' },
    { overrides: [down('gone'), weight('gone', 5), allTo('gone')], targets: 'a b c a a b c O' },
    { overrides: [down('a')], config: { cdns: [{ key: 'a' }, { key: 'spare', weight: 0 }] }, targets: 'spare spare' },
    { overrides: [up('a')], config: { cdns: [{ key: 'a', enabled: false }] }, targets: 'a a' },
    { overrides: [weight('a', 0)], config: { cdns: [{ key: 'a' }] }, targets: 'a a' },
  ])('under $overrides.length of them: $targets', ({ overrides, config = {}, targets }) => {
    const wanted = targets.split(' ')
    expect(run({ cdns, ratio: 8, ...config }, overrides, wanted.length).map(nameOf)).toEqual(wanted)
  })
})

it.each([
  { what: 'all goes to the origin', overrides: [allToOrigin], reasons: ['OVERRIDE', 'OVERRIDE'] },
  { what: 'all goes to one CDN', overrides: [allTo('a')], reasons: ['OVERRIDE', 'OVERRIDE'] },
  { what: 'all would go to one that is out', overrides: [allTo('a'), down('a')], reasons: ['OVERRIDE', 'OVERRIDE'] },
  { what: 'the only ones are out', overrides: [down('a'), down('b')], reasons: ['OVERRIDE', 'RATIO'] },
  { what: 'one is out', overrides: [down('a')], reasons: ['SELECTED', 'RATIO'] },
  { what: 'one that is gone is out', overrides: [down('gone')], reasons: ['SELECTED', 'RATIO'] },
])('gives as reason $reasons where $what', ({ overrides, reasons }) => {
  expect(
    run({ cdns: [{ key: 'a' }, { key: 'b' }], ratio: 2 }, overrides, 2).map(
      (decision) => 'reason' in decision && decision.reason,
    ),
  ).toEqual(reasons)
})

it('says that no CDN is usable where the revision alone leaves none', () => {
  const decisions = run({ cdns: [{ key: 'a', enabled: false }], ratio: 0 }, [down('a')], 1)
  expect(decisions).toMatchObject([{ kind: 'ORIGIN', reason: 'NO_USABLE_CDN' }])
})

it('keeps the shares of the others exact among themselves, whoever is out', () => {
  const parts = fc.record({
    weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 }),
    out: fc.array(fc.constantFrom(down, drain), { minLength: 1, maxLength: 4 }),
    ratio: fc.integer({ min: 2, max: 6 }),
  })
  holds(
    fc.property(parts, ({ weights, out, ratio: every }) => {
      fc.pre(out.length < weights.length)
      const drawn = weights.map((value, index) => ({ key: `c${index}`, weight: value }))
      const overrides = out.map((take, index) => take(`c${index}`))
      const rest = drawn.slice(out.length)
      const sum = rest.reduce((total, cdn) => total + cdn.weight, 0)
      const names = run({ cdns: drawn, ratio: every }, overrides, sum * every).map(nameOf)
      // sum × ratio requests are ratio − 1 periods of those that are left
      expect(drawn.map(({ key }) => names.filter((name) => name === key).length)).toEqual(
        drawn.map((cdn, index) => (index < out.length ? 0 : cdn.weight * (every - 1))),
      )
    }),
    100,
  )
})

describe('the shares that are wanted', () => {
  it.each([
    { overrides: [], shares: { a: 0.5, b: 0.25, c: 0.25 } },
    { overrides: [down('a')], shares: { a: 0, b: 0.5, c: 0.5 } },
    { overrides: [up('off')], shares: { a: 2 / 7, b: 1 / 7, c: 1 / 7, off: 3 / 7 } },
    { overrides: [weight('a', 0)], shares: { a: 0, b: 0.5, c: 0.5 } },
    { overrides: [allToOrigin], shares: { a: 0, b: 0, c: 0 } },
    { overrides: [allTo('off')], shares: { a: 0, b: 0, c: 0, off: 1 } },
    { overrides: [allTo('b'), down('b')], shares: { a: 0, b: 0, c: 0 } },
    { overrides: [weight('a', 0), weight('b', 0), weight('c', 0)], shares: { a: 1, b: 0, c: 0 } },
  ])('under $overrides.length overrides are $shares', ({ overrides, shares }) => {
    expect(Object.fromEntries(sharesOf(configWith({ cdns }), underOverrides(overrides)))).toEqual(shares)
  })

  it('are what the redirects to CDNs come to', () => {
    const states = fc.constantFrom(undefined, up, down, drain)
    const one = fc.record({
      weight: fc.nat(4),
      enabled: fc.boolean(),
      state: states,
      set: fc.option(fc.nat(4), { nil: undefined }),
    })
    holds(
      fc.property(fc.array(one, { maxLength: 4 }), fc.option(fc.nat(4), { nil: undefined }), (drawn, all) => {
        const config = {
          cdns: drawn.map(({ weight: value, enabled }, index) => ({ key: `c${index}`, weight: value, enabled })),
          ratio: 3,
        }
        const overrides = [
          ...drawn.flatMap(({ state, set }, index) => [
            ...(state === undefined ? [] : [state(`c${index}`)]),
            ...(set === undefined ? [] : [weight(`c${index}`, set)]),
          ]),
          ...(all === undefined ? [] : [allTo(`c${all}`)]),
        ]
        const shares = sharesOf(configWith(config), underOverrides(overrides))
        const names = run(config, overrides, 3 * 16 * 15)
          .map(nameOf)
          .filter((name) => name !== 'O')
        for (const [key, share] of shares) {
          const got = names.filter((name) => name === key).length
          expect(Math.abs(got - (share ?? NaN) * names.length)).toBeLessThanOrEqual(16)
        }
      }),
    )
  })
})

it('has weights whose period no worker could unroll bounded, each share within one part in 5,000', () => {
  holds(
    fc.property(fc.array(fc.nat(1_000), { minLength: 40, maxLength: 1_000 }), (weights) => {
      const drawn = weights.map((value) => ({ weight: value }))
      const bound = boundWeights(drawn, MAX_WEIGHT_PERIOD)
      expect(weightPeriod(bound)).toBeLessThanOrEqual(MAX_WEIGHT_PERIOD)
      fc.pre(weightPeriod(drawn) > MAX_WEIGHT_PERIOD)
      const [sum, boundSum] = [drawn, bound].map((list) => list.reduce((total, cdn) => total + cdn.weight, 0)) as [number, number]
      for (const [index, cdn] of drawn.entries())
        expect(Math.abs(cdn.weight / sum - (bound[index]?.weight ?? 0) / boundSum)).toBeLessThan(1 / 5_000)
    }),
    50,
  )
})

function run(config: ConfigParts, overrides: readonly Override[], requests: number): readonly Decision[] {
  const table = tableWith(config, overrides)
  const counters = countersWith()
  return Array.from({ length: requests }, () => {
    const decision = decide(table, counters, valid, nobody)
    advance(counters, decision)
    return decision
  })
}

function nameOf(decision: Decision): string {
  return decision.kind === 'CDN' ? decision.cdn.key : decision.kind === 'ORIGIN' ? 'O' : 'x'
}
