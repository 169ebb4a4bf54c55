import type { z } from 'zod'
import { objectOf } from '../../core/config/fields.ts'
import { settingsFields } from '../../core/config/settings.ts'
import { selectionOf } from '../../core/graphql-selection.ts'
import { refusalOf, type UserError } from '../admin-api.ts'
import { cliExitCodes } from '../command-failure.ts'
import { defineCommand, expectedVersionOption, readExpectedVersion } from '../command.ts'
import { toDocumentForm } from '../config/document-form.ts'
import { formatWhole, toPublish } from './entry-text.ts'
import { optionsFor, readEdit, synopsisOf } from './field-options.ts'

type Settings = Readonly<Record<string, unknown>>
const shape = objectOf(settingsFields) as unknown as z.ZodType<Settings>
const formOf = (settings: object): Settings => toDocumentForm(settingsFields, settings) as Settings

export const settingsShow = defineCommand({
  name: 'settings show',
  synopsis: '[--live]',
  summary: 'shows the settings of the working copy, or of the live revision',
  help: `
Needs the role viewer.

  npx sluice settings show --live
`,
  operands: { min: 0, max: 0 },
  options: { live: { type: 'boolean', help: 'those of the live revision, which players get' } },
  shape,
  async run({ values, api, show }) {
    const where = values.live === true ? 'liveRevision' : 'workingCopy'
    const { asked } = await api.ask<{ readonly asked: { readonly config: { readonly settings: object } } }>(
      `{ asked: ${where} { config { settings ${selectionOf(shape)} } } }`,
    )
    show(formOf(asked.config.settings), (settings) => formatWhole(settingsFields, settings))
    return cliExitCodes.done
  },
})

export const settingsSet = defineCommand({
  name: 'settings set',
  synopsis: `${synopsisOf(settingsFields)} [--expected-version N]`,
  summary: 'changes the settings of the working copy',
  help: `
A setting that is not given keeps its value. Nothing goes live before "publish". Needs the role editor.

  npx sluice settings set --ratio 20
  npx sluice settings set --rate-limit '{"perAddress":{"perSecond":50,"burst":200}}'
  npx sluice settings set --rate-limit ''
`,
  operands: { min: 0, max: 0 },
  options: { ...optionsFor(settingsFields), 'expected-version': expectedVersionOption },
  shape,
  async run({ values, api, show }) {
    const expectedVersion = readExpectedVersion(values['expected-version'])
    const input = { ...readEdit(settingsFields, values), expectedVersion }
    const { updateSettings } = await api.ask<{
      readonly updateSettings: Partial<UserError> & { readonly settings?: object }
    }>(mutation, { input })
    if (updateSettings.settings === undefined) {
      const { code = '', message = '', field = null } = updateSettings
      throw refusalOf({ code, message, field })
    }
    show(formOf(updateSettings.settings), (settings) => `${formatWhole(settingsFields, settings)}${toPublish}`)
    return cliExitCodes.done
  },
})

const mutation = `mutation Set($input: SettingsInput!) {
  updateSettings(input: $input) {
    ... on UpdateSettingsSuccess { settings ${selectionOf(shape)} }
    ... on UserError { code message field }
  }
}`
