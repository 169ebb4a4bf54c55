import { updateSettings, type SettingsEdit } from '../../../core/config/edits.ts'
import { planEdit } from '../../../core/config/lifecycle.ts'
import type { Settings as SettingsConfig } from '../../../core/config/model.ts'
import { builder } from '../builder.ts'
import { expectedVersionDescription } from '../expected-version.ts'
import { editErrors } from '../user-errors.ts'

export const Settings = builder.objectRef<SettingsConfig>('Settings').implement({
  description: 'What holds for every redirect.',
  fields: (t) => ({
    ratio: t.exposeInt('ratio', {
      description:
        '0 to 1,000,000: valid requests number ratio, 2 × ratio, 3 × ratio … go to the origin. 0 is never, 1 always. A changed ratio starts counting anew.',
    }),
    redirectStatus: t.exposeInt('redirectStatus', { description: '301, 302, 307 or 308.' }),
  }),
})

export const SettingsInput = builder.inputType('SettingsInput', {
  description: 'An omitted field keeps its value.',
  fields: (t) => ({
    ratio: t.int({ description: '0 to 1,000,000. Else `RATIO_INVALID`.' }),
    redirectStatus: t.int({ description: '301, 302, 307 or 308. Else `REDIRECT_STATUS_INVALID`.' }),
    expectedVersion: t.int({ description: expectedVersionDescription }),
  }),
})

export function toSettingsEdit({ ratio, redirectStatus }: typeof SettingsInput.$inferInput): SettingsEdit {
  return { ratio: ratio ?? undefined, redirectStatus: redirectStatus ?? undefined }
}

const UpdateSettingsSuccess = builder.simpleObject('UpdateSettingsSuccess', {
  description: 'The settings as they stand in the working copy now; not yet live.',
  fields: (t) => ({ settings: t.field({ type: Settings, description: 'With every field as it is now.' }) }),
})

builder.mutationField('updateSettings', (t) =>
  t.field({
    description: 'Changes the settings of the working copy. Nothing goes live before `publish`. Role `editor`.',
    type: UpdateSettingsSuccess,
    authScopes: { role: 'editor' },
    errors: { types: editErrors },
    args: { input: t.arg({ type: SettingsInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const edit = updateSettings(toSettingsEdit(input))
      const { workingCopy } = await context.change(
        planEdit('updateSettings', 'settings', edit, { expectedVersion: input.expectedVersion ?? undefined }),
      )
      return { settings: workingCopy.settings }
    },
  }),
)
