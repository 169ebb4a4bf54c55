import type { ConfigRevision } from '../../core/config/revision.ts'
import { countRecorded, type TrafficInput } from '../../core/simulation/read-traffic.ts'
import type { FleetView } from '../../ports/fleet-view.ts'

type RecordedTraffic = {
  readonly traffic: Extract<TrafficInput, { readonly kind: 'RECORDED' }>
  /** Ids of the workers whose record did not come in time. */
  readonly missingWorkers: readonly string[]
}

/** Reads what the workers of this node recorded, with the revision that tells its rules and zones. Undefined: no request. */
export async function readRecorded(
  fleet: Pick<FleetView, 'recordedTraffic'>,
  { number, config }: ConfigRevision,
  windowSeconds: number,
): Promise<RecordedTraffic | undefined> {
  const { recordings, missing } = await fleet.recordedTraffic(windowSeconds)
  if (countRecorded(recordings) === 0) return undefined
  return { traffic: { kind: 'RECORDED', recordings, recording: { revision: number, config } }, missingWorkers: missing }
}
