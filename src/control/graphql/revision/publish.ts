import { z } from 'zod'
import { planPublish } from '../../../core/config/lifecycle.ts'
import type { ConfigRevision as CoreRevision } from '../../../core/config/revision.ts'
import { hasErrors, validateConfig, type ValidationIssue as Issue } from '../../../core/config/validate.ts'
import { attemptsNothing, attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { expectedVersionDescription } from '../expected-version.ts'
import { InvalidInput, Stale, StoreUnavailable } from '../user-problems.ts'
import { WorkerReceipt } from '../worker/worker-receipt.ts'
import { ConfigRevision, toRow } from './revision.ts'

const Severity = builder.enumType('Severity', {
  description: 'How much a finding weighs.',
  values: {
    ERROR: { description: 'Blocks the publish.' },
    WARNING: { description: 'Is to be read; blocks only a publish with `acknowledgeWarnings: false`.' },
  } as const,
})

const ValidationIssue = builder.objectRef<Issue>('ValidationIssue').implement({
  description: 'One finding about the whole configuration.',
  fields: (t) => ({
    severity: t.expose('severity', { type: Severity, description: 'Whether it blocks the publish.' }),
    code: t.exposeString('code', { description: 'UPPER_SNAKE and never renamed: `ZERO_WEIGHT`, `DUPLICATE` …' }),
    path: t.exposeString('path', { description: 'Where: `cdns`, `originClusters.KEY.hostSuffix` …' }),
    message: t.exposeString('message', { description: 'What is wrong.' }),
    remedy: t.exposeString('remedy', { description: 'What to do.' }),
  }),
})

const ValidationReport = builder.simpleObject('ValidationReport', {
  description: 'Everything that is wrong with the working copy, at once.',
  fields: (t) => ({
    valid: t.boolean({ description: 'No errors: it could be published.' }),
    issues: t.field({ type: [ValidationIssue], description: 'All findings, errors and warnings.' }),
  }),
})

/** A connection on which nothing moves for 30 s is ended: `STALLED_MS`. */
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
    acknowledgeWarnings: t.boolean({
      description:
        '`false`: a warning that the live revision does not have (same code and path) is `WARNINGS_NOT_ACKNOWLEDGED`, and nothing changes. `true`, null or omitted: it is published all the same, and `warnings` tells them.',
    }),
    waitForWorkersSeconds: t.int({
      description:
        'How long to wait for the ready workers of this node to take it or refuse it, 0 to 25, also when nothing was pending. Omitted or null: a second for a new revision. The answer comes as soon as they have, and tells how far each is in `workers`.',
      validate: waitSeconds,
    }),
  }),
})

const PublishSuccess = builder.simpleObject('PublishSuccess', {
  description:
    'The revision is committed and on disk; the ready workers of this node run it, or had `waitForWorkersSeconds` to take it (`workers` tells). Nothing was pending: the live revision.',
  fields: (t) => ({
    revision: t.field({ type: ConfigRevision, description: 'What is live now.' }),
    warnings: t.field({ type: [ValidationIssue], description: 'All that it warns of, known before or new.' }),
    workers: t.field({
      type: [WorkerReceipt],
      description: 'How far each worker of this node is; one not heard of yet is not there.',
    }),
  }),
})

builder.mutationField('validate', (t) =>
  t.field({
    description: 'Checks the working copy as a whole and changes nothing. Role `viewer`.',
    type: ValidationReport,
    authScopes: { role: 'viewer' },
    extensions: attemptsNothing,
    resolve: async (_root, _args, context) => {
      const issues = validateConfig((await context.state()).workingCopy)
      return { valid: !hasErrors(issues), issues: [...issues] }
    },
  }),
)

builder.mutationField('publish', (t) =>
  t.field({
    description:
      'Validates the working copy and makes it live as the next revision. Nothing pending makes no revision. Role `publisher`.',
    type: PublishSuccess,
    authScopes: { role: 'publisher' },
    extensions: attemptsOn(() => 'revisions'),
    errors: { types: [InvalidInput, Stale, StoreUnavailable] },
    args: { input: t.arg({ type: PublishInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const expected = {
        expectedRevision: input.expectedRevision ?? undefined,
        expectedVersion: input.expectedVersion ?? undefined,
      }
      const plan = planPublish(input.message ?? null, expected, input.acknowledgeWarnings === false)
      const seconds = input.waitForWorkersSeconds ?? undefined
      const changed = await context.change(plan, seconds === undefined ? undefined : seconds * 1_000)
      const live = changed.live as CoreRevision
      return { revision: toRow(live), warnings: [...validateConfig(live.config)], workers: [...changed.workers] }
    },
  }),
)
