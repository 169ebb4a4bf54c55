import fc from 'fast-check'
import { expect, it } from 'vitest'
import { underOverrides, type Conditions } from '../../../src/core/conditions/effective.ts'
import type { RoutingConfig } from '../../../src/core/config/model.ts'
import type { Breach } from '../../../src/core/expectations/breaches.ts'
import { prepareCounterexamples } from '../../../src/core/expectations/counterexample.ts'
import { findBroken } from '../../../src/core/expectations/find-broken.ts'
import { spaceOf } from '../../../src/core/expectations/space.ts'
import { limitSteps } from '../../../src/core/expectations/steps.ts'
import { unknownFacts } from '../../../src/core/geo/client-facts.ts'
import { knownClient } from '../../../src/core/request/known-client.ts'
import { buildTable } from '../../../src/core/routing/build-table.ts'
import { noCounters } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { down } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'
import { compile, isMeant, spaces } from './arbitrary-spaces.ts'

const turns = Array.from({ length: 300 }, (_, turn) => turn)

it('has a request for each expectation that does not hold, which the tables of workers show', { timeout: 120_000 }, () => {
  let [shown, shares] = [0, 0]
  holds(
    fc.property(spaces, (config) => {
      const [space, steps, compiled] = [spaceOf(config), limitSteps(Infinity), compile(config)]
      const { make } = prepareCounterexamples(config, space, steps)
      for (const broken of findBroken(config.expectations, space, steps)) {
        const { breach, expectation, rule } = broken
        const example = make(broken)
        if (example === undefined || breach === undefined) throw new Error(`"${expectation.key}" has no example`)
        const { region, asn, userAgent, address } = example
        const table = buildTable(compiled, conditionsOf(breach, config))
        const client = knownClient(address, { ...unknownFacts, ...region, asn }, userAgent)
        const get = (video: string, turn: number): string => {
          const decision = decide(table, countersAt(turn), `/?video=${encodeURIComponent(video)}`, client)
          if (decision.kind === 'REFUSED') throw new Error(decision.code)
          const { path, cluster } = decision.video
          const request = { path, cluster: cluster.hostSuffix.slice(0, 3), country: region.country }
          expect([decision.rule?.key, isMeant(expectation.when, request)]).toEqual([rule, true])
          return decision.kind === 'CDN' ? decision.cdn.key : 'origin'
        }
        const got = turns.filter((turn) => get(example.video, turn) === breach.cdn)
        const percent = (100 * got.length) / turns.length
        const isShare = breach.kind === 'SHARE' && isByTurn(config.pools, breach.pool)
        const { atLeastPercent, atMostPercent } = expectation
        const isReal =
          breach.kind === 'NEVER' ? got.length > 0 : percent < (atLeastPercent ?? 0) || percent > (atMostPercent ?? 100)
        expect(isReal || (breach.kind === 'SHARE' && !isShare)).toBe(true)
        expect(isShare ? Math.abs(percent - breach.percent) : 0).toBeLessThan(1)
        if (isShare) shares += 1
        shown += 1
      }
    }),
    60,
  )
  expect([shown > 100, shares > 20]).toEqual([true, true])
})

/** Policies by key have their shares of many keys: those of one request say nothing of them. */
function isByTurn(pools: ReturnType<typeof compile>['revision']['config']['pools'], key: string | undefined): boolean {
  const policy = pools?.find((pool) => pool.key === key)?.policy
  return policy !== 'HASH_PATH' && policy !== 'STICKY'
}

function countersAt(turn: number) {
  return { ...noCounters(), poolTurns: [turn, turn, turn, turn], lanesForgotten: turn }
}

/** An operator has the CDN out that is; all others with a capacity keep nothing where they are full. */
function conditionsOf(breach: Breach, { cdns }: RoutingConfig): Conditions {
  if (breach.kind === 'SHARE') return underOverrides([])
  const full = cdns.filter(({ key, capacity }) => breach.isFull && key !== breach.cdn && capacity !== undefined)
  return {
    ...underOverrides(breach.out === undefined ? [] : [down(breach.out)]),
    load: new Map(full.map(({ key }) => [key, { key, keepPercent: 0, roomPercent: 100 }])),
  }
}
