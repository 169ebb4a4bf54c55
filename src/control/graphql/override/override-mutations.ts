import { parseIdempotency } from '../../../core/change/idempotency.ts'
import { scopeOf } from '../../../core/change/node-overrides.ts'
import { planLiftOverride, planSetOverride, targetOf } from '../../../core/change/plan-override.ts'
import { slotOf, type OverrideKind as Kind } from '../../../core/override/override.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { idempotencyKeyDescription } from '../idempotency-key.ts'
import { changeErrors } from '../problem/user-errors.ts'
import { InvalidInput, NotFound, valueOf } from '../problem/user-problems.ts'
import { ValidationIssue } from '../problem/validation-issue.ts'
import { Override, OverrideKind, OverrideScope, listOverrides } from './override.ts'
import { findReplaced, previewChange, warnOf } from './override-effect.ts'

const dryRunDescription =
  'Only tells what it would do, by what this node knows: nothing changes, and the audit trail has no event.'

const SetOverrideInput = builder.inputType('SetOverrideInput', {
  description:
    'An override to set above any revision. It replaces the one of the same kind and target; of `ALL_TO_ORIGIN` and `ALL_TO_CDN` there is one at most, whatever its target.',
  fields: (t) => ({
    kind: t.field({ type: OverrideKind, required: true, description: 'What to change.' }),
    target: t.string({
      description:
        'The key of a CDN of the live revision, else `UNKNOWN_REFERENCE`; for `RATIO` and `ALL_TO_ORIGIN` none, else `OVERRIDE_TARGET_INVALID`.',
    }),
    value: t.field({ type: 'JSON', description: 'As the kind says, else `OVERRIDE_VALUE_INVALID`.' }),
    reason: t.string({ required: true, description: 'Why: 1 to 500 characters, else `REASON_INVALID`.' }),
    until: t.field({
      type: 'DateTime',
      description:
        'When it ends by itself: in the future, at most 366 days, else `UNTIL_INVALID`. Omitted or null: when it is lifted.',
    }),
    forSeconds: t.int({
      description:
        'Instead of `until`: so many seconds from now, by the clock of the store. 1 to 31,622,400, else `UNTIL_INVALID`.',
    }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
    dryRun: t.boolean({ defaultValue: false, description: dryRunDescription }),
  }),
})

type Slot = { readonly kind: Kind; readonly target?: string | null; readonly dryRun?: boolean | null }

const isFollowedField = {
  description:
    'True: every ready worker of this node decides by it, so the very next redirect does. False: some did not within a second, or it was only tried.',
}

const warningsDescription = '`NO_CDN_LEFT` where no redirect goes to a CDN then, with the part of the origin before. Else none.'

const scopeField = { type: OverrideScope, description: 'Nodes on which the change holds.' }

const SetOverrideSuccess = builder.simpleObject('SetOverrideSuccess', {
  description:
    'The override holds and is on disk, and the workers of this node had a second to follow. While the config store is away it holds on this node alone: `NODE_ONLY`. On `dryRun`: so it would be.',
  fields: (t) => ({
    override: t.field({
      type: Override,
      nullable: true,
      description: 'The override as it holds now; null where `AUTO` has lifted it.',
    }),
    replaced: t.field({
      type: Override,
      nullable: true,
      description: 'The override that held in its place until now; null where none did, or where it was the same.',
    }),
    isFollowed: t.boolean(isFollowedField),
    scope: t.field(scopeField),
    warnings: t.field({ type: [ValidationIssue], description: warningsDescription }),
  }),
})

const LiftOverrideSuccess = builder.simpleObject('LiftOverrideSuccess', {
  description:
    'The override is lifted, also on disk, and the workers of this node had a second to follow. On `dryRun`: so it would be.',
  fields: (t) => ({
    overrides: t.field({ type: [Override], description: 'Overrides that still hold.' }),
    isFollowed: t.boolean(isFollowedField),
    scope: t.field(scopeField),
    warnings: t.field({ type: [ValidationIssue], description: warningsDescription }),
  }),
})

builder.mutationField('setOverride', (t) =>
  t.field({
    description:
      'Sets an override, at once and without a publish. Beyond 500 of them it is `TOO_MANY`; weights whose shares could not be kept exactly are `WEIGHT_SUM_TOO_LARGE`.',
    type: SetOverrideSuccess,
    extensions: attemptsOn(({ input }: { readonly input: Slot }) => attemptTarget(input)),
    errors: { types: [InvalidInput, ...changeErrors] },
    args: { input: t.arg({ type: SetOverrideInput, required: true }) },
    resolve: async (_root, { input: { dryRun, ...input } }, context) => {
      const { kind, target, value, reason, until, forSeconds } = input
      const idempotency = valueOf(parseIdempotency(input.idempotencyKey, { action: 'setOverride', input }))
      const said = {
        kind,
        target: target ?? undefined,
        value: value ?? undefined,
        reason,
        until: until?.toISOString(),
        forSeconds: forSeconds ?? undefined,
      }
      const planner = { ...planSetOverride(said), idempotency }
      const changed = dryRun === true ? previewChange(context, planner) : await context.changeOverrides(planner)
      const slot = slotOf({ kind, target: target ?? null })
      const override = listOverrides(context, changed.set).find((one) => slotOf(one) === slot) ?? null
      const replaced = findReplaced(context, changed, slot)
      const { isFollowed } = changed
      return { override, replaced, isFollowed, scope: scopeOf(changed.set, slot), warnings: warnOf(context, changed) }
    },
  }),
)

builder.mutationField('liftOverride', (t) =>
  t.field({
    description: 'Lifts an override: the value of the revision holds again. `NOT_FOUND` where there is none.',
    type: LiftOverrideSuccess,
    extensions: attemptsOn(attemptTarget),
    errors: { types: [InvalidInput, NotFound, ...changeErrors] },
    args: {
      kind: t.arg({ type: OverrideKind, required: true }),
      target: t.arg.string({ description: 'The key of its CDN; not needed for `ALL_TO_CDN`.' }),
      reason: t.arg.string({ description: 'Why, for those who read the audit trail. Like that of `setOverride`.' }),
      dryRun: t.arg.boolean({ defaultValue: false, description: dryRunDescription }),
    },
    resolve: async (_root, { kind, target, reason, dryRun }, context) => {
      const planner = planLiftOverride({ kind, target: target ?? undefined, reason: reason ?? undefined })
      const changed = dryRun === true ? previewChange(context, planner) : await context.changeOverrides(planner)
      const { set, isFollowed } = changed
      const scope = scopeOf(set, slotOf({ kind, target: target ?? null }))
      return { overrides: [...listOverrides(context, set)], isFollowed, scope, warnings: warnOf(context, changed) }
    },
  }),
)

/** Null on a dry run, which is no attempt. */
function attemptTarget({ kind, target, dryRun }: Slot): string | null {
  return dryRun === true ? null : targetOf(kind, target ?? undefined)
}
