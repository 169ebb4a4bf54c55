import type { ConfigRevision } from '../../core/config/revision.ts'
import type { AskedRecord } from '../../core/simulation/answer.ts'
import type { FleetView } from '../../ports/fleet-view.ts'

/** Names the workers of this node, which a simulation asks for their record, and the revision that tells its rules and zones. */
export function describeRecord(
  fleet: Pick<FleetView, 'workers'>,
  { number, config }: ConfigRevision,
  windowSeconds: number,
): AskedRecord {
  return { kind: 'ASKED', windowSeconds, workers: fleet.workers(), recording: { revision: number, config } }
}
