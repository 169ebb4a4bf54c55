import { originClusterFields, type OriginCluster as OriginClusterConfig } from '../../../core/config/origin-cluster.ts'
import { builder } from '../builder.ts'
import { makeEntryFields } from '../entry-fields.ts'
import { addEntryQuery } from '../entry-query.ts'

export const OriginCluster = builder.objectRef<OriginClusterConfig>('OriginCluster').implement({
  description:
    'A host suffix whose servers a video URL may name: `s1.origin-cluster` is the server `s1` of the cluster `origin-cluster`.',
  fields: (t) => makeEntryFields(t, originClusterFields),
})

addEntryQuery('originClusters', OriginCluster)
