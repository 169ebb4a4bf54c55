import type { Canary as CoreCanary } from '../../../core/canary/canary.ts'
import type { GroupTraffic, Sample } from '../../../core/canary/judge.ts'
import type { Canary as CanaryRow } from '../../../generated/prisma/client.ts'
import { mapSubscription } from '../feed/map-subscription.ts'
import { builder } from '../builder.ts'

const CanaryState = builder.enumType('CanaryState', {
  description: 'State of a canary.',
  values: {
    RUNNING: { description: 'A few workers run its revision, the others the live one.' },
    PROMOTED: { description: 'It went on to all workers: the revision is live, or was.' },
    TAKEN_BACK: { description: 'Its workers are back on the live revision; its own never went live.' },
  } as const,
})

export const CanaryOutcome = builder.enumType('CanaryOutcome', {
  description: 'How a canary is ended.',
  values: {
    PROMOTE: { value: 'PROMOTED', description: 'It goes live on all workers.' },
    TAKE_BACK: { value: 'TAKEN_BACK', description: 'Its workers go back to the live revision.' },
  } as const,
})

const SampledTraffic = builder.objectRef<Sample>('SampledTraffic').implement({
  description: 'GET requests for a redirect that a group of workers answered.',
  fields: (t) => ({
    requests: t.exposeInt('requests', { description: 'All of them.' }),
    refused: t.exposeInt('refused', { description: 'Those with a video URL that is not allowed.' }),
  }),
})

const CanaryTraffic = builder.objectRef<GroupTraffic>('CanaryTraffic').implement({
  description: 'Requests of a canary, as its node has counted them since it began or since the control process started.',
  fields: (t) => ({
    own: t.expose('own', { type: SampledTraffic, description: "Of the canary's workers, since each took its revision." }),
    others: t.expose('others', {
      type: SampledTraffic,
      description: "Of the node's other workers, since the first one took it.",
    }),
  }),
})

export const Canary = builder.prismaObject('Canary', {
  description: 'A revision that a few workers of one node run first: it goes on to all, or is taken back.',
  fields: (t) => ({
    revision: t.exposeInt('revision', { description: 'The number of the revision.' }),
    node: t.exposeString('node', { description: 'Host name and port of the node whose workers run it.' }),
    workers: t.exposeInt('workers', { description: 'Number of these workers: those with the lowest ids, `worker-1` first.' }),
    seconds: t.exposeInt('seconds', { description: 'How long it runs, unless it is ended before.' }),
    maxRefusedRatio: t.exposeFloat('maxRefusedRatio', {
      nullable: true,
      description:
        'Largest part of its requests that may be refused; null: 0.05 more than the part of the other workers over the same time.',
    }),
    onTooFewRequests: t.field({
      type: CanaryOutcome,
      description: 'How it ends after its time with fewer than 20 requests.',
      resolve: ({ onTooFewRequests }) => onTooFewRequests as CoreCanary['onTooFewRequests'], // only core writes it
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began, by the clock of the store.' }),
    state: t.field({
      type: CanaryState,
      description: 'Whether it runs, or how it ended.',
      resolve: ({ state }) => state as CoreCanary['state'], // only core writes it
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it ended; null while it runs. Begins with `UNPROVEN` when fewer than 20 requests came.',
    }),
    traffic: t.field({
      type: CanaryTraffic,
      nullable: true,
      description:
        'Requests of both groups of workers so far, by which the canary is judged. Null once it has ended, and on nodes that do not run it.',
      resolve: ({ revision }, _args, { fleet }) => fleet.canaryTraffic(revision) ?? null,
    }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended; null while it runs.' }),
  }),
})

/** Converts a canary of the core to the shape of a row. */
function toCanaryRow({ startedAt, endedAt, ...canary }: CoreCanary): CanaryRow {
  return { ...canary, startedAt: new Date(startedAt), endedAt: endedAt === null ? null : new Date(endedAt) }
}

builder.queryField('canary', (t) =>
  t.prismaField({
    description: 'The canary that runs, or the last one that did; null when there was none.',
    type: Canary,
    nullable: true,
    resolve: (query, _root, _args, { prisma }) => prisma.canary.findFirst({ ...query, orderBy: { revision: 'desc' } }),
  }),
)

builder.subscriptionField('canaryChanged', (t) =>
  t.field({
    description: 'The present `canary`, then again whenever one begins or ends, on any node.',
    type: Canary,
    nullable: true,
    subscribe: (_root, _args, { feed, canary }) =>
      mapSubscription(feed.canaries.subscribe({ canary: canary() }), (event) => ({
        canary: event.canary && toCanaryRow(event.canary),
      })),
    resolve: ({ canary }) => canary,
  }),
)
