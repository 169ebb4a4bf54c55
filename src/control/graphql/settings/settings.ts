import { updateSettings } from '../../../core/change/edits.ts'
import { planEdit } from '../../../core/change/plan-edit.ts'
import type { AccessLogSettings } from '../../../core/config/access-log.ts'
import type { RateLimits as Limits } from '../../../core/config/rate-limits.ts'
import { settingsFields, type Settings as SettingsConfig } from '../../../core/config/settings.ts'
import type { RateLimit as Limit } from '../../../core/rate-limit/rate-limiter.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { makeEntryFields, makeEntryInputs, toEdit } from '../entry-fields.ts'
import { expectedVersionDescription } from '../expected-version.ts'
import { Override, listOverrides } from '../override/override.ts'
import { editErrors } from '../problem/user-errors.ts'

const RateLimit = builder.objectRef<Limit>('RateLimit').implement({
  description: 'A burst at once, and a rate in the long run. Requests beyond them are answered with 429 `RATE_LIMITED`.',
  fields: (t) => ({
    perSecond: t.exposeInt('perSecond', { description: '1 to 1,000,000.' }),
    burst: t.exposeInt('burst', { description: '1 to 10,000,000 requests that may come at once after a pause.' }),
  }),
})

const RateLimits = builder.objectRef<Limits>('RateLimits').implement({
  description:
    'Each worker counts alone: a node of W workers lets up to W times as much through. A changed limit starts counting anew.',
  fields: (t) => ({
    perAddress: t.field({
      type: RateLimit,
      nullable: true,
      description: 'For each client address, in IPv6 for each /64; null is off.',
      resolve: ({ perAddress }) => perAddress ?? null,
    }),
    global: t.field({
      type: RateLimit,
      nullable: true,
      description: 'For all clients together; null is off.',
      resolve: ({ global }) => global ?? null,
    }),
  }),
})

const AccessLog = builder.objectRef<AccessLogSettings>('AccessLog').implement({
  description: 'Each worker counts its GET requests for itself, and logs one of each so many on stdout.',
  fields: (t) => ({ oneIn: t.exposeInt('oneIn', { description: '1, each request, to 1,000,000.' }) }),
})

/** `isFormer` marks the settings of a former live revision, which show no overrides. */
export type ShownSettings = SettingsConfig & { readonly isFormer?: true }

export const Settings = builder.objectRef<ShownSettings>('Settings').implement({
  description: 'Settings of all redirects.',
  fields: (t) => ({
    ...makeEntryFields(t, settingsFields, { rateLimit: RateLimits, accessLog: AccessLog }),
    overrides: t.field({
      type: [Override],
      description:
        'Overrides of the ratio, and those that send everything to one place, in the working copy and in the live revision; none in earlier revisions.',
      resolve: ({ isFormer }, _args, context) =>
        isFormer === undefined
          ? listOverrides(context).filter(({ kind, target }) => target === null || kind === 'ALL_TO_CDN')
          : [],
    }),
  }),
})

const RateLimitInput = builder.inputType('RateLimitInput', {
  description: 'Out of range it is `RATE_LIMIT_INVALID`.',
  fields: (t) => ({
    perSecond: t.int({ required: true, description: '1 to 1,000,000.' }),
    burst: t.int({ required: true, description: '1 to 10,000,000.' }),
  }),
})

const RateLimitsInput = builder.inputType('RateLimitsInput', {
  description: 'A limit that is left out, or null, is off.',
  fields: (t) => ({
    perAddress: t.field({ type: RateLimitInput, description: 'For each client address, in IPv6 for each /64.' }),
    global: t.field({ type: RateLimitInput, description: 'For all clients together.' }),
  }),
})

const AccessLogInput = builder.inputType('AccessLogInput', {
  description: 'Out of range it is `ACCESS_LOG_INVALID`.',
  fields: (t) => ({ oneIn: t.int({ required: true, description: '1, each request, to 1,000,000.' }) }),
})

export const SettingsInput = builder.inputType('SettingsInput', {
  description: 'An omitted field keeps its value.',
  fields: (t) => ({
    ...makeEntryInputs(t, settingsFields, { rateLimit: RateLimitsInput, accessLog: AccessLogInput }),
    expectedVersion: t.int({ description: expectedVersionDescription }),
  }),
})

const UpdateSettingsSuccess = builder.simpleObject('UpdateSettingsSuccess', {
  description: 'The settings as they stand in the working copy now; not yet live.',
  fields: (t) => ({ settings: t.field({ type: Settings, description: 'With every field as it is now.' }) }),
})

builder.mutationField('updateSettings', (t) =>
  t.field({
    description: 'Changes the settings of the working copy. Nothing goes live before `publish`.',
    type: UpdateSettingsSuccess,
    extensions: attemptsOn(() => 'settings'),
    errors: { types: editErrors },
    args: { input: t.arg({ type: SettingsInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const edit = updateSettings(toEdit(settingsFields, input))
      const { workingCopy } = await context.change(
        planEdit('updateSettings', 'settings', edit, { expectedVersion: input.expectedVersion ?? undefined }),
      )
      return { settings: workingCopy.settings }
    },
  }),
)
