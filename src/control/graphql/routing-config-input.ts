import type { WholeConfig } from '../../core/config/check-document.ts'
import { listNames, lists } from '../../core/config/nouns.ts'
import { settingsFields } from '../../core/config/settings.ts'
import { builder } from './builder.ts'
import { CdnInput } from './cdn/cdn-mutations.ts'
import { toEdit } from './entry-fields.ts'
import { OriginClusterInput } from './origin-cluster/origin-cluster-mutations.ts'
import { SettingsInput } from './settings/settings.ts'

export const RoutingConfigInput = builder.inputType('RoutingConfigInput', {
  description:
    'A whole configuration. Entries that it does not name are deleted; an omitted field takes its default. An `expectedVersion` inside is ignored.',
  fields: (t) => ({
    cdns: t.field({ type: [CdnInput], required: true, description: 'Every CDN, in any order.' }),
    originClusters: t.field({ type: [OriginClusterInput], required: true, description: 'Every origin cluster, in any order.' }),
    settings: t.field({ type: SettingsInput, required: true, description: 'Settings of all redirects.' }),
  }),
})

export function toWholeConfig(input: typeof RoutingConfigInput.$inferInput): WholeConfig {
  const edits = listNames.map((name) => [name, input[name].map((entry) => toEdit(lists[name].fields, entry))])
  return { ...Object.fromEntries(edits), settings: toEdit(settingsFields, input.settings) } as WholeConfig
}
