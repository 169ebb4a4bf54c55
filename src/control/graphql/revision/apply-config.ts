import { replaceAll } from '../../../core/change/edits.ts'
import { parseIdempotency } from '../../../core/change/idempotency.ts'
import type { AnswerRevisions, ConfigState } from '../../../core/change/config-change.ts'
import { planDirectPublish, refuseNewWarnings } from '../../../core/change/plan-publish.ts'
import { diffRevisions } from '../../../core/config/diff.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import type { GraphqlContext } from '../context.ts'
import { acknowledgeWarningsDescription } from './acknowledge-warnings.ts'
import { RoutingConfigInput, toWholeConfig } from '../routing-config-input.ts'
import { idempotencyKeyDescription } from '../idempotency-key.ts'
import { changeErrors } from '../problem/user-errors.ts'
import { InvalidInput, Stale, valueOf } from '../problem/user-problems.ts'
import { ConfigChange } from './config-change.ts'
import { findingsOf } from './findings-of.ts'
import { ConfigRevision, toRow } from './revision.ts'
import { ValidationIssue } from '../problem/validation-issue.ts'

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
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only checks the configuration and tells what would change.' }),
  }),
})

const ApplyConfigSuccess = builder.simpleObject('ApplyConfigSuccess', {
  description: 'The configuration is live, or was only checked.',
  fields: (t) => ({
    revision: t.field({ type: ConfigRevision, nullable: true, description: 'The live revision; null on `dryRun`.' }),
    changes: t.field({ type: [ConfigChange], description: 'Differences from the revision that was live before.' }),
    warnings: t.field({ type: [ValidationIssue], description: 'All warnings of the configuration, old and new.' }),
  }),
})

builder.mutationField('applyConfig', (t) =>
  t.field({
    description:
      'Validates a whole configuration and makes it live at once; the working copy becomes the same. Without a change no revision is made.',
    type: ApplyConfigSuccess,
    extensions: attemptsOn(({ input }: { readonly input: { readonly dryRun?: boolean | null } }) =>
      input.dryRun === true ? null : 'revisions',
    ),
    errors: { types: [InvalidInput, Stale, ...changeErrors] },
    args: { input: t.arg({ type: ApplyConfigInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const plain = planDirectPublish('applyConfig', replaceAll(toWholeConfig(input.config)), input.message ?? null, {
        expectedRevision: input.expectedRevision ?? undefined,
      })
      const planner = input.acknowledgeWarnings === false ? refuseNewWarnings(plain) : plain
      if (input.dryRun === true) {
        const state = await context.state()
        const planned = valueOf(planner.plan(state, context.attempt()))
        return { revision: null, ...outcome(context, state, { liveBefore: state.live, made: planned?.revision ?? state.live }) }
      }
      const idempotency = valueOf(parseIdempotency(input.idempotencyKey, { action: 'applyConfig', input }))
      const changed = await context.change({ ...planner, idempotency })
      return { revision: changed.made === undefined ? null : toRow(changed.made), ...outcome(context, changed, changed) }
    },
  }),
)

function outcome(context: GraphqlContext, state: ConfigState, { liveBefore, made }: AnswerRevisions) {
  return {
    changes: diffRevisions(liveBefore, made).map((change) => ({ ...change, author: context.viewer.name })),
    warnings: made === undefined ? [] : findingsOf(made.config, state, context),
  }
}
