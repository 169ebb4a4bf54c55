import { parseCanaryRequest } from '../../../core/canary/canary.ts'
import { parseIdempotency } from '../../../core/change/idempotency.ts'
import { planPublish, refuseNewWarnings } from '../../../core/change/plan-publish.ts'
import { diffRevisions } from '../../../core/config/diff.ts'
import type { ConfigRevision as CoreRevision } from '../../../core/config/revision.ts'
import { hasErrors } from '../../../core/validation-issue.ts'
import { attemptsNothing, attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { expectedVersionDescription } from '../expected-version.ts'
import { idempotencyKeyDescription } from '../idempotency-key.ts'
import { changeErrors } from '../problem/user-errors.ts'
import { InvalidInput, Stale, valueOf } from '../problem/user-problems.ts'
import { addEditors } from '../working-copy/editors-of.ts'
import { CanaryOutcome } from '../canary/canary.ts'
import { WorkerReceipt } from '../worker/worker-receipt.ts'
import { acknowledgeWarningsDescription } from './acknowledge-warnings.ts'
import { ConfigChange } from './config-change.ts'
import { findingsOf, warningsOf } from './findings-of.ts'
import { ConfigRevision, toRow } from './revision.ts'
import { ValidationIssue } from '../problem/validation-issue.ts'
import { toWaitMs, waitForWorkers } from './wait-for-workers.ts'

const ValidationReport = builder.simpleObject('ValidationReport', {
  description: 'Everything that is wrong with the working copy, at once.',
  fields: (t) => ({
    valid: t.boolean({ description: 'No errors: it could be published.' }),
    issues: t.field({
      type: [ValidationIssue],
      description:
        'All findings: errors, then warnings. Both are in the order of CDNs, origin clusters, settings, and in a list by key.',
    }),
  }),
})

const PublishInput = builder.inputType('PublishInput', {
  description: 'All optional.',
  fields: (t) => ({
    message: t.string({
      description: 'Why, for those who read the history. At most 1,000 characters, else `MESSAGE_INVALID`.',
    }),
    expectedRevision: t.int({
      description:
        'The `liveRevision { number }` that the change is based on. When another is live by now it is `STALE_REVISION`, and nothing changes.',
    }),
    expectedVersion: t.int({ description: expectedVersionDescription }),
    acknowledgeWarnings: t.boolean({ description: acknowledgeWarningsDescription }),
    waitForWorkersSeconds: t.int(waitForWorkers),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
    canary: t.field({
      type: CanaryInput,
      description:
        'Lets a few workers run the revision first. It goes on to all by itself, unless these refuse it or their refusals rise.',
    }),
  }),
})

const CanaryInput = builder.inputType('CanaryInput', {
  description: 'Which workers of this node run the revision first, and for how long. A value out of range is `CANARY_INVALID`.',
  fields: (t) => ({
    workers: t.int({ description: 'Number of workers, 1 to 1,000; at most all of the node. Either this or `percent`.' }),
    percent: t.int({ description: 'Percentage of the workers, 1 to 100, rounded up.' }),
    seconds: t.int({
      required: true,
      description: 'Duration, 1 to 3,600. Then the revision goes on to all, if 20 requests or more came.',
    }),
    maxRefusedRatio: t.float({
      description:
        'Largest part of their requests that may be refused, 0 to 1, as soon as there are 20. Omitted or null: 0.05 more than the part of the other workers over the same time.',
    }),
    onTooFewRequests: t.field({
      type: CanaryOutcome,
      description: 'How it ends after `seconds` with fewer than 20 requests. Omitted or null: `TAKE_BACK`.',
    }),
  }),
})

const PublishSuccess = builder.simpleObject('PublishSuccess', {
  description:
    'The revision is committed and on disk. The ready workers of this node run it, or had `waitForWorkersSeconds` to take it (`workers` tells). When nothing was pending it is the live revision.',
  fields: (t) => ({
    revision: t.field({
      type: ConfigRevision,
      description: 'The live revision; with `canary` the one that a few workers run first.',
    }),
    changes: t.field({
      type: [ConfigChange],
      description:
        'Differences from the revision that was live before, each with its editor, in the order of the paths. Empty when nothing was pending.',
    }),
    warnings: t.field({ type: [ValidationIssue], description: 'All warnings of the revision, old and new.' }),
    workers: t.field({
      type: [WorkerReceipt],
      description: 'Progress of each worker of this node that has reported.',
    }),
  }),
})

builder.mutationField('validate', (t) =>
  t.field({
    description: 'Checks the working copy as a whole and changes nothing.',
    type: ValidationReport,
    extensions: attemptsNothing,
    resolve: async (_root, _args, context) => {
      const state = await context.state()
      const issues = await findingsOf(state.workingCopy, state, context)
      return { valid: !hasErrors(issues), issues }
    },
  }),
)

builder.mutationField('publish', (t) =>
  t.field({
    description:
      'Validates the working copy and makes it live as the next revision. When nothing is pending, neither a revision nor a canary is made. While a canary runs it is `CANARY_RUNNING`.',
    type: PublishSuccess,
    extensions: attemptsOn(() => 'revisions'),
    errors: { types: [InvalidInput, Stale, ...changeErrors] },
    args: { input: t.arg({ type: PublishInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const expected = {
        expectedRevision: input.expectedRevision ?? undefined,
        expectedVersion: input.expectedVersion ?? undefined,
      }
      const idempotency = valueOf(parseIdempotency(input.idempotencyKey, { action: 'publish', input }))
      const canary = input.canary ? valueOf(parseCanaryRequest(input.canary, context.home)) : undefined
      const plain = planPublish(input.message ?? null, expected, canary)
      const planner =
        input.acknowledgeWarnings === false
          ? refuseNewWarnings(plain, await context.contingencies.sample((await context.state()).workingCopy))
          : plain
      const changed = await context.change({ ...planner, idempotency }, toWaitMs(input.waitForWorkersSeconds))
      const made = changed.made as CoreRevision
      return {
        revision: toRow(made),
        changes: await addEditors(context.prisma, diffRevisions(changed.liveBefore, made), { revision: made.number }),
        warnings: await warningsOf(made.config, changed, context),
        workers: [...changed.workers],
      }
    },
  }),
)
