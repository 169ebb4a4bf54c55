import { fail, ok, type Result } from '../../core/result.ts'
import type { HealthEvents } from '../../ports/health-events.ts'
import type { HealthView } from '../../ports/health-view.ts'
import type { StorePresence } from '../../ports/store-presence.ts'
import { joinAdminStates, type AdminStateParts, type CdnState } from './cdn-states.ts'
import type { HealthNews } from './health-news.ts'
import { checkHealth, type HealthParts, type HealthReport } from './health.ts'
import { rememberWhileAway } from './remembered-store.ts'

export type ToldHealthParts = HealthParts &
  AdminStateParts & {
    readonly healthView: HealthView
    readonly healthEvents: Pick<HealthEvents, 'list'>
    readonly healthNews: HealthNews
    readonly storePresence: () => StorePresence
  }

/** Health as GraphQL tells it. */
export type ToldHealth = {
  /** The report of `/health`. Waits for no store that is known to be away. */
  readonly report: () => Promise<HealthReport>
  /** CDNs of the live revision, in its order. */
  readonly states: () => readonly CdnState[]
  readonly news: HealthNews
  readonly history: HealthEvents['list']
  readonly checkNow: (key: string) => Promise<Result<CdnState>>
}

export function tellHealth(parts: ToldHealthParts): ToldHealth {
  const { healthView, healthEvents, healthNews, storePresence } = parts
  const [checkStore, ...others] = parts.dependencies
  const dependencies = checkStore === undefined ? [] : [rememberWhileAway(storePresence, checkStore), ...others]
  return {
    report: () => checkHealth({ ...parts, dependencies }),
    states: () => joinAdminStates(parts, healthView.cdns()),
    news: healthNews,
    history: (cdn, first, after) => healthEvents.list(cdn, first, after),
    async checkNow(key) {
      const checked = await healthView.checkNow(key)
      if (!checked.ok) return fail({ field: 'cdn', ...checked.problem })
      const [state] = joinAdminStates(parts, [checked.value])
      return ok(state as CdnState)
    },
  }
}
