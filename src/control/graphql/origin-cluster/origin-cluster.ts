import { originClusterFields, type OriginCluster as OriginClusterConfig } from '../../../core/config/origin-cluster.ts'
import { builder } from '../builder.ts'
import { makeEntryFields } from '../entry-fields.ts'
import { addEntryQuery } from '../entry-query.ts'

/** `isFormer` marks the cluster of a former live revision, which shows nothing of now. */
export type ShownOriginCluster = OriginClusterConfig & { readonly isFormer?: true }

export const OriginCluster = builder.objectRef<ShownOriginCluster>('OriginCluster').implement({
  description:
    'A host suffix whose servers a video URL may name: `s1.origin-cluster` is the server `s1` of the cluster `origin-cluster`.',
  fields: (t) => ({
    ...makeEntryFields(t, originClusterFields),
    budgetLeft: t.float({
      nullable: true,
      description:
        'Requests a second that the budget still allows on this node now, in the working copy and in the live revision. Null without `maxRequestsPerSecond` in the live revision, while the node has no part of it yet, and in earlier revisions. No part of a configuration.',
      resolve: ({ key, isFormer }, _args, { fleet }) => (isFormer === undefined ? (fleet.budgetLeft(key) ?? null) : null),
    }),
  }),
})

addEntryQuery('originClusters', OriginCluster)
