import type { Capacity } from '../config/capacity.ts'
import type { Keeps } from '../selection/overflow.ts'
import { tenthsOf } from './apply-health.ts'
import type { EffectiveCdn, EffectiveMember } from './effective-cdn.ts'

/** Finds the parts that these members keep. Undefined: each keeps all. */
export function keepsOf(usable: readonly EffectiveMember[], cdns: readonly EffectiveCdn[]): Keeps | undefined {
  if (!usable.some(({ index }) => keepPercentOf(cdns[index]) < 100)) return undefined
  return { percents: usable.map(({ index }) => keepPercentOf(cdns[index])), capacities: capacitiesOf(usable, cdns) }
}

function keepPercentOf(cdn: EffectiveCdn | undefined): number {
  return cdn?.load?.keepPercent ?? 100
}

/** Capacities in the first unit that all have, of a slow start its tenths; without such a unit the weights. */
export function capacitiesOf(usable: readonly EffectiveMember[], cdns: readonly EffectiveCdn[]): readonly number[] {
  return allIn('requestsPerSecond') ?? allIn('mbps') ?? usable.map(({ weight }) => weight)

  function allIn(unit: 'requestsPerSecond' | 'mbps'): readonly number[] | undefined {
    const capacities = usable.map(({ index }) => capacityIn(cdns[index], unit))
    return capacities.every((capacity) => capacity !== undefined) ? capacities : undefined
  }
}

function capacityIn(cdn: EffectiveCdn | undefined, unit: keyof Pick<Capacity, 'requestsPerSecond' | 'mbps'>): number | undefined {
  const capacity = cdn?.cdn.capacity?.[unit] ?? undefined
  return capacity === undefined ? undefined : capacity * tenthsOf(cdn?.effect)
}
