import { formatPrismaCursor, parsePrismaCursor } from '@pothos/plugin-prisma'
import type { KeptHealthEvent } from '../../../ports/health-events.ts'
import { builder } from '../builder.ts'
import { pageBounds } from '../page-bounds.ts'
import { HealthEvent } from './health-event.ts'

const DEFAULT_SIZE = 20

/** `after`: the cursor that the page was asked with. */
type Page = { readonly events: readonly KeptHealthEvent[]; readonly after: string | null; readonly hasNextPage: boolean }

const HealthEventEdge = builder.objectRef<KeptHealthEvent>('HealthEventEdge').implement({
  description: 'An event and the cursor that leads on from it.',
  fields: (t) => ({
    cursor: t.string({ description: 'Give it as `after` to go on from here.', resolve: cursorOf }),
    node: t.field({ type: HealthEvent, description: 'The entry itself.', resolve: toShown }),
  }),
})

const HealthEventConnection = builder.objectRef<Page>('HealthEventConnection').implement({
  description: "A page of a CDN's history.",
  fields: (t) => ({
    edges: t.field({
      type: [HealthEventEdge],
      description: 'Entries with their cursors, in order.',
      resolve: ({ events }) => [...events],
    }),
    nodes: t.field({
      type: [HealthEvent],
      description: 'The entries alone, in order.',
      resolve: ({ events }) => events.map(toShown),
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Whether there is more, and from where.',
      resolve: ({ events, after, hasNextPage }) => {
        const cursors = events.map(cursorOf)
        const [startCursor = null] = cursors
        return { hasNextPage, hasPreviousPage: after !== null, startCursor, endCursor: cursors.at(-1) ?? null }
      },
    }),
  }),
})

builder.queryField('healthHistory', (t) =>
  t.field({
    description:
      "Changes of a CDN's health, newest first, in pages of 1 to 100 (20 unless told). They are kept for 30 days, 100,000 of all CDNs at most; then the oldest go. Also of a CDN that is no longer there.",
    type: HealthEventConnection,
    nullable: true,
    args: {
      cdn: t.arg.string({ required: true, description: 'The key of the CDN.' }),
      first: t.arg.int({ description: 'Size of the page.' }),
      after: t.arg.string({ description: 'The `endCursor` of the page before.' }),
    },
    validate: pageBounds,
    resolve: async (_root, { cdn, first, after }, { health }) => {
      const size = first ?? DEFAULT_SIZE
      const id = after == null ? undefined : Number(parsePrismaCursor(after))
      const found = await health.history(cdn, size + 1, id)
      return { events: found.slice(0, size), after: after ?? null, hasNextPage: found.length > size }
    },
  }),
)

function cursorOf(event: Pick<KeptHealthEvent, 'id'>): string {
  return formatPrismaCursor(event, 'id')
}

function toShown({ cdn, health, reason, at }: KeptHealthEvent) {
  return { cdn, health, reason, at, adminState: null }
}
