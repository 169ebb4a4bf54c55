import type { ConfigRevision } from '../core/config/revision.ts'
import { fail } from '../core/result.ts'
import type { HealthView } from '../ports/health-view.ts'

/** Health of CDNs that nobody checks. */
export function openUncheckedHealth(running: () => ConfigRevision | undefined): HealthView {
  return {
    cdns: () =>
      (running()?.config.cdns ?? []).map(({ key }) => ({
        key,
        health: 'UNKNOWN',
        reason: 'it has no health check',
        since: null,
        lastProbe: null,
      })),
    suspicion: () => undefined,
    checkNow: async (key) =>
      fail({ code: 'NOT_CHECKED', field: 'cdn', received: key, allowed: 'a CDN with a health check', remedy: 'give it one' }),
    measures: () => ({ probes: new Map(), ejections: new Map() }),
  }
}
