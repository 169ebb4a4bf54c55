import type { HealthEvent } from '../../core/health/health-event.ts'
import type { AdminState } from '../../core/override/override.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import type { CdnState } from './cdn-states.ts'

/** Last change of a CDN's health or admin state. The same object as long as both stay. */
export type CdnNews = HealthEvent & { readonly adminState: AdminState }

export type HealthNews = {
  /** Looks for changes, hands out the set where there are some, and returns it: one entry for each CDN, in the order of the live revision. */
  look(): ReadonlySet<CdnNews>
}

export type HealthNewsParts = {
  readonly listStates: () => readonly CdnState[]
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly onNews: (news: ReadonlySet<CdnNews>) => void
}

/** Tells changes of health and admin states once, however many listen: each compares two sets. */
export function openHealthNews({ listStates, storeTime, onNews }: HealthNewsParts): HealthNews {
  let present = new Map<string, CdnNews>()
  let told: ReadonlySet<CdnNews> = new Set()
  return {
    look() {
      const before = present
      present = new Map(listStates().map((state) => [state.key, follow(before.get(state.key), state)]))
      const news = new Set(present.values())
      if (news.size === told.size && [...news].every((one) => told.has(one))) return told
      told = news
      onNews(news)
      return news
    },
  }

  function follow(before: CdnNews | undefined, { key, adminState, health, reason, since }: CdnState): CdnNews {
    if (before?.health === health && before.adminState === adminState) return before
    const nowIso = new Date(storeTime.nowEpochMs()).toISOString()
    const at = before?.health === health ? nowIso : (since ?? nowIso)
    return { cdn: key, adminState, health, reason, at }
  }
}
