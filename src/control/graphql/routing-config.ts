import type { RoutingConfig as Config } from '../../core/config/model.ts'
import { builder } from './builder.ts'
import { Cdn } from './cdn/cdn.ts'
import { OriginCluster } from './origin-cluster/origin-cluster.ts'
import { Settings } from './settings/settings.ts'

export const RoutingConfig = builder.objectRef<Config>('RoutingConfig').implement({
  description: 'A whole configuration, as the working copy or as a revision. Lists are in the order of their keys.',
  fields: (t) => ({
    cdns: t.expose('cdns', { type: [Cdn], description: 'Who serves the content beside the origin. At most 1,000.' }),
    originClusters: t.expose('originClusters', {
      type: [OriginCluster],
      description: 'Whose servers a video URL may name. At least one, at most 1,000.',
    }),
    settings: t.expose('settings', { type: Settings, description: 'What holds for every redirect.' }),
  }),
})
