import type { Worker as FleetWorker } from '../../../ports/fleet-view.ts'
import { builder } from '../builder.ts'

export const WorkerState = builder.enumType('WorkerState', {
  description: 'State of a redirect worker.',
  values: {
    STARTING: { description: 'Forked, without a table yet.' },
    READY: { description: 'Answers players.' },
    DRAINING: { description: 'On its way out: finishes what it has.' },
    REFUSED: {
      description: 'Answers players by its last good revision, since it could not run a newer one; `problem` says why.',
    },
    LOST: { description: 'Its process ended, or it has not reported for 5 s.' },
  } as const,
})

const Worker = builder.objectRef<FleetWorker>('Worker').implement({
  description: 'A process that answers players.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Its place in the process group: `worker-1`. A replacement has the same.' }),
    node: t.exposeString('node', { description: 'Host name and port of its node, as canaries name it.' }),
    pid: t.exposeInt('pid', { description: 'Its process id.' }),
    revision: t.exposeInt('revision', {
      nullable: true,
      description: 'The number of the revision that it runs; null before its first.',
    }),
    sha256: t.exposeString('sha256', {
      nullable: true,
      description:
        'The `sha256` of that revision: after a failover a number may be given twice. Null where `revision` is, and for a worker of an older version.',
    }),
    state: t.expose('state', { type: WorkerState, description: 'State of the worker, by its last report.' }),
    lastSeenAt: t.expose('lastSeenAt', {
      type: 'DateTime',
      description: 'When it last reported; it does so about once a second.',
    }),
    problem: t.exposeString('problem', { nullable: true, description: 'Why it is `REFUSED` or `LOST`.' }),
  }),
})

builder.queryField('workers', (t) =>
  t.field({
    description: 'The redirect workers of this node.',
    type: [Worker],
    resolve: (_root, _args, { fleet }) => [...fleet.workers()],
  }),
)

builder.subscriptionField('workersChanged', (t) =>
  t.field({
    description: 'All workers of this node, then again whenever one starts, dies, or changes its state or revision.',
    type: [Worker],
    subscribe: (_root, _args, { feed, fleet }) => feed.workers.subscribe(fleet.workers()),
    resolve: (workers) => [...workers],
  }),
)
