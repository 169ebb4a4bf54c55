import { createHash } from 'node:crypto'
import { canonicalJson } from '../../core/config/canonical.ts'
import type { RoutingConfig } from '../../core/config/model.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { isSameRevision, type RevisionIdentity } from '../../core/config/revision-identity.ts'
import type { CacheReads, RevisionCache } from '../../ports/revision-cache.ts'
import type { RedisConnections } from './connections.ts'

const DEADLINE_MS = 250
/** Nodes follow within 5 s; publishes one after the other shall not fill Redis. */
const KEEP_MS = 60_000
/** Four times the largest body of a request. A longer value is neither kept nor read whole. */
const MAX_BYTES = 2_097_152

/** Keeps configurations in Redis as canonical JSON, whose hash is checked before anything reads them. */
export function openRedisRevisionCache({ ask }: Pick<RedisConnections, 'ask'>): RevisionCache {
  const reads: { -readonly [Outcome in keyof CacheReads]: number } = { hits: 0, misses: 0, faults: 0 }
  /** The last one that this process kept, which it need not ask for: a Redis that hangs delays no publish on its own node. */
  let own: ConfigRevision | undefined
  return {
    async read(wanted) {
      if (own !== undefined && isSameRevision(own, wanted)) {
        reads.hits += 1
        return own.config
      }
      try {
        const text = await ask(DEADLINE_MS, (client) => client.getrange(keyOf(wanted), 0, MAX_BYTES))
        const isWanted = hashOf(text) === wanted.sha256
        reads[isWanted ? 'hits' : text === '' ? 'misses' : 'faults'] += 1
        return isWanted ? (JSON.parse(text) as RoutingConfig) : undefined
      } catch {
        reads.faults += 1
        return undefined
      }
    },
    keep(revision) {
      const text = canonicalJson(revision.config)
      if (hashOf(text) !== revision.sha256) return
      own = revision
      if (Buffer.byteLength(text) > MAX_BYTES) return
      ask(DEADLINE_MS, (client) => client.set(keyOf(revision), text, 'PX', KEEP_MS)).catch(() => undefined)
    },
    reads: () => reads,
  }
}

/** The hash is in the key as well: a database that went back gives a number twice. */
function keyOf({ number, sha256 }: RevisionIdentity): string {
  return `sluice:revision:${number}:${sha256}`
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
