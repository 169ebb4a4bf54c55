import { GraphQLError } from 'graphql'
import { pickKnownRoles } from '../../../core/access/roles.ts'
import type { Outcome } from '../../../core/change/attempt-outcome.ts'
import { Role } from '../access/role.ts'
import { mapSubscription } from '../feed/map-subscription.ts'
import { builder } from '../builder.ts'
import { pageBounds } from '../page-bounds.ts'
import type { MissedEvents } from '../feed/audit-feed.ts'
import { AuditFilter, AuditOutcome, filterBounds, matches, whereOf } from './audit-filter.ts'

const AuditEvent = builder.prismaObject('AuditEvent', {
  description:
    'An attempt to change something, with its outcome: one event each, accepted or refused, written in the transaction of the change itself and never changed.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Ascending in the order of the changes, with gaps.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was recorded, by the clock of the store.' }),
    actor: t.exposeString('actor', { description: 'Name of the identity that the token belongs to.' }),
    role: t.field({
      type: Role,
      nullable: true,
      description: 'The highest role of the token; null where there was no valid one. Sluice itself is `ADMIN`.',
      resolve: ({ role }) => pickKnownRoles([role])[0],
    }),
    address: t.exposeString('address', { description: "The client's address." }),
    action: t.exposeString('action', {
      description:
        "The mutation's name; `putConfig` and `postConfig` for REST; `bootstrap`, `RECOVERED`, `overrideExpired`, `canaryPromoted` and `canaryTakenBack` for Sluice itself; `overrideConflict` for a change of a node alone that disagreed with the store. `anonymousRefused` comes once a minute for all callers refused without a valid token, counted in `after`. `refusalsSummed` comes once a minute for an actor and a code, beyond 100 refusals at once and ten a minute, counted in `after` by action.",
    }),
    target: t.exposeString('target', {
      description: 'The object that it changed, or was to change: `cdns.KEY`, `settings`, `revisions.NUMBER` …',
    }),
    // The cast is safe: only core writes outcomes.
    outcome: t.field({ type: AuditOutcome, description: 'What came of it.', resolve: ({ outcome }) => outcome as Outcome }),
    code: t.exposeString('code', { nullable: true, description: 'Why it was refused, as the caller was told.' }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'Why it was refused, for people; cut at 500 characters.',
    }),
    field: t.exposeString('field', {
      nullable: true,
      description: 'The input field or the path of the configuration that the refusal is about.',
    }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The state before: a value for each path that changed, or the revision that was live. Over 32 KiB only the paths are kept.',
      resolve: (event) => event.before,
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The state after, in the same form.',
      resolve: (event) => event.after,
    }),
    revision: t.exposeInt('revision', { nullable: true, description: 'The number of the revision that the change published.' }),
    requestId: t.exposeString('requestId', {
      description: "Leads to the request's log lines; the answer has it in `X-Request-Id`.",
    }),
  }),
})

builder.queryField('auditLog', (t) =>
  t.prismaConnection(
    {
      description:
        'All attempts, newest first, in pages of 1 to 100 (20 unless told). A cursor goes with the filter that it came from.',
      type: AuditEvent,
      nullable: true,
      cursor: 'id',
      defaultSize: 20,
      maxSize: 100,
      args: { filter: t.arg({ type: AuditFilter, description: 'Omitted: all.', validate: filterBounds }) },
      validate: pageBounds,
      resolve: (query, _root, { filter }, { prisma }) =>
        prisma.auditEvent.findMany({ ...query, where: whereOf(filter ?? {}), orderBy: { id: 'desc' } }),
    },
    {
      name: 'AuditEventConnection',
      description: 'A page of the audit trail.',
      fields: (connection) => ({
        totalCount: connection.int({
          description: 'How many attempts match the filter.',
          resolve: ({ args: { filter } }, _args, { prisma }) => prisma.auditEvent.count({ where: whereOf(filter ?? {}) }),
        }),
      }),
    },
    { name: 'AuditEventEdge', description: 'An attempt and the cursor that leads on from it.' },
  ),
)

builder.subscriptionField('auditAppended', (t) =>
  t.field({
    description:
      'Every attempt from now on, in order. `auditLog` has the earlier ones. A reader that does not keep up gets the error `EVENTS_MISSED`, and the subscription completes. The reader has everything up to the `id` in `extensions.lastId`; `auditLog` has the rest.',
    type: AuditEvent,
    args: { filter: t.arg({ type: AuditFilter, description: 'Omitted: all.', validate: filterBounds }) },
    subscribe: (_root, { filter }, { feed }) =>
      mapSubscription(feed.audit.subscribe(), (event) =>
        'missedAfterId' in event || matches(filter ?? {}, event) ? event : undefined,
      ),
    resolve(event) {
      if ('missedAfterId' in event) throw eventsMissed(event)
      return event
    },
  }),
)

function eventsMissed({ missedAfterId }: MissedEvents): GraphQLError {
  return new GraphQLError(
    `too many attempts were left unread, so those after id ${missedAfterId} are missing here; subscribe again and read them with auditLog`,
    { extensions: { code: 'EVENTS_MISSED', lastId: `${missedAfterId}` } },
  )
}
