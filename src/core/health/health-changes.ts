import { identityOf, type CdnIdentity } from './checked-cdn.ts'
import type { KnownCdn } from './combine.ts'
import type { HealthEvent } from './health-event.ts'

/** Changes of the health of these CDNs. One that was not known before has none: its check begins. */
export function healthChanges(
  cdns: readonly CdnIdentity[],
  before: ReadonlyMap<string, KnownCdn>,
  after: ReadonlyMap<string, KnownCdn>,
  nowEpochMs: number,
): readonly HealthEvent[] {
  return cdns.flatMap((cdn) => {
    const [was, is] = [before.get(identityOf(cdn))?.told, after.get(identityOf(cdn))?.told]
    if (was === undefined || is === undefined || was.health === is.health) return []
    const { health, reason, sinceEpochMs } = is
    return [{ cdn: cdn.key, health, reason, at: new Date(sinceEpochMs ?? nowEpochMs).toISOString() }]
  })
}
