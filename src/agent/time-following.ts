import type { ConfigRevision } from '../core/config/revision.ts'
import type { NodeTimings } from '../core/node-timings.ts'
import type { StoreTime } from '../ports/store-time.ts'

/**
 * Measures the time from a publish until this node follows, by the store's clock. A revision from before the start waited for no
 * hint.
 */
export function timeFollowing(
  { follow }: Pick<NodeTimings, 'follow'>,
  storeTime: Pick<StoreTime, 'nowEpochMs'>,
): (revision: ConfigRevision) => void {
  const startEpochMs = storeTime.nowEpochMs()
  return ({ publishedAt }) => {
    const publishedEpochMs = Date.parse(publishedAt)
    if (publishedEpochMs < startEpochMs) return
    follow.observe(Math.max(0, storeTime.nowEpochMs() - publishedEpochMs) / 1_000)
  }
}
