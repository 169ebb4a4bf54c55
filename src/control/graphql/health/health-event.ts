import type { CdnNews } from '../../health/health-news.ts'
import { builder } from '../builder.ts'
import { expandSubscription } from '../feed/expand-subscription.ts'
import { AdminState, Health } from './cdn-health.ts'

type Shown = Omit<CdnNews, 'adminState'> & { readonly adminState: CdnNews['adminState'] | null }

export const HealthEvent = builder.objectRef<Shown>('HealthEvent').implement({
  description: "A change of a CDN's health or admin state.",
  fields: (t) => ({
    cdn: t.exposeString('cdn', { description: 'The key of the CDN.' }),
    adminState: t.expose('adminState', {
      type: AdminState,
      nullable: true,
      description: 'The word of the operators then; null in `healthHistory`: `auditLog` has the overrides.',
    }),
    health: t.expose('health', { type: Health, description: 'What its checks said from then on.' }),
    reason: t.exposeString('reason', { description: 'Why.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it changed, by the clock of the store.' }),
  }),
})

builder.subscriptionField('healthChanged', (t) =>
  t.field({
    description:
      "One event for each CDN of the live revision, then one for each change of a CDN's health or admin state. A slow subscriber may miss some of a CDN in between, never its last.",
    type: HealthEvent,
    subscribe: (_root, _args, { feed, health }) => {
      let told: ReadonlySet<CdnNews> = new Set()
      return expandSubscription(feed.health.subscribe(health.news.look()), (news) => {
        const before = told
        told = news
        return [...news].filter((event) => !before.has(event))
      })
    },
    resolve: (event) => event,
  }),
)
