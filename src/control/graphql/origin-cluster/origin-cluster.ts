import type { OriginCluster as OriginClusterConfig } from '../../../core/config/model.ts'
import { builder } from '../builder.ts'

export const OriginCluster = builder.objectRef<OriginClusterConfig>('OriginCluster').implement({
  description:
    'A host suffix whose servers a video URL may name: `s1.origin-cluster` is the server `s1` of the cluster `origin-cluster`.',
  fields: (t) => ({
    key: t.exposeString('key', {
      description: 'Chosen by the operator, never changed; one made from `ORIGIN_CLUSTERS` is the suffix with "." as "-".',
    }),
    hostSuffix: t.exposeString('hostSuffix', {
      description: 'What stands behind the server label: one or more labels, lower-cased. No two clusters share one.',
    }),
    serverLabelPattern: t.exposeString('serverLabelPattern', {
      nullable: true,
      description: 'Pattern that the first host label must match as a whole. Null: `s` and 1–4 digits.',
    }),
    schemes: t.exposeStringList('schemes', { description: '`http`, `https` or both.' }),
    ports: t.exposeIntList('ports', { description: "Ports allowed besides the scheme's own; kept in a redirect to the origin." }),
  }),
})
