import { z } from 'zod'
import { parseCanaryRequest } from '../../../core/canary/canary.ts'
import { parseIdempotency } from '../../../core/change/idempotency.ts'
import { planPublish, refuseNewWarnings } from '../../../core/change/plan-publish.ts'
import { diffRevisions } from '../../../core/config/diff.ts'
import type { ConfigRevision as CoreRevision } from '../../../core/config/revision.ts'
import { validateConfig } from '../../../core/config/validate.ts'
import { hasErrors } from '../../../core/validation-issue.ts'
import { activeAt } from '../../../core/override/override.ts'
import { overrideIssues } from '../../../core/conditions/override-issues.ts'
import { attemptsNothing, attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { expectedVersionDescription } from '../expected-version.ts'
import { idempotencyKeyDescription } from '../idempotency-key.ts'
import { changeErrors } from '../problem/user-errors.ts'
import { InvalidInput, Stale, valueOf } from '../problem/user-problems.ts'
import { withEditors } from '../working-copy/editors-of.ts'
import { WorkerReceipt } from '../worker/worker-receipt.ts'
import { acknowledgeWarningsDescription } from './acknowledge-warnings.ts'
import { ConfigChange } from './config-change.ts'
import { ConfigRevision, toRow } from './revision.ts'
import { ValidationIssue } from '../problem/validation-issue.ts'

const ValidationReport = builder.simpleObject('ValidationReport', {
  description: 'Everything that is wrong with the working copy, at once.',
  fields: (t) => ({
    valid: t.boolean({ description: 'No errors: it could be published.' }),
    issues: t.field({
      type: [ValidationIssue],
      description: 'All findings: errors, then warnings; each as CDNs, origin clusters, settings, within a list by key.',
    }),
  }),
})

/** Stays below the 30 s after which an idle connection is ended (`STALLED_MS`). */
const allowedWait = { error: 'an integer from 0 to 25' }
const waitSeconds = z.number().int(allowedWait).min(0, allowedWait).max(25, allowedWait).nullish()

const PublishInput = builder.inputType('PublishInput', {
  description: 'All optional.',
  fields: (t) => ({
    message: t.string({
      description: 'Why, for those who read the history. At most 1,000 characters, else `MESSAGE_INVALID`.',
    }),
    expectedRevision: t.int({
      description:
        'The `liveRevision { number }` that was looked at; when it is another by now, `STALE_REVISION` and nothing changes.',
    }),
    expectedVersion: t.int({ description: expectedVersionDescription }),
    acknowledgeWarnings: t.boolean({ description: acknowledgeWarningsDescription }),
    waitForWorkersSeconds: t.int({
      description:
        'How long to wait for the ready workers of this node to take it or refuse it, 0 to 25, also when nothing was pending. Omitted or null: a second for a new revision. The answer comes as soon as they have, and tells how far each is in `workers`.',
      validate: waitSeconds,
    }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
    canary: t.field({
      type: CanaryInput,
      description: 'A few workers run it first, and it goes on to all by itself unless they refuse it or their refusals rise.',
    }),
  }),
})

const CanaryInput = builder.inputType('CanaryInput', {
  description: 'Which workers of this node run the revision first, and for how long. A value out of range is `CANARY_INVALID`.',
  fields: (t) => ({
    workers: t.int({ description: 'So many, 1 to 1,000; at most all that the node has. Either this or `percent`.' }),
    percent: t.int({ description: 'This part of them, 1 to 100, rounded up.' }),
    seconds: t.int({ required: true, description: 'How long, 1 to 3,600. Then it goes on to all.' }),
    maxRefusedRatio: t.float({
      description:
        "Which part of their requests may be refused, 0 to 1, as soon as there are 20. Omitted or null: that of the other workers' over the same time, and 0.05.",
    }),
  }),
})

const PublishSuccess = builder.simpleObject('PublishSuccess', {
  description:
    'The revision is committed and on disk; the ready workers of this node run it, or had `waitForWorkersSeconds` to take it (`workers` tells). Nothing was pending: the live revision.',
  fields: (t) => ({
    revision: t.field({ type: ConfigRevision, description: 'What is live now; with `canary` what a few workers run first.' }),
    changes: t.field({
      type: [ConfigChange],
      description:
        'What it changed of what was live before, each with its editor, in the order of the paths. Empty when nothing was pending.',
    }),
    warnings: t.field({ type: [ValidationIssue], description: 'All that it warns of, known before or new.' }),
    workers: t.field({
      type: [WorkerReceipt],
      description: 'How far each worker of this node is; one not heard of yet is not there.',
    }),
  }),
})

builder.mutationField('validate', (t) =>
  t.field({
    description: 'Checks the working copy as a whole and changes nothing.',
    type: ValidationReport,
    extensions: attemptsNothing,
    resolve: async (_root, _args, context) => {
      const { workingCopy, overrides } = await context.state()
      const active = activeAt(overrides.overrides, context.nowEpochMs())
      const issues = [...validateConfig(workingCopy), ...overrideIssues(workingCopy, active)]
      return { valid: !hasErrors(issues), issues }
    },
  }),
)

builder.mutationField('publish', (t) =>
  t.field({
    description:
      'Validates the working copy and makes it live as the next revision. Nothing pending makes no revision, and no canary. While a canary runs it is `CANARY_RUNNING`.',
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
      const seconds = input.waitForWorkersSeconds ?? undefined
      const planner = input.acknowledgeWarnings === false ? refuseNewWarnings(plain) : plain
      const changed = await context.change({ ...planner, idempotency }, seconds === undefined ? undefined : seconds * 1_000)
      const made = changed.made as CoreRevision
      return {
        revision: toRow(made),
        changes: await withEditors(context.prisma, diffRevisions(changed.liveBefore, made), made.number),
        warnings: [...validateConfig(made.config)],
        workers: [...changed.workers],
      }
    },
  }),
)
