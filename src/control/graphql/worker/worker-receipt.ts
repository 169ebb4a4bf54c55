import type { WorkerReceipt as Receipt } from '../../../ports/fleet-view.ts'
import { builder } from '../builder.ts'
import { WorkerState } from './worker.ts'

export const WorkerReceipt = builder.objectRef<Receipt>('WorkerReceipt').implement({
  description: 'Progress of a worker with a published revision.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Its place in the process group: `worker-1`.' }),
    node: t.exposeString('node', { description: 'Host name and port of its node, as canaries name it.' }),
    state: t.expose('state', { type: WorkerState, description: 'State of the worker, by its last report.' }),
    revision: t.exposeInt('revision', {
      nullable: true,
      description: 'The number of the revision that it runs; null before its first.',
    }),
    sha256: t.exposeString('sha256', {
      nullable: true,
      description:
        'The `sha256` of that revision: after a failover a number may be given twice. Null where `revision` is, and for a worker of an older version.',
    }),
    isRunning: t.exposeBoolean('isRunning', { description: 'It runs the revision, or a later one that is live now.' }),
    afterMs: t.exposeInt('afterMs', {
      nullable: true,
      description:
        'Milliseconds from the commit until it reported the revision that it runs. 0 when it had reported that before, as when nothing was pending; null while it does not run it.',
    }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'Why it is `REFUSED` or `LOST`. A worker that refuses answers players by its last good revision.',
    }),
  }),
})
