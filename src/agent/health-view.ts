import type { Cdn } from '../core/config/cdn.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import type { CdnIdentity } from '../core/health/checked-cdn.ts'
import type { ToldHealth } from '../core/health/kept-health.ts'
import { fail, ok, printable } from '../core/result.ts'
import type { CdnHealth, HealthView } from '../ports/health-view.ts'
import type { HealthChecker } from './health-checker.ts'

export type HealthViewParts = {
  readonly checker: Pick<HealthChecker, 'checkNow' | 'lastProbeOf' | 'suspicion' | 'measures'>
  readonly live: () => ConfigRevision | undefined
  /** Undefined: the CDN is not checked. */
  readonly toldOf: (cdn: CdnIdentity) => ToldHealth | undefined
  /** Takes up the results of a probe at once. */
  readonly settle: () => void
}

/** Shows the health of the live revision's CDNs to people. */
export function openHealthView({ checker, live, toldOf, settle }: HealthViewParts): HealthView {
  return {
    cdns: () => (live()?.config.cdns ?? []).map(describe),
    async checkNow(key) {
      const cdn = live()?.config.cdns.find((one) => one.key === key)
      if (cdn === undefined) {
        const received = printable(key)
        return fail({
          code: 'NOT_FOUND',
          received,
          allowed: 'the key of a CDN of the live revision',
          remedy: 'correct the key',
        })
      }
      if (toldOf(cdn) === undefined) return fail({ code: 'NOT_CHECKED', ...whyUnchecked(cdn) })
      if (!(await checker.checkNow(cdn)))
        return fail({
          code: 'TOO_SOON',
          received: 'a second check within a second',
          allowed: 'one check a second of each CDN',
          remedy: 'try again in a second',
        })
      settle()
      return ok(describe(cdn))
    },
    suspicion: () => checker.suspicion(),
    measures: () => checker.measures(),
  }

  function describe(cdn: Cdn): CdnHealth {
    const told = toldOf(cdn)
    if (told === undefined)
      return { key: cdn.key, health: 'UNKNOWN', reason: whyUnchecked(cdn).received, since: null, lastProbe: null }
    const { health, reason, sinceEpochMs } = told
    const since = sinceEpochMs === null ? null : new Date(sinceEpochMs).toISOString()
    return { key: cdn.key, health, reason, since, lastProbe: checker.lastProbeOf(cdn) }
  }
}

function whyUnchecked({ enabled }: Cdn): { readonly received: string; readonly allowed: string; readonly remedy: string } {
  return enabled
    ? { received: 'it has no health check', allowed: 'a CDN with a health check', remedy: 'give it a health check, and publish' }
    : { received: 'it is disabled, so it is not checked', allowed: 'an enabled CDN', remedy: 'enable it, and publish' }
}
