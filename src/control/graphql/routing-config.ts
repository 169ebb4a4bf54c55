import { listNames } from '../../core/config/nouns.ts'
import { entriesOf, type RoutingConfig as Config } from '../../core/config/model.ts'
import { builder } from './builder.ts'
import type { ShownCdn } from './cdn/cdn.ts'
import { entries } from './entries.ts'
import type { ShownOriginCluster } from './origin-cluster/origin-cluster.ts'
import { Settings, type ShownSettings } from './settings/settings.ts'

/** Marks the CDNs, origin clusters and settings of a former live revision, so that they show nothing of now. */
export function markFormer(config: Config): ShownConfig {
  const isFormer = true
  return {
    ...config,
    cdns: config.cdns.map((cdn) => ({ ...cdn, isFormer })),
    originClusters: config.originClusters.map((cluster) => ({ ...cluster, isFormer })),
    settings: { ...config.settings, isFormer },
  }
}

type ShownConfig = Omit<Config, 'cdns' | 'originClusters' | 'settings'> & {
  readonly cdns: readonly ShownCdn[]
  readonly originClusters: readonly ShownOriginCluster[]
  readonly settings: ShownSettings
}

export const RoutingConfig = builder.objectRef<ShownConfig>('RoutingConfig').implement({
  description: 'A whole configuration, as the working copy or as a revision. Lists are in the order of their keys.',
  fields: (t) => ({
    ...Object.fromEntries(
      listNames.map((name) => {
        const { type, means } = entries[name]
        return [name, t.field({ type: [type], description: means, resolve: (config) => entriesOf(config, name) })]
      }),
    ),
    settings: t.expose('settings', { type: Settings, description: 'Settings of all redirects.' }),
  }),
})
