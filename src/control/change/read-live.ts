import type { ConfigState } from '../../core/change/config-change.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { ok, type Result } from '../../core/result.ts'
import type { StorePresence } from '../../ports/store-presence.ts'

/** `ageMs`: how old this knowledge of the node is; undefined: the store has just said so. */
export type LiveRevision = { readonly revision: ConfigRevision | undefined; readonly ageMs: number | undefined }

export type ReadLiveParts = {
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
  readonly storePresence: () => StorePresence
}

/**
 * Reads what is live: from the store, so that a publish on any node is seen at once, or from memory while the store is away. A
 * store that is known to be away is not waited for.
 */
export async function readLive(
  { running, storePresence }: ReadLiveParts,
  state: () => Promise<Result<ConfigState>>,
): Promise<Result<LiveRevision>> {
  const isAway = storePresence().awayBecause !== undefined && running() !== undefined
  const asked = isAway ? undefined : await state()
  if (asked?.ok === true) return ok({ revision: asked.value.live, ageMs: undefined })
  const revision = running()
  return asked !== undefined && revision === undefined ? asked : ok({ revision, ageMs: storePresence().ageMs ?? 0 })
}
