import { replaceAll } from '../../../core/change/edits.ts'
import { parseIdempotency } from '../../../core/change/idempotency.ts'
import { planDirectPublish, refuseNewWarnings } from '../../../core/change/plan-publish.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { acknowledgeWarningsDescription } from './acknowledge-warnings.ts'
import { RoutingConfigInput, toWholeConfig } from '../routing-config-input.ts'
import { idempotencyKeyDescription } from '../idempotency-key.ts'
import { changeErrors } from '../problem/user-errors.ts'
import { InvalidInput, Stale, valueOf } from '../problem/user-problems.ts'
import { ConfigChange } from './config-change.ts'
import { discardedDescription, replaceConfig, workersDescription } from './replace-config.ts'
import { ConfigRevision } from './revision.ts'
import { ValidationIssue } from '../problem/validation-issue.ts'
import { waitForWorkers } from './wait-for-workers.ts'
import { WorkerReceipt } from '../worker/worker-receipt.ts'

const ApplyConfigInput = builder.inputType('ApplyConfigInput', {
  description: 'A whole configuration to publish at once.',
  fields: (t) => ({
    config: t.field({ type: RoutingConfigInput, required: true, description: 'The configuration to publish.' }),
    message: t.string({ description: 'Why, for those who read the history. At most 1,000 characters, else `MESSAGE_INVALID`.' }),
    expectedRevision: t.int({
      description:
        'The `liveRevision { number }` that the change is based on. When another is live by now it is `STALE_REVISION`, and nothing changes.',
    }),
    acknowledgeWarnings: t.boolean({ description: acknowledgeWarningsDescription }),
    waitForWorkersSeconds: t.int(waitForWorkers),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only checks the configuration and tells what would change.' }),
  }),
})

const ApplyConfigSuccess = builder.simpleObject('ApplyConfigSuccess', {
  description: 'The configuration is live, on disk and with the workers as for `PublishSuccess`; or it was only checked.',
  fields: (t) => ({
    revision: t.field({ type: ConfigRevision, nullable: true, description: 'The live revision; null on `dryRun`.' }),
    changes: t.field({ type: [ConfigChange], description: 'Differences from the revision that was live before.' }),
    warnings: t.field({ type: [ValidationIssue], description: 'All warnings of the configuration, old and new.' }),
    workers: t.field({ type: [WorkerReceipt], description: workersDescription }),
    discarded: t.field({ type: [ConfigChange], description: discardedDescription }),
  }),
})

builder.mutationField('applyConfig', (t) =>
  t.field({
    description:
      'Validates a whole configuration and makes it live at once; the working copy becomes the same, so pending changes are lost: `discarded` tells which. Without a change no revision is made.',
    type: ApplyConfigSuccess,
    extensions: attemptsOn(({ input }: { readonly input: { readonly dryRun?: boolean | null } }) =>
      input.dryRun === true ? null : 'revisions',
    ),
    errors: { types: [InvalidInput, Stale, ...changeErrors] },
    args: { input: t.arg({ type: ApplyConfigInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const whole = toWholeConfig(input.config)
      const plain = planDirectPublish('applyConfig', replaceAll(whole), input.message ?? null, {
        expectedRevision: input.expectedRevision ?? undefined,
      })
      const planner =
        input.acknowledgeWarnings === false ? refuseNewWarnings(plain, await context.contingencies.sample(whole)) : plain
      const idempotency = valueOf(parseIdempotency(input.idempotencyKey, { action: 'applyConfig', input }))
      return replaceConfig(context, { ...planner, idempotency }, input)
    },
  }),
)
