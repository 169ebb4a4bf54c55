import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policies } from '../../../src/core/selection/policies.ts'
import type { PoolMember, SelectionPolicy } from '../../../src/core/selection/selection-policy.ts'
import { holds } from '../arbitraries.ts'
import { askFor, noOptions } from './asks.ts'
import { clientWith } from '../../support/clients.ts'

const members: fc.Arbitrary<readonly PoolMember[]> = fc
  .array(fc.record({ weight: fc.oneof(fc.nat(6), fc.nat(1_000)), priority: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) => drawn.map((parts, index) => ({ key: `cdn-${index}`, ...parts })))
const asks = fc
  .record({ turn: fc.nat(20_000), directory: fc.nat(1_000), network: fc.nat(1_000) })
  .map(({ turn, directory, network }) =>
    askFor(`/d${directory}/a.m3u8?token=t${network}`, {
      turn,
      client: clientWith({ network: `192.0.${network}`, isIpv6: false }),
    }),
  )
const options = fc.constantFrom(noOptions, { ...noOptions, stickyParameter: 'token' })

describe.each(Object.entries(policies))('%s', (_name, policy) => {
  it('names each member once, and decides equally for equal inputs', () => {
    holds(
      fc.property(members, options, asks, (drawn, chosen, ask) => {
        const [choose, again] = [policy.prepare(drawn, chosen), policy.prepare(structuredClone(drawn), chosen)]
        const order = drawn.map((_, attempt) => choose(ask, attempt))
        expect(order.toSorted((a, b) => a - b)).toEqual([...drawn.keys()])
        expect(drawn.map((_, attempt) => again(ask, attempt))).toEqual(order)
      }),
    )
  })
})

const byTurn = Object.entries(policies).filter(([, policy]) => !('prepareKeeping' in policy))

it.each(byTurn)('%s lists the order behind the first', (_name, policy: SelectionPolicy) => {
  holds(
    fc.property(members, options, asks, (drawn, chosen, ask) => {
      const choose = policy.prepare(drawn, chosen)
      const [first, ...others] = drawn.map((_, attempt) => choose(ask, attempt))
      expect(policy.orderOf?.(drawn, chosen)?.filter((index) => index !== first)).toEqual(others)
    }),
    100,
  )
})

/** GEO wants shares only where it is told the place of the clients: see geo.test.ts. */
const anywhere = Object.entries(policies).filter(([name]) => name !== 'GEO')

describe.each(anywhere)('%s, wherever clients are', (_name, policy) => {
  it('wants shares that sum to 1, and nothing for a member of weight 0 beside another', () => {
    holds(
      fc.property(members, (drawn) => {
        const shares = policy.sharesOf(drawn)
        expect(shares.reduce<number>((sum, share = NaN) => sum + share, 0)).toBeCloseTo(1, 10)
        const isBesideAnother = ({ priority }: PoolMember) => drawn.some((one) => one.weight > 0 && one.priority <= priority)
        const idle = drawn.filter((member, index) => member.weight === 0 && shares[index] !== 0)
        expect(idle.filter(isBesideAnother)).toEqual([])
      }),
    )
  })

  it('starves nobody: over many requests each member gets its share', () => {
    const few = fc.array(fc.record({ weight: fc.nat(6), priority: fc.integer({ min: 1, max: 2 }) }), {
      minLength: 1,
      maxLength: 5,
    })
    holds(
      fc.property(few, (drawn) => {
        const pool = drawn.map((parts, index) => ({ key: `cdn-${index}`, ...parts }))
        const choose = policy.prepare(pool, noOptions)
        const requests = 5_000
        const got = pool.map(() => 0)
        for (let turn = 0; turn < requests; turn += 1) {
          const client = clientWith({ network: `192.${turn >> 8}.${turn & 255}`, isIpv6: false })
          const index = choose(askFor(`/d${turn}/a`, { turn, client }), 0)
          got[index] = (got[index] ?? 0) + 1
        }
        for (const [index, share] of policy.sharesOf(pool).entries())
          expect(Math.abs((got[index] ?? 0) / requests - (share ?? NaN))).toBeLessThan(0.035) // five standard errors of a half
      }),
      20,
    )
  })
})
