import { letFlow, type Arrivals, type Flow } from './flow.ts'

/** Bounds of a CDN in requests a second. Undefined: it keeps all that it is asked. */
export type Bounds = { readonly soft: number; readonly hard: number }

/** Rounds after which the parts that CDNs keep count as settled: each comes nearer by a tenth at least, but for the very last percent. */
const MAX_ROUNDS = 200
const CLOSE = 1e-5

/** Members that may still be looked at. Below 0 the loads are those of a round before it had settled. */
export type Allowance = { steps: number }

/**
 * Computes the requests a second of each CDN, by its index, once spilling has settled: above soft the part that it keeps falls
 * linearly, so that it is 0 at hard. Every round lowers what CDNs keep, from all of it to where they hold still.
 */
export function settle(flows: readonly Flow[], bounds: readonly (Bounds | undefined)[], allowance: Allowance): Float64Array {
  const keeps = new Float64Array(bounds.length).fill(1)
  const arrivals: Arrivals = { asked: new Float64Array(bounds.length), unkept: new Float64Array(bounds.length), steps: 0 }
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    arrivals.asked.fill(0)
    arrivals.unkept.fill(0)
    for (const flow of flows) if (arrivals.steps <= allowance.steps) letFlow(flow, keeps, arrivals)
    if (arrivals.steps > allowance.steps) break
    if (lower(keeps, bounds, arrivals) < CLOSE) break
  }
  allowance.steps -= arrivals.steps
  return arrivals.asked.map((asked, cdn) => asked * (keeps[cdn] ?? 1) + (arrivals.unkept[cdn] ?? 0))
}

/** Lowers the parts that CDNs keep and returns the largest change. */
function lower(keeps: Float64Array, bounds: readonly (Bounds | undefined)[], { asked, unkept }: Arrivals): number {
  let largest = 0
  for (const [cdn, bound] of bounds.entries()) {
    if (bound === undefined) continue
    const { soft, hard } = bound
    const keep = Math.max(0, Math.min(1, (hard - (unkept[cdn] ?? 0)) / ((asked[cdn] ?? 0) + hard - soft)))
    largest = Math.max(largest, Math.abs((keeps[cdn] ?? 1) - keep))
    keeps[cdn] = keep
  }
  return largest
}
