import type { WholeConfig } from '../../core/config/check-document.ts'
import { isLater } from '../../core/config/model.ts'
import { listNames, lists, type ListName } from '../../core/config/nouns.ts'
import { settingsFields } from '../../core/config/settings.ts'
import { builder } from './builder.ts'
import { entries } from './entries.ts'
import { toEdit } from './entry-fields.ts'
import { SettingsInput } from './settings/settings.ts'

export const RoutingConfigInput = builder.inputType('RoutingConfigInput', {
  description:
    'A whole configuration. Entries that it does not name are deleted; an omitted field takes its default. An `expectedVersion` inside is ignored.',
  fields: (t) => ({
    ...Object.fromEntries(
      listNames.map((name) => {
        const description = `Every ${lists[name].one}, in any order.`
        return [name, t.field({ type: [entries[name].input], required: !isLater(name), description })]
      }),
    ),
    settings: t.field({ type: SettingsInput, required: true, description: 'Settings of all redirects.' }),
  }),
})

export function toWholeConfig(input: typeof RoutingConfigInput.$inferInput): WholeConfig {
  const given = input as unknown as { readonly [Name in ListName]?: readonly object[] | null } // the fields were made of the same names
  const edits = listNames.map((name) => [name, (given[name] ?? []).map((entry) => toEdit(lists[name].fields, entry))])
  return { ...Object.fromEntries(edits), settings: toEdit(settingsFields, input.settings) } as WholeConfig
}
