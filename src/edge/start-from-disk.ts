import { noOverrides } from '../core/override/override.ts'
import type { HealthFile } from '../ports/health-file.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { CurrentTable } from './current-table.ts'
import type { FactsGate } from './facts-gate.ts'

/** Files of the data folder that a worker may start from. */
export type StartFiles = {
  readonly snapshots: Pick<SnapshotStore, 'newest'>
  readonly overrideFile: Pick<OverrideFile, 'read'>
  readonly healthFile: Pick<HealthFile, 'read'>
  /** Whether this process replaces one that died: it may start from the snapshot when the agent is away. */
  readonly isReplacement: boolean
}

/** Takes what the agent has not sent from the files: health and overrides first, since no redirect may precede them. */
export async function startFromDisk(
  current: CurrentTable,
  { snapshots, overrideFile, healthFile, isReplacement }: StartFiles,
  gate: FactsGate,
): Promise<void> {
  // What can't be read the agent will send.
  if (current.running.health === undefined) {
    const kept = await healthFile.read().catch(() => undefined)
    if (current.running.health === undefined && kept !== undefined) gate.take({ health: kept.set })
  }
  if (current.running.overrides === undefined) {
    const kept = await overrideFile.read().catch(() => undefined)
    if (current.running.overrides === undefined) gate.take({ overrides: kept ?? noOverrides })
  }
  if (!isReplacement || hasRevision()) return
  const revision = await snapshots.newest().catch(() => undefined)
  if (revision !== undefined && !hasRevision()) gate.take({ revision, as: 'LIVE' })

  function hasRevision(): boolean {
    return current.running.compiled !== undefined || gate.isUnderWay()
  }
}
