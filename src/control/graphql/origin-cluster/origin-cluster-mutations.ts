import { originClusterFields } from '../../../core/config/origin-cluster.ts'
import { builder } from '../builder.ts'
import { makeEntryInputs } from '../entry-fields.ts'
import { addEntryMutations } from '../entry-mutations.ts'
import { expectedVersionDescription } from '../expected-version.ts'
import { OriginCluster } from './origin-cluster.ts'

export const OriginClusterInput = builder.inputType('OriginClusterInput', {
  description: 'An origin cluster to create or change. An omitted field keeps its value, or takes its default on creation.',
  fields: (t) => ({
    ...makeEntryInputs(t, originClusterFields),
    expectedVersion: t.int({ description: expectedVersionDescription }),
  }),
})

addEntryMutations({ list: 'originClusters', name: 'originCluster', type: OriginCluster, input: OriginClusterInput })
