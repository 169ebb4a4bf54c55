import type { RoutingConfig as Config } from '../../core/config/model.ts'
import { builder } from './builder.ts'
import { Cdn, type ShownCdn } from './cdn/cdn.ts'
import { OriginCluster } from './origin-cluster/origin-cluster.ts'
import { Settings, type ShownSettings } from './settings/settings.ts'

/** Marks the CDNs and settings of a former live revision, so that they show no overrides. */
export function markFormer({ cdns, originClusters, settings }: Config): ShownConfig {
  const isFormer = true
  return { cdns: cdns.map((cdn) => ({ ...cdn, isFormer })), originClusters, settings: { ...settings, isFormer } }
}

type ShownConfig = Omit<Config, 'cdns' | 'settings'> & { readonly cdns: readonly ShownCdn[]; readonly settings: ShownSettings }

export const RoutingConfig = builder.objectRef<ShownConfig>('RoutingConfig').implement({
  description: 'A whole configuration, as the working copy or as a revision. Lists are in the order of their keys.',
  fields: (t) => ({
    cdns: t.expose('cdns', { type: [Cdn], description: 'CDNs that serve the content beside the origin. At most 1,000.' }),
    originClusters: t.expose('originClusters', {
      type: [OriginCluster],
      description: 'Origin clusters whose servers a video URL may name. At least one, at most 1,000.',
    }),
    settings: t.expose('settings', { type: Settings, description: 'Settings of all redirects.' }),
  }),
})
