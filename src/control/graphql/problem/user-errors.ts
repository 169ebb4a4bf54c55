import { builder } from '../builder.ts'
import { ValidationIssue } from './validation-issue.ts'
import { InvalidInput, NotDurable, NotFound, OutcomeUnknown, Stale, StoreUnavailable, UserProblem } from './user-problems.ts'

const UserError = builder.interfaceRef<UserProblem>('UserError').implement({
  description:
    'An error that an editor can act on. Nothing was changed, except with `NotDurable` and perhaps with `OutcomeUnknown`.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description: 'UPPER_SNAKE and never renamed, for programs: `RATIO_INVALID`, `STALE_REVISION` …',
    }),
    message: t.exposeString('message', { description: 'For people: what was received, what is allowed, what to do.' }),
    field: t.exposeString('field', {
      nullable: true,
      description: 'The input field or the path of the configuration that it is about.',
    }),
  }),
})

builder.objectType(InvalidInput, {
  name: 'InvalidInput',
  description:
    'A value that is not allowed, alone (`RATIO_INVALID`, `KEY_INVALID` …) or in the whole (`ZERO_WEIGHT`, `DUPLICATE` …).',
  interfaces: [UserError],
  fields: (t) => ({
    issues: t.field({
      type: [ValidationIssue],
      description:
        'All findings where a whole configuration was checked, errors first, or all problems of an entry; `code` and `field` are those of the first. With `WARNINGS_NOT_ACKNOWLEDGED` the new warnings. Else this error alone.',
      resolve: ({ issues }) => [...issues],
    }),
  }),
})
builder.objectType(NotFound, {
  name: 'NotFound',
  description: 'Nothing has this key, or no revision this number.',
  interfaces: [UserError],
})
builder.objectType(StoreUnavailable, {
  name: 'StoreUnavailable',
  description: 'The config store did not answer within 5 s; `message` names it and says how. Redirects go on; try again later.',
  interfaces: [UserError],
})
builder.objectType(OutcomeUnknown, {
  name: 'OutcomeUnknown',
  description:
    'The config store was told to commit the change and did not confirm it: it may have been made, or may yet be. Look before you repeat it.',
  interfaces: [UserError],
  fields: (t) => ({
    requestId: t.string({
      description: 'If it was made, `auditLog(filter: { requestId })` has its event, at the latest when the store is well again.',
      resolve: (_problem, _args, context) => context.attempt().requestId,
    }),
  }),
})
builder.objectType(NotDurable, {
  name: 'NotDurable',
  description:
    'The change was made and holds, but this node could not write it to disk, where it would survive a loss of power. Send it again to retry.',
  interfaces: [UserError],
})
builder.objectType(Stale, {
  name: 'Stale',
  description: 'Somebody else was faster: `STALE_REVISION` or `STALE_WORKING_COPY`.',
  interfaces: [UserError],
  fields: (t) => ({
    expected: t.exposeInt('expected', { description: 'The number that the caller expected.' }),
    actual: t.exposeInt('actual', { description: 'The present number.' }),
  }),
})

/** Errors of store and disk, for every change of configuration or overrides. */
export const changeErrors = [StoreUnavailable, OutcomeUnknown, NotDurable]

/** Errors of every mutation of the working copy. */
export const editErrors = [InvalidInput, NotFound, Stale, ...changeErrors]
