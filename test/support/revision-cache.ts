import type { RoutingConfig } from '../../src/core/config/model.ts'
import { whyUnusable } from '../../src/core/config/revision.ts'
import type { CacheReads, RevisionCache } from '../../src/ports/revision-cache.ts'

export type InMemoryRevisionCache = RevisionCache & { forget(): void }

/** A cache of revisions that forgets when it is told to. */
export function openInMemoryRevisionCache(): InMemoryRevisionCache {
  const kept = new Map<string, RoutingConfig>()
  let reads: CacheReads = { hits: 0, misses: 0, faults: 0 }
  return {
    async read({ number, sha256 }) {
      const config = kept.get(`${number} ${sha256}`)
      reads = config === undefined ? { ...reads, misses: reads.misses + 1 } : { ...reads, hits: reads.hits + 1 }
      return config
    },
    keep(revision) {
      if (whyUnusable(revision) === undefined) kept.set(`${revision.number} ${revision.sha256}`, revision.config)
    },
    reads: () => reads,
    forget: () => kept.clear(),
  }
}
