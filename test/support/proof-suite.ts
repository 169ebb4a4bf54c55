import fc from 'fast-check'
import { expect, it } from 'vitest'
import { underOverrides, type Conditions } from '../../src/core/conditions/effective.ts'
import type { When } from '../../src/core/config/expectation.ts'
import type { RoutingConfig } from '../../src/core/config/model.ts'
import { findBroken } from '../../src/core/expectations/find-broken.ts'
import { spaceOf } from '../../src/core/expectations/space.ts'
import { limitSteps } from '../../src/core/expectations/steps.ts'
import { unknownFacts } from '../../src/core/geo/client-facts.ts'
import { continentOf } from '../../src/core/geo/countries.ts'
import { parseIpAddress, type IpAddress } from '../../src/core/request/ip-address.ts'
import { knownClient } from '../../src/core/request/known-client.ts'
import { buildTable } from '../../src/core/routing/build-table.ts'
import { noCounters, type Counters } from '../../src/core/routing/counters.ts'
import { decide } from '../../src/core/routing/decide.ts'
import { down, drain } from './overrides.ts'
import { holds } from '../core/arbitraries.ts'
import { compile, isMeant, spaces, words } from '../core/expectations/arbitrary-spaces.ts'

const REQUESTS = 500

const paths =
  '/x /live/x /live/ /live/hd /live/hd2 /live/hd/x.m3u8 //live/x /vod/x.m3u8 /vod/ac/x /vod/abc/x /vod/abc/y/x /a/hd/b'.split(' ')
/** Inside and outside of the zones. */
const addresses = '10.0.1.5 10.0.1.200 10.0.7.7 10.1.3.3 192.0.2.7 192.0.2.8 203.0.113.9 2001:db8:1::9 2001:db8:2::9 2001:db9::1'
  .split(' ')
  .map((text) => parseIpAddress(text) as IpAddress)

/** Draws requests for configurations with expectations: none breaks what was proved. */
export function proofSuite({ configs }: { readonly configs: number }): void {
  it(`finds each way in which an expectation is broken by any of ${configs * REQUESTS} requests`, { timeout: 120_000 }, () => {
    let [requests, meant, proofs] = [0, 0, 0]
    holds(
      fc.property(spaces, fc.integer(), (config, seed) => {
        const { expectations } = config
        const broken = new Set(
          findBroken(expectations, spaceOf(config), limitSteps(Infinity)).map(({ expectation }) => expectation.key),
        )
        const proved = expectations.filter(({ key }) => !broken.has(key))
        proofs += proved.length
        const draw = drawing(seed)
        const asked = (proved.length === 0 ? expectations : proved).map(({ when }) => ({ when, paths: pathsOf(when) }))
        const [compiled, standings] = [compile(config), standingsOf(config)]
        const tables = [0, 1, 2, 3, 4].map(() => buildTable(compiled, draw(standings)))
        for (let request = 0; request < REQUESTS; request += 1) {
          const { when, paths: meantPaths } = draw(asked)
          const [cluster, path] = [draw(when.originClusters ?? words.clusters), draw(meantPaths)]
          const country = draw(when.countries ?? [...words.countries, 'FR', undefined])
          const [address, number] = [draw(addresses), draw(numbers)]
          const continent = country === undefined ? draw([...words.continents, undefined]) : continentOf(country)
          const facts = {
            ...unknownFacts,
            country,
            continent,
            asn: draw([...words.asns, undefined]),
          }
          const client = knownClient(address, facts, draw(['', 'TV', 'AppleTV 3', 'Mobile']))
          const target = `/?video=http://s${number}.${cluster}.example${path}?session=${number}`
          const decision = decide(draw(tables), countersAt(number), target, client)
          requests += 1
          if (decision.kind !== 'CDN') continue
          for (const { key, never, ...about } of proved) {
            if (!isMeant(about.when, { cluster, path, country })) continue
            meant += 1
            if (!never.includes(decision.cdn.key)) continue
            throw new Error(`"${key}" does not hold: ${decision.cdn.key} gets ${target} by ${decision.rule?.key}`)
          }
        }
      }),
      configs,
    )
    expect(requests).toBe(configs * REQUESTS)
    // The draws try what was proved.
    expect(proofs).toBeGreaterThan(configs)
    expect(meant).toBeGreaterThan(requests / 10)
  })
}

function pathsOf({ pathPrefixes }: When): readonly string[] {
  return paths.filter((path) => pathPrefixes?.some((prefix) => path.startsWith(prefix)) !== false)
}

const numbers = Array.from({ length: 60 }, (_, number) => number)

/** Turns of every pool, without room at any origin, so that CDNs that are out are chosen in panic. */
function countersAt(turn: number): Counters {
  const poolTurns = [turn, turn, turn, turn]
  const budgets = { hasRoom: () => false } as unknown as Counters['budgets']
  return { ...noCounters(), turns: [turn, turn, turn], poolTurns, lanesForgotten: turn, budgets }
}

/**
 * All CDNs in use, and each one out by health, by health for one address family, by an operator, and in its slow start; each with no
 * load, and with every CDN that has a capacity keeping a part.
 */
function standingsOf({ cdns }: RoutingConfig): readonly Conditions[] {
  const loads = [[0], [0, 50], [50, 0, 100]].map(
    (percents) =>
      new Map(
        cdns
          .filter(({ capacity }) => capacity !== undefined)
          .map(({ key }, index) => {
            const keepPercent = percents[index % percents.length] ?? 100
            return [key, { key, keepPercent, roomPercent: percents[(index + 1) % percents.length] ?? 100 }]
          }),
      ),
  )
  const standings = [
    underOverrides([]),
    ...cdns.flatMap(({ key }) => {
      const out = new Map([[key, { kind: 'OUT', sinceEpochMs: 0 } as const]])
      const slow = new Map([[key, { kind: 'SLOW', tenths: 1 } as const]])
      const byHealth = [
        { ipv4: out, ipv6: out },
        { ipv4: new Map(), ipv6: out },
        { ipv4: slow, ipv6: slow },
      ]
      return [
        ...byHealth.map((health) => ({ ...underOverrides([]), health: { ...health, nextStepEpochMs: undefined } })),
        underOverrides([down(key)]),
        underOverrides([drain(key)]),
      ]
    }),
  ]
  return standings.flatMap((standing) => [standing, ...loads.map((load) => ({ ...standing, load }))])
}

/** Draws one of some values, the same in every run. */
function drawing(seed: number): <Value>(values: readonly Value[]) => Value {
  let state = seed >>> 0
  return (values) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return values[Math.floor((state / 2 ** 32) * values.length)] as (typeof values)[number]
  }
}
