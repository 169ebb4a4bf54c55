import { ownAttempt } from '../core/change/attempt.ts'
import { withoutNodeOnly } from '../core/change/node-overrides.ts'
import { planOverrideRecovery } from '../core/change/plan-override.ts'
import { describeProblem } from '../core/result.ts'
import type { Clock } from '../ports/clock.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { OverrideStore } from '../ports/override-store.ts'

export type PrepareOverridesParts = {
  readonly store: OverrideStore
  readonly file: OverrideFile
  readonly clock: Clock
  /**
   * Whether the store may have lost its last writes, so that a newer file holds them. A store that fsyncs has lost none: such a
   * file is another store's.
   */
  readonly mayHaveLostWrites: boolean
  readonly onNews: (message: string) => void
}

/**
 * Prepares overrides as `prepareStore` does revisions. A file newer than the store is recovered if the store may have lost its last
 * writes, and removed if not. Rejects with StoreUnavailable when the store doesn't answer.
 */
export async function prepareOverrides({ store, file, clock, mayHaveLostWrites, onNews }: PrepareOverridesParts): Promise<void> {
  const ofNode = await file.read()
  const kept = ofNode && withoutNodeOnly(ofNode)
  const { version } = await store.current()
  if (kept === undefined || kept.version <= version) return
  if (!mayHaveLostWrites) {
    if (ofNode?.nodeOnly !== undefined) return // the agent joins them
    await file.removeNewerThan(version)
    onNews(`overrides.json was removed: it has version ${kept.version}, the database has version ${version}, and it decides`)
    return
  }
  const changed = await store.change(ownAttempt('start', clock.nowIso()), planOverrideRecovery(kept))
  if (!changed.ok) throw new Error(`the overrides can't be recovered: ${describeProblem(changed.problem)}`)
  onNews(`the overrides were recovered from overrides.json: the database had version ${version}, they have ${kept.version}`)
}
