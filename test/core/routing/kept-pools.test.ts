import fc from 'fast-check'
import { expect, it } from 'vitest'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import { withoutSecrets } from '../../../src/core/conditions/signers.ts'
import { buildTable } from '../../../src/core/routing/build-table.ts'
import { loadByCdn } from '../../../src/core/load/load-set.ts'
import { compileRevision, type CompiledRevision } from '../../../src/core/routing/compile.ts'
import { noCounters } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { RoutingTable } from '../../../src/core/routing/table.ts'
import { policyNames } from '../../../src/core/selection/policies.ts'
import { clientWith, nobody } from '../../support/clients.ts'
import { unbound } from '../../support/cdn-loads.ts'
import { revisionWith, type ConfigParts } from '../../support/config.ts'
import { effectsWith, out, slow, underHealth } from '../../support/health-effects.ts'
import { allTo, allToOrigin, down, drain, ratio, up, weight } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const keys = ['a', 'b', 'c', 'd'].map((key) => ({ key, capacity: unbound }))
const cdns = [...keys, { key: 'off', enabled: false }]
const pools = [
  { key: 'x', members: { a: 2, b: 1 }, fallbacks: ['y'] },
  { key: 'y', members: { c: 1 } },
  { key: 'z', members: { d: 1, off: 5 } },
]
const rules = pools.map(({ key }, index) => ({ pool: key, position: index + 1, match: { pathPrefixes: [`/${key}`] } }))
const base = { cdns, pools, rules, ratio: 0 }

it('keeps pools whose members have the same conditions, under an override of another CDN', () => {
  const compiled = compile(base)
  const first = buildTable(compiled, underOverrides([]))
  expect(keptOf(first, buildTable(compiled, underOverrides([weight('c', 5)]), first))).toEqual([
    ['all', 'new'],
    ['x', 'kept'],
    ['y', 'new'],
    ['z', 'kept'],
  ])
  expect(keptOf(first, buildTable(compiled, underHealth(effectsWith({ c: slow(1) })), first))).toEqual([
    ['all', 'new'],
    ['x', 'kept'],
    ['y', 'prepared'], // alone it has everything, whatever its weight
    ['z', 'kept'],
  ])
  expect(keptOf(first, buildTable(compiled, underOverrides([ratio(2)]), first))).toEqual([
    ['all', 'prepared'], // its list is made anew with every table
    ['x', 'kept'],
    ['y', 'kept'],
    ['z', 'kept'],
  ])
})

it('keeps what a pool has prepared over a revision that moves a CDN', () => {
  const first = buildTable(compile(base), underOverrides([]))
  const moved = compile({ ...base, cdns: [{ key: '0' }, { key: 'a', baseUrl: 'moved.example' }, ...cdns.slice(1)] })
  const table = buildTable(moved, underOverrides([]), first)
  expect(keptOf(first, table).slice(1)).toEqual([
    ['x', 'prepared'],
    ['y', 'prepared'],
    ['z', 'prepared'],
  ])
  const target = '/?video=http://s1.origin-cluster/x'
  expect(decide(table, noCounters(), target, nobody)).toMatchObject({
    cdn: { key: 'a' },
    template: { start: { http: 'http://moved.example/' } },
  })
})

it('decides behind any other table as one that was built anew', () => {
  const key = fc.constantFrom(...cdns.map((cdn) => cdn.key))
  const override = fc.oneof(
    key.chain((target) => fc.constantFrom(up, down, drain).map((set) => set(target))),
    fc.tuple(key, fc.nat(3)).map(([target, value]) => weight(target, value)),
    fc.constantFrom(allToOrigin, allTo('a'), allTo('off'), ratio(3)),
  )
  const effect = fc.oneof(fc.nat(3).map(out), fc.constantFrom(1, 9).map(slow))
  const effects = fc.dictionary(key, effect, { maxKeys: 5, noNullPrototype: true })
  const drawnHealth = fc.tuple(effects, fc.option(effects, { nil: undefined })).map(([ipv4, ipv6]) => effectsWith(ipv4, ipv6))
  const percent = fc.constantFrom(0, 3, 50, 100)
  const signers = fc
    .subarray(['a', 'c'], { minLength: 0 })
    .map((missing) => withoutSecrets(missing.map((cdn) => ({ cdn, why: 'it is empty' }))))
  const load = fc
    .array(fc.record({ key, keepPercent: percent, roomPercent: percent }))
    .map((loads) => loadByCdn({ version: 1, loads }))
  const step = fc.record({
    which: fc.nat(1),
    overrides: fc.array(override, { maxLength: 3 }),
    health: drawnHealth,
    load,
    signers,
  })
  const policies = fc.tuple(...pools.map(() => fc.constantFrom(...policyNames)))
  holds(
    fc.property(fc.array(step, { minLength: 2, maxLength: 6 }), policies, (steps, drawn) => {
      const own = pools.map((pool, index) => ({ ...pool, policy: drawn[index] ?? 'WEIGHTED' }))
      const others = pools.map((pool) => ({ ...pool, members: { a: 1, d: 2 } }))
      const compiled = [own, others].map((list) => compile({ ...base, pools: list }))
      let table: RoutingTable | undefined
      for (const { which, ...conditions } of steps) {
        const revision = compiled[which] as CompiledRevision
        table = buildTable(revision, conditions, table)
        expect(told(table)).toEqual(told(buildTable(revision, conditions)))
      }
    }),
    200,
  )
})

/** The table, and who each pool chooses for some requests. */
function told(table: RoutingTable): unknown {
  const choices = ['/x/1', '/y/1', '/z/1', '/z/2', '/'].flatMap((path) =>
    [0, 1, 2, 3].map((turn) => {
      const poolTurns = table.pools.map(() => turn >> 1)
      const counters = { ...noCounters(), turns: [turn * 7], poolTurns, lanesForgotten: turn >> 1 }
      const target = `/?video=http://s1.origin-cluster${path}`
      return decide(table, counters, target, clientWith({ network: '192.0.2', isIpv6: turn % 2 === 1 }))
    }),
  )
  return JSON.stringify([{ ...table, audiences: undefined }, choices])
}

function keptOf(before: RoutingTable, after: RoutingTable): readonly (readonly [string, string])[] {
  return after.pools.map(({ key, choose, usable }, index) => {
    const known = before.pools[index]
    return [key, known?.usable === usable ? 'kept' : known?.choose === choose ? 'prepared' : 'new']
  })
}

function compile(parts: ConfigParts): CompiledRevision {
  const compiled = compileRevision(revisionWith(parts))
  if (!compiled.ok) throw new Error(compiled.problem.code)
  return compiled.value
}
