import { builder } from '../builder.ts'
import { pageSizes } from '../page-size.ts'

const AuditEvent = builder.prismaObject('AuditEvent', {
  description: 'Who changed what, and when; written in the transaction of the change itself.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Ascending in the order of the changes, with gaps.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When, by the clock of the node that took the request.' }),
    actor: t.exposeString('actor', { description: 'Who the token belongs to.' }),
    role: t.exposeString('role', { description: 'The highest role of the token.' }),
    address: t.exposeString('address', { description: "The client's address." }),
    action: t.exposeString('action', {
      description: "The mutation's name; `putConfig` and `postConfig` for REST, `bootstrap` and `RECOVERED` for Sluice itself.",
    }),
    target: t.exposeString('target', { description: 'What it touched: `cdns.KEY`, `settings`, `revisions.NUMBER` …' }),
    outcome: t.exposeString('outcome', { description: '`ACCEPTED`.' }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What was: a value for each path that changed, or the revision that was live.',
      resolve: (event) => event.before,
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What is since then, in the same form.',
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
      description: 'All changes, newest first, in pages of 1 to 100 (20 unless told).',
      type: AuditEvent,
      cursor: 'id',
      defaultSize: 20,
      maxSize: 100,
      validate: pageSizes,
      resolve: (query, _root, _args, { prisma }) => prisma.auditEvent.findMany({ ...query, orderBy: { id: 'desc' } }),
    },
    { description: 'A page of the audit trail.' },
    { description: 'A change and the cursor that leads on from it.' },
  ),
)

builder.subscriptionField('auditAppended', (t) =>
  t.field({
    description: 'Each change from now on, in order. First nothing: `auditLog` has what was.',
    type: AuditEvent,
    subscribe: (_root, _args, { feed }) => feed.audit.subscribe(),
    resolve: (event) => event,
  }),
)
