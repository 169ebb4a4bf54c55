import { MAX_CDNS } from '../../../src/core/config/bounds.ts'
import { sealRevision } from '../../../src/core/config/revision.ts'
import { MAX_WEIGHT_PERIOD } from '../../../src/core/selection/weight-period.ts'
import { buildTable } from '../../../src/core/routing/build-table.ts'
import { compileRevision, type CompiledRevision } from '../../../src/core/routing/compile.ts'
import { cdnWith, configWith, revisionWith } from '../../support/config.ts'
import { median } from './cost.ts'

/** Milliseconds of CPU to compile a revision and to build a table of it, medians once V8 knows the code; kilobytes of a table. */
export type TableCost = { readonly compileMs: number; readonly buildMs: number; readonly kilobytes: number }

const ROUNDS = 31
const KEPT = 20

/** The worst that validation allows: as many CDNs as may be, the longest period, as many different weights as fit into it. */
export function measureTable(): TableCost {
  const cdns = worstWeights().map((weight, index) => cdnWith({ key: `c${index}`, weight }))
  const revision = sealRevision({ ...revisionWith(), config: configWith({ cdns }) })
  const compiling: number[] = []
  const building: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    compiling.push(cpuMsOf(compile))
    const fresh = compile()
    building.push(cpuMsOf(() => buildTable(fresh, { overrides: [] })))
  }
  const compiled = compile()
  const before = bytesInUse()
  const kept = Array.from({ length: KEPT }, () => buildTable(compiled, { overrides: [] }))
  return {
    compileMs: median(compiling),
    buildMs: median(building),
    kilobytes: (bytesInUse() - before) / kept.length / 1_000,
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
