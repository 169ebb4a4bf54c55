import { visit, type FieldNode, type GraphQLResolveInfo } from 'graphql'
import type { RoutingConfig as Config } from '../../../core/config/model.ts'
import type { ConfigRevision as CoreRevision } from '../../../core/config/revision.ts'
import type { ConfigRevision as RevisionRow, Prisma } from '../../../generated/prisma/client.ts'
import { mapSubscription } from '../feed/map-subscription.ts'
import { builder } from '../builder.ts'
import { pageBounds } from '../page-bounds.ts'
import { markFormer, RoutingConfig } from '../routing-config.ts'

export const ConfigRevision = builder.prismaObject('ConfigRevision', {
  description:
    'An immutable, numbered, hashed copy of the working copy. The one with the highest number is live: workers run it. A canary counts only once it is promoted.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Counted from 1. Order is by number, never by clock.' }),
    formatVersion: t.exposeInt('formatVersion', {
      description: "Version of the document's format. A node that doesn't know it keeps its last good revision.",
    }),
    sha256: t.exposeString('sha256', {
      description: 'Hexadecimal SHA-256 of the canonical JSON of the document: equal configurations have equal hashes.',
    }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime', description: 'When it was published, by the clock of the store.' }),
    author: t.exposeString('author', { description: 'Who published it; `bootstrap` for the one made from the environment.' }),
    message: t.exposeString('message', { nullable: true, description: "Why, in the publisher's words." }),
    parent: t.exposeInt('parent', { nullable: true, description: 'The number of the revision that was live before.' }),
    rollbackOf: t.exposeInt('rollbackOf', {
      nullable: true,
      description: 'The number of the revision whose content it brings back.',
    }),
    canary: t.relation('canary', {
      nullable: true,
      description: 'How a few workers ran it first; null when it was published to all at once.',
    }),
    // The cast is safe: Sluice wrote the document, and the hash covers it.
    config: t.field({
      type: RoutingConfig,
      description: 'The whole configuration.',
      resolve: (row, _args, { running }) => {
        const config = row.document as unknown as Config
        return row.number < (running()?.number ?? 0) ? markFormer(config) : config
      },
    }),
  }),
})

/** Converts a revision of the core to the shape of a row. */
export function toRow({ config, publishedAt, ...revision }: CoreRevision): RevisionRow {
  return { ...revision, publishedAt: new Date(publishedAt), document: config as unknown as RevisionRow['document'] }
}

builder.queryField('liveRevision', (t) =>
  t.field({
    description:
      'The revision that workers run. While the store is away it is what this node knows, and `extensions.storeAgeSeconds` of the answer tells how old that is.',
    type: ConfigRevision,
    resolve: async (_root, _args, { live }) => toRow(await live()),
  }),
)

builder.queryField('revision', (t) =>
  t.prismaField({
    description: 'The revision with this number; null when there is none.',
    type: ConfigRevision,
    nullable: true,
    args: { number: t.arg.int({ required: true }) },
    resolve: (query, _root, { number }, { prisma }) => prisma.configRevision.findUnique({ ...query, where: { number } }),
  }),
)

builder.queryField('revisions', (t) =>
  t.prismaConnection(
    {
      description: 'All revisions, newest first, in pages of 1 to 100 (20 unless told).',
      type: ConfigRevision,
      nullable: true,
      cursor: 'number',
      defaultSize: 20,
      maxSize: 100,
      validate: pageBounds,
      resolve: (query, _root, _args, { prisma }, info) => {
        // A document may have 300 KB, so it is read only for a page that shows `config`. A selection names its columns itself.
        const isSelection = 'select' in query && query.select !== undefined
        const omit = isSelection ? {} : { omit: { document: !asksForConfig(info) } }
        const wanted = { ...query, ...omit, orderBy: { number: 'desc' } } as Prisma.ConfigRevisionFindManyArgs
        return prisma.configRevision.findMany(wanted)
      },
    },
    {
      name: 'ConfigRevisionConnection',
      description: 'A page of revisions.',
      fields: (connection) => ({
        totalCount: connection.int({
          description: 'How many revisions there are in all.',
          resolve: (_page, _args, { prisma }) => prisma.configRevision.count(),
        }),
      }),
    },
    { name: 'ConfigRevisionEdge', description: 'A revision and the cursor that leads on from it.' },
  ),
)

builder.subscriptionField('configPublished', (t) =>
  t.field({
    description:
      'The live revision, then each newer one in order, each at most once. A slow subscriber may miss some in between, never the last. After a failover that lost revisions the live one comes next, though its number is lower or the same.',
    type: ConfigRevision,
    subscribe: (_root, _args, { feed, running }) => mapSubscription(feed.revisions.subscribe(running()), toRow),
    resolve: (row) => row,
  }),
)

/** Tells whether the operation asks for `config` anywhere. */
function asksForConfig({ operation, fragments }: GraphQLResolveInfo): boolean {
  let isAsked = false
  const visitor = { Field: ({ name }: FieldNode) => void (isAsked ||= name.value === 'config') }
  for (const node of [operation, ...Object.values(fragments)]) visit(node, visitor)
  return isAsked
}
