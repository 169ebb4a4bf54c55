import { takeCanaryBack } from '../../../core/change/plan-end-canary.ts'
import { parseIdempotency } from '../../../core/change/idempotency.ts'
import { planRollback } from '../../../core/change/plan-rollback.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { idempotencyKeyDescription } from '../idempotency-key.ts'
import { editErrors } from '../problem/user-errors.ts'
import { valueOf } from '../problem/user-problems.ts'
import { ValidationIssue } from '../problem/validation-issue.ts'
import { WorkerReceipt } from '../worker/worker-receipt.ts'
import { ConfigChange } from './config-change.ts'
import { discardedDescription, replaceConfig, workersDescription } from './replace-config.ts'
import { ConfigRevision } from './revision.ts'
import { waitForWorkers } from './wait-for-workers.ts'

const RollbackInput = builder.inputType('RollbackInput', {
  description: 'Which revision to bring back.',
  fields: (t) => ({
    toRevision: t.int({
      required: true,
      description: 'Its number. `NOT_FOUND` when there is none, `REVISION_UNUSABLE` when this node could not run it.',
    }),
    message: t.string({ description: 'Why, for those who read the history. At most 1,000 characters, else `MESSAGE_INVALID`.' }),
    expectedRevision: t.int({
      description:
        'The `liveRevision { number }` that the change is based on. When another is live by now it is `STALE_REVISION`, and nothing changes.',
    }),
    waitForWorkersSeconds: t.int(waitForWorkers),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only checks the revision and tells what would change.' }),
  }),
})

type Target = { readonly toRevision: number; readonly dryRun?: boolean | null }

const RollbackSuccess = builder.simpleObject('RollbackSuccess', {
  description:
    'The content of that revision is live, on disk and with the workers as for `PublishSuccess`; or it was only checked. When it was live already, `revision` is the live one.',
  fields: (t) => ({
    revision: t.field({ type: ConfigRevision, nullable: true, description: 'The live revision; null on `dryRun`.' }),
    changes: t.field({ type: [ConfigChange], description: 'Differences from the revision that was live before.' }),
    warnings: t.field({ type: [ValidationIssue], description: 'All warnings of the configuration, old and new.' }),
    workers: t.field({ type: [WorkerReceipt], description: workersDescription }),
    discarded: t.field({ type: [ConfigChange], description: discardedDescription }),
  }),
})

builder.mutationField('rollback', (t) =>
  t.field({
    description:
      'Validates the content of an earlier revision and makes it live again, as the next revision. The working copy becomes the same, so pending changes are lost: `discarded` tells which. A running canary is taken back.',
    type: RollbackSuccess,
    extensions: attemptsOn(({ input: { toRevision, dryRun } }: { readonly input: Target }) =>
      dryRun === true ? null : `revisions.${toRevision}`,
    ),
    errors: { types: editErrors },
    args: { input: t.arg({ type: RollbackInput, required: true }) },
    resolve: async (_root, { input: { dryRun, ...input } }, context) => {
      const { toRevision, message, expectedRevision } = input
      const idempotency = valueOf(parseIdempotency(input.idempotencyKey, { action: 'rollback', input }))
      const stored = await context.revision(toRevision)
      const expected = { expectedRevision: expectedRevision ?? undefined }
      const plain = planRollback(toRevision, stored, message ?? null, expected)
      const planner = takeCanaryBack(plain, `rolled back to revision ${toRevision}`)
      return replaceConfig(context, { ...planner, idempotency }, { dryRun, waitForWorkersSeconds: input.waitForWorkersSeconds })
    },
  }),
)
