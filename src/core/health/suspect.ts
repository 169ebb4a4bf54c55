import { addressFamilies, type AddressFamily } from './health.ts'
import { outcomesWithoutLife, type ProbeOutcome, type ProbeResults } from './probe.ts'

/**
 * Families over which a node had better suspect itself, by the last results of the CDNs that it has probed: over two CDNs or more
 * no probe showed a sign of life, or none has a route. What was forbidden was never asked, and tells nothing.
 */
export function suspectFamilies(last: readonly ProbeResults[]): ReadonlySet<AddressFamily> {
  return new Set(addressFamilies.filter(isSuspect))

  function isSuspect(family: AddressFamily): boolean {
    const outcomes = last.flatMap((results) => outcomeOf(results, family) ?? [])
    if (outcomes.length === 0 || outcomes.some(isLife)) return false
    return outcomes.length >= 2 || outcomes[0] === 'NO_ROUTE'
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
