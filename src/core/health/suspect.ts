import { addressFamilies, type AddressFamily } from './health.ts'
import { outcomesWithoutLife, type ProbeResults } from './probe.ts'

/**
 * Families over which a node had better suspect itself, by the last results of the CDNs that it has probed: over two CDNs or more
 * no probe showed a sign of life. One without a route tells of this node as well, while the other family works.
 */
export function suspectFamilies(last: readonly ProbeResults[]): ReadonlySet<AddressFamily> {
  const isAlive = { IPV4: hasLife(last, 'IPV4'), IPV6: hasLife(last, 'IPV6') }
  return new Set(addressFamilies.filter((family) => !isAlive[family] && isSuspect(family)))

  function isSuspect(family: AddressFamily): boolean {
    const outcomes = last.flatMap((results) => results[family]?.outcome ?? [])
    if (outcomes.length >= 2) return true
    return outcomes[0] === 'NO_ROUTE' && isAlive[family === 'IPV4' ? 'IPV6' : 'IPV4']
  }
}

/** Whether a node suspects itself altogether: over each family that was probed. */
export function suspectsItself(last: readonly ProbeResults[], suspected: ReadonlySet<AddressFamily>): boolean {
  return (
    suspected.size > 0 && addressFamilies.every((family) => suspected.has(family) || last.every((results) => !results[family]))
  )
}

function hasLife(last: readonly ProbeResults[], family: AddressFamily): boolean {
  return last.some(({ [family]: result }) => result !== undefined && !outcomesWithoutLife.has(result.outcome))
}
