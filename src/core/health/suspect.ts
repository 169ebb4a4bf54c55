import { addressFamilies, type AddressFamily } from './health.ts'
import { outcomesWithoutLife, type ProbeOutcome, type ProbeResults } from './probe.ts'

/**
 * Families over which a node had better suspect itself, by the last results of the CDNs that it has probed: over two CDNs or more
 * no probe showed a sign of life, or none has a route. What was forbidden was never asked, and tells nothing.
 */
export function suspectFamilies(last: readonly ProbeResults[]): ReadonlySet<AddressFamily> {
  return new Set(addressFamilies.filter(isSuspect))

  function isSuspect(family: AddressFamily): boolean {
    let count = 0
    let first: ProbeOutcome | undefined
    for (const results of last) {
      const outcome = outcomeOf(results, family)
      if (outcome === undefined) continue
      if (isLife(outcome)) return false // mostly the first one: each probe of a thousand CDNs asks
      first ??= outcome
      count += 1
    }
    return count >= 2 || first === 'NO_ROUTE'
  }
}

/** Whether a node suspects itself altogether: over each family that was probed. */
export function suspectsItself(last: readonly ProbeResults[], suspected: ReadonlySet<AddressFamily>): boolean {
  return (
    suspected.size > 0 && addressFamilies.every((family) => suspected.has(family) || last.every((results) => !results[family]))
  )
}

/** Outcome of a probe that was sent, or of a name that was not resolved. */
export function outcomeOf(results: ProbeResults, family: AddressFamily): ProbeOutcome | undefined {
  const outcome = results[family]?.outcome
  return outcome === 'FORBIDDEN' ? undefined : outcome
}

/** Whether a probe reached something, so that this node works. */
export function isLife(outcome: ProbeOutcome): boolean {
  return !outcomesWithoutLife.has(outcome)
}
