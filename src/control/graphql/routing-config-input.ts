import type { WholeConfig } from '../../core/config/check-document.ts'
import { builder } from './builder.ts'
import { CdnInput, toCdnEdit } from './cdn/cdn-mutations.ts'
import { OriginClusterInput, toOriginClusterEdit } from './origin-cluster/origin-cluster-mutations.ts'
import { SettingsInput, toSettingsEdit } from './settings/settings.ts'

export const RoutingConfigInput = builder.inputType('RoutingConfigInput', {
  description:
    'A whole configuration. What it does not name is gone afterwards; an omitted field takes its default. An `expectedVersion` inside is not looked at.',
  fields: (t) => ({
    cdns: t.field({ type: [CdnInput], required: true, description: 'Every CDN, in any order.' }),
    originClusters: t.field({ type: [OriginClusterInput], required: true, description: 'Every origin cluster, in any order.' }),
    settings: t.field({ type: SettingsInput, required: true, description: 'What holds for every redirect.' }),
  }),
})

export function toWholeConfig({ cdns, originClusters, settings }: typeof RoutingConfigInput.$inferInput): WholeConfig {
  return {
    cdns: cdns.map(toCdnEdit),
    originClusters: originClusters.map(toOriginClusterEdit),
    settings: toSettingsEdit(settings),
  }
}
