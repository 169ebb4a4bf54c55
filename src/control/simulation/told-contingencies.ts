import type { RoutingConfig } from '../../core/config/model.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { activeAt } from '../../core/override/override.ts'
import { rateOf } from '../../core/recorded/rate-of.ts'
import { ok, type Result } from '../../core/result.ts'
import type { ToldContingency } from '../../core/simulation/answer.ts'
import { recordedDemand, type RecordedDemand } from '../../core/simulation/demand-by-record.ts'
import { hasCapacity, type Capacities } from '../../core/simulation/overload-findings.ts'
import type { Clock } from '../../ports/clock.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { Simulator } from '../../ports/simulator.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import { describeRecord } from './describe-record.ts'

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

export type ToldContingenciesParts = {
  /** The revision that this node runs. */
  readonly running: () => ConfigRevision | undefined
  readonly clock: Pick<Clock, 'nowMonoMs'>
  readonly fleet: Pick<FleetView, 'overrides' | 'recordedTraffic' | 'nodes' | 'workers'>
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
    list: ({ config, failures, requestsPerSecond, caller }) =>
      simulator.contingencies(async () => {
        const live = running()
        const traffic = live && describeRecord(fleet, live, WINDOW_SECONDS)
        const overrides = activeAt(fleet.overrides().overrides, storeTime.nowEpochMs())
        return ok({ config, overrides, traffic, perSecond: requestsPerSecond, nodes: fleet.nodes(), failures })
      }, caller),
    async sample(config) {
      if (!hasCapacity(config)) return undefined
      if (kept !== undefined && clock.nowMonoMs() - kept.atMonoMs < SAMPLE_MS) return kept.sample
      const sample = await readSample()
      kept = sample && { atMonoMs: clock.nowMonoMs(), sample }
      return sample
    },
  }

  async function readSample(): Promise<RecordedDemand | undefined> {
    const live = running()
    if (live === undefined) return undefined
    const recorded = await fleet.recordedTraffic(WINDOW_SECONDS)
    const { recording } = describeRecord(fleet, live, WINDOW_SECONDS)
    return recordedDemand({ ...recorded, recording }, rateOf(recorded, fleet.nodes()), MAX_SAMPLE)
  }
}
