import { MAX_CDNS } from '../../../src/core/config/bounds.ts'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import { policyNames } from '../../../src/core/selection/policies.ts'
import { MAX_WEIGHT_PERIOD } from '../../../src/core/selection/weight-period.ts'
import { buildTable } from '../../../src/core/routing/build-table.ts'
import { compileRevision, type CompiledRevision } from '../../../src/core/routing/compile.ts'
import type { RoutingTable } from '../../../src/core/routing/table.ts'
import type { Ask } from '../../../src/core/selection/selection-policy.ts'
import { videoAt } from '../../core/selection/asks.ts'
import { clientWith } from '../../support/clients.ts'
import { revisionWith, type ConfigParts } from '../../support/config.ts'
import { down } from '../../support/overrides.ts'
import { median } from './cost.ts'

/**
 * Milliseconds of CPU, medians once V8 knows the code: to compile a revision, to build a table of it, and to build one more behind that
 * for one override. Kilobytes of a table.
 */
export type TableCost = {
  readonly compileMs: number
  readonly buildMs: number
  readonly overrideMs: number
  readonly kilobytes: number
}

const ask: Ask = {
  turn: 0,
  video: videoAt('http://s1.origin-cluster/v/x.m3u8'),
  client: clientWith({ network: '192.0.2', isIpv6: false }),
}
const ROUNDS = 31
const KEPT = 20

/** The worst that validation allows of one pool: as many CDNs as may be, the longest period, as many different weights as fit into it. */
export const longestPeriod: ConfigParts = { cdns: worstWeights().map((weight, index) => ({ key: `c${index}`, weight })) }

/** As many pools, members and rules as may be, weights of 1 to 10, every policy. */
export const manyPools: ConfigParts = {
  cdns: Array.from({ length: MAX_CDNS }, (_, index) => ({ key: `c${index}` })),
  pools: Array.from({ length: 100 }, (_, pool) => ({
    key: `pool-${pool}`,
    policy: policyNames[pool % policyNames.length] ?? 'WEIGHTED',
    members: Array.from({ length: 100 }, (_member, index) => ({
      cdn: `c${(pool * 10 + index) % MAX_CDNS}`,
      weight: 1 + (index % 10),
      priority: 1 + (index % 2),
    })),
    fallbacks: [`pool-${(pool + 1) % 100}`],
  })),
  rules: Array.from({ length: 1_000 }, (_, index) => ({
    key: `rule-${index}`,
    pool: `pool-${index % 100}`,
    position: index + 1,
    match: { pathPrefixes: [`/p${index}/`] },
  })),
}

export function measureTable(parts: ConfigParts): TableCost {
  const revision = revisionWith(parts)
  const overrides = [down('c0')]
  const compiling: number[] = []
  const building: number[] = []
  const overriding: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    compiling.push(cpuMsOf(compile))
    const fresh = compile()
    building.push(cpuMsOf(() => use(buildTable(fresh, underOverrides([])))))
    const before = use(buildTable(fresh, underOverrides([])))
    overriding.push(cpuMsOf(() => use(buildTable(fresh, underOverrides(overrides), before))))
  }
  const compiled = compile()
  const before = bytesInUse()
  const kept = Array.from({ length: KEPT }, () => use(buildTable(compiled, underOverrides([]))))
  return {
    compileMs: median(compiling),
    buildMs: median(building),
    overrideMs: median(overriding),
    kilobytes: (bytesInUse() - before) / kept.length / 1_000,
  }

  /** Asks each pool once, since a pool is made ready for that. */
  function use(table: RoutingTable): RoutingTable {
    for (const { choose } of table.pools) choose(ask, 0)
    return table
  }

  function compile(): CompiledRevision {
    const made = compileRevision(revision)
    if (!made.ok) throw new Error(made.problem.code)
    return made.value
  }
}

/** 1, 2, 3 … as far as the sum allows, the rest 1, and what is left over on the first. */
function worstWeights(): readonly number[] {
  const weights = Array.from({ length: MAX_CDNS }, () => 1)
  let left = MAX_WEIGHT_PERIOD - MAX_CDNS
  for (let weight = 2; weight - 1 <= left && weight <= MAX_CDNS; weight += 1) {
    weights[weight - 1] = weight
    left -= weight - 1
  }
  weights[0] = 1 + left
  return weights
}

function cpuMsOf(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

function bytesInUse(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
