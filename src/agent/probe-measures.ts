import { ejectedOver, type FamilyStates } from '../core/health/family-states.ts'
import { addressFamilies } from '../core/health/health.ts'
import type { ProbeOutcome, ProbeResults } from '../core/health/probe.ts'
import type { NodeTimings } from '../core/node-timings.ts'
import type { HealthMeasures } from '../ports/health-view.ts'

/** Counts of probes and ejections since the start of this process, of the CDNs that are checked. */
export type ProbeMeasures = {
  count(key: string, results: ProbeResults): void
  /** Counts the families over which a CDN has been taken out. */
  countEjections(key: string, before: FamilyStates, after: FamilyStates): void
  /** Forgets all other CDNs. */
  keepOnly(keys: ReadonlySet<string>): void
  read(): HealthMeasures
}

export function openProbeMeasures(timings: Pick<NodeTimings, 'probe'>): ProbeMeasures {
  const probes = new Map<string, Map<ProbeOutcome, number>>()
  const ejections = new Map<string, number>()
  return {
    count(key, results) {
      const ofCdn = probes.get(key) ?? new Map<ProbeOutcome, number>()
      probes.set(key, ofCdn)
      for (const { outcome, latencyMs } of addressFamilies.flatMap((family) => results[family] ?? [])) {
        ofCdn.set(outcome, (ofCdn.get(outcome) ?? 0) + 1)
        timings.probe.observe(latencyMs / 1_000)
      }
    },
    countEjections(key, before, after) {
      const ejected = ejectedOver(before, after)
      if (ejected.length > 0) ejections.set(key, (ejections.get(key) ?? 0) + ejected.length)
    },
    keepOnly(keys) {
      for (const counts of [probes, ejections]) for (const key of counts.keys()) if (!keys.has(key)) counts.delete(key)
    },
    read: () => ({ probes, ejections }),
  }
}
