import { planEndCanary } from '../../../core/change/plan-end-canary.ts'
import type { ConfigRevision as CoreRevision } from '../../../core/config/revision.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { printable } from '../../../core/result.ts'
import { builder } from '../builder.ts'
import { ConfigRevision, toRow } from '../revision/revision.ts'
import { changeErrors } from '../problem/user-errors.ts'
import { InvalidInput } from '../problem/user-problems.ts'
import { WorkerReceipt } from '../worker/worker-receipt.ts'
import { Canary, CanaryOutcome } from './canary.ts'

const EndCanaryInput = builder.inputType('EndCanaryInput', {
  description: 'Which canary to end, and how.',
  fields: (t) => ({
    revision: t.int({
      required: true,
      description: 'The number of its revision. `CANARY_NOT_RUNNING` when another or none runs.',
    }),
    outcome: t.field({ type: CanaryOutcome, required: true, description: 'How it is ended.' }),
    message: t.string({
      description: 'Why, for those who read the history: its `reason`. At most 1,000 characters, else `MESSAGE_INVALID`.',
    }),
  }),
})

const EndCanarySuccess = builder.simpleObject('EndCanarySuccess', {
  description: 'The canary has ended, on disk and with the workers as for `PublishSuccess`.',
  fields: (t) => ({
    canary: t.field({ type: Canary, description: 'The canary that was ended.' }),
    revision: t.field({ type: ConfigRevision, description: 'The live revision.' }),
    workers: t.field({ type: [WorkerReceipt], description: 'Progress of each worker of this node with that revision.' }),
  }),
})

builder.mutationField('endCanary', (t) =>
  t.field({
    description: 'Ends the canary before its time. When it is taken back, the working copy keeps its changes.',
    type: EndCanarySuccess,
    extensions: attemptsOn(({ input }: { readonly input: { readonly revision: number } }) => `revisions.${input.revision}`),
    errors: { types: [InvalidInput, ...changeErrors] },
    args: { input: t.arg({ type: EndCanaryInput, required: true }) },
    resolve: async (_root, { input: { revision, outcome, message } }, { change, prisma, viewer }) => {
      const { live, workers } = await change(
        planEndCanary(revision, outcome, message ?? `ended by ${printable(viewer.name)}`, 'endCanary'),
      )
      const canary = await prisma.canary.findUniqueOrThrow({ where: { revision } })
      return { canary, revision: toRow(live as CoreRevision), workers: [...workers] }
    },
  }),
)
