import type { ConfigRevision } from '../../core/config/revision.ts'
import type { AskedRecord } from '../../core/simulation/answer.ts'
import type { FleetView } from '../../ports/fleet-view.ts'

/** What the workers of this node recorded, with the revision that tells its rules and zones: a simulation asks them for it. */
export function askRecord(
  fleet: Pick<FleetView, 'workers'>,
  { number, config }: ConfigRevision,
  windowSeconds: number,
): AskedRecord {
  return { kind: 'ASKED', windowSeconds, workers: fleet.workers(), recording: { revision: number, config } }
}
