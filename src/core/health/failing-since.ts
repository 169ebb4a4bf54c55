import { addressFamilies, type AddressFamily } from './health.ts'
import type { ProbeResults } from './probe.ts'

/** Time of the first failure in a row, for each family over which a CDN fails. */
export type FailingSince = Partial<Readonly<Record<AddressFamily, number>>>

/** Takes the results of one probe. What could not be resolved for one family alone ends no row, and begins none. */
export function failingSince(before: FailingSince, results: ProbeResults, nowMonoMs: number): FailingSince {
  const after: Partial<Record<AddressFamily, number>> = {}
  for (const family of addressFamilies) {
    const result = results[family]
    if (result === undefined || result?.outcome === 'PASSED') continue
    const first = before[family] ?? (result === null ? undefined : nowMonoMs)
    if (first !== undefined) after[family] = first
  }
  return after
}
