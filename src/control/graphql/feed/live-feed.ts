import type { NodeOverrides } from '../../../core/change/node-overrides.ts'
import type { Canary } from '../../../core/canary/canary.ts'
import type { ConfigRevision } from '../../../core/config/revision.ts'
import type { Worker } from '../../../ports/fleet-view.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { CdnNews } from '../../health/health-news.ts'
import { openChannel, type Channel } from './channel.ts'
import { openAuditFeed, type AuditFeed } from './audit-feed.ts'

/** Topics that subscriptions listen to: fed once per process, read by any number of subscribers. */
export type LiveFeed = {
  readonly revisions: Channel<ConfigRevision>
  /** The newest canary after each change; undefined: there was none. */
  readonly canaries: Channel<{ readonly canary: Canary | undefined }>
  readonly overrides: Channel<NodeOverrides>
  readonly workers: Channel<readonly Worker[]>
  readonly audit: AuditFeed
  /** All CDNs, after each change of health or admin state. */
  readonly health: Channel<ReadonlySet<CdnNews>>
  /** One event a second, with its number. */
  readonly seconds: Channel<number>
  close(): void
}

export function openLiveFeed(clock: Clock): LiveFeed {
  const revisions = openChannel<ConfigRevision>(16)
  const canaries = openChannel<{ readonly canary: Canary | undefined }>(16)
  const overrides = openChannel<NodeOverrides>(1)
  const workers = openChannel<readonly Worker[]>(1)
  const audit = openAuditFeed(clock)
  const health = openChannel<ReadonlySet<CdnNews>>(1)
  const seconds = openChannel<number>(1)
  return {
    revisions,
    canaries,
    overrides,
    workers,
    audit,
    health,
    seconds,
    close() {
      for (const channel of [revisions, canaries, overrides, workers, audit, health, seconds]) channel.close()
    },
  }
}
