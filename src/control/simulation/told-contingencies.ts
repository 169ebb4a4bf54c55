import type { RoutingConfig } from '../../core/config/model.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { activeAt } from '../../core/override/override.ts'
import { rateOf } from '../../core/recorded/rate-of.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Contingency } from '../../core/simulation/contingency.ts'
import { recordedDemand, type RecordedDemand } from '../../core/simulation/demand-by-record.ts'
import { hasCapacity, type Capacities } from '../../core/simulation/overload-findings.ts'
import type { Clock } from '../../ports/clock.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { Simulator } from '../../ports/simulator.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import { readRecorded } from './recorded-traffic.ts'

type AskedContingencies = {
  readonly config: RoutingConfig
  readonly failures: 1 | 2
  /** Undefined: as many as this node recorded, times the nodes. */
  readonly requestsPerSecond: number | undefined
  /** Name of who asks. */
  readonly caller: string
}

export type ToldContingencies = {
  /** Fails with the codes of `Simulator`, and TOO_MANY_FAILURES. */
  readonly list: (asked: AskedContingencies) => Promise<Result<readonly ToldContingency[]>>
  /**
   * A sample of the recorded requests for findings, the same one for a minute. Undefined: there are too few, or no CDN of the
   * configuration has a capacity. Never rejects.
   */
  readonly sample: (config: Capacities) => Promise<RecordedDemand | undefined>
}

/** A contingency, with the ids of the workers whose record did not come in time: they count as the others. */
export type ToldContingency = Contingency & { readonly missingWorkers: readonly string[] }

export type ToldContingenciesParts = {
  /** The revision that this node runs. */
  readonly running: () => ConfigRevision | undefined
  readonly clock: Pick<Clock, 'nowMonoMs'>
  readonly fleet: Pick<FleetView, 'overrides' | 'recordedTraffic' | 'nodes'>
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly simulator: Simulator
}

const WINDOW_SECONDS = 3_600
/** Requests by which findings go: shares of them are within 3 percentage points. */
const MAX_SAMPLE = 1_000
/** Time for which a sample is kept, so that validation and the publish behind it find the same. */
const SAMPLE_MS = 60_000

/** Tells what happens when CDNs fail, by what workers recorded in the last hour. */
export function tellContingencies(parts: ToldContingenciesParts): ToldContingencies {
  const { running, clock, fleet, storeTime, simulator } = parts
  let kept: { readonly atMonoMs: number; readonly sample: RecordedDemand } | undefined
  return {
    async list({ config, failures, requestsPerSecond, caller }) {
      let missingWorkers: readonly string[] = []
      const listed = await simulator.contingencies(async () => {
        const recorded = await recordedTraffic()
        missingWorkers = recorded?.missingWorkers ?? []
        const overrides = activeAt(fleet.overrides().overrides, storeTime.nowEpochMs())
        const perSecond = requestsPerSecond ?? recorded?.perSecond
        return ok({ config, overrides, traffic: recorded?.traffic, perSecond, failures })
      }, caller)
      return listed.ok ? ok(listed.value.map((one) => ({ ...one, missingWorkers }))) : listed
    },
    async sample(config) {
      if (!hasCapacity(config)) return undefined
      if (kept !== undefined && clock.nowMonoMs() - kept.atMonoMs < SAMPLE_MS) return kept.sample
      const recorded = await recordedTraffic()
      const sample = recorded && recordedDemand(recorded.traffic, recorded.perSecond, MAX_SAMPLE)
      kept = sample && { atMonoMs: clock.nowMonoMs(), sample }
      return sample
    },
  }

  async function recordedTraffic() {
    const live = running()
    const recorded = live && (await readRecorded(fleet, live, WINDOW_SECONDS))
    if (recorded === undefined) return undefined
    const { recordings } = recorded.traffic
    const nodes = fleet.nodes() * (1 + recorded.missingWorkers.length / recordings.length)
    return { ...recorded, perSecond: rateOf({ recordings }) * nodes }
  }
}
