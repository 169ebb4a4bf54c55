import type { Orders } from '../core/orders/orders.ts'
import { noOverrides } from '../core/override/override.ts'
import type { HealthFile } from '../ports/health-file.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { CurrentTable } from './current-table.ts'

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
  accept: (orders: Orders) => void,
): Promise<void> {
  // What can't be read the agent will send.
  if (current.running.health === undefined) {
    const kept = await healthFile.read().catch(() => undefined)
    if (current.running.health === undefined && kept !== undefined) accept({ health: kept.set })
  }
  if (current.running.overrides === undefined) {
    const kept = await overrideFile.read().catch(() => undefined)
    if (current.running.overrides === undefined) accept({ overrides: kept ?? noOverrides })
  }
  if (!isReplacement || current.running.compiled !== undefined) return
  const revision = await snapshots.newest().catch(() => undefined)
  if (revision !== undefined) accept({ revision, as: 'LIVE' })
}
