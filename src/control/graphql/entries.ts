import type { InputRef, ObjectRef } from '@pothos/core'
import type { ListName } from '../../core/config/nouns.ts'
import type { builder } from './builder.ts'
import { Cdn } from './cdn/cdn.ts'
import { CapacityInput } from './cdn/capacity.ts'
import { HealthCheckInput } from './cdn/health-check.ts'
import { CdnSigningInput } from './cdn/signing.ts'
import { addEntryMutations } from './entry-mutations.ts'
import { Expectation, ExpectationWhenInput } from './expectation/expectation.ts'
import { OriginCluster } from './origin-cluster/origin-cluster.ts'
import { Pool, PoolMemberInput, PoolPolicy } from './pool/pool.ts'
import { Rule, RuleMatchInput } from './rule/rule.ts'
import { Zone } from './zone/zone.ts'

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never
type Keyed = { readonly key: string }

/** GraphQL types of the entries of each list. A whole configuration, as output and as input, is made of them. */
export const entries: Readonly<
  Record<ListName, { readonly type: ObjectRef<Types, Keyed>; readonly input: InputRef<Keyed>; readonly means: string }>
> = {
  cdns: {
    type: Cdn,
    input: addEntryMutations('cdns', Cdn, { healthCheck: HealthCheckInput, signing: CdnSigningInput, capacity: CapacityInput }),
    means: 'CDNs that serve the content beside the origin. At most 1,000.',
  },
  originClusters: {
    type: OriginCluster,
    input: addEntryMutations('originClusters', OriginCluster),
    means: 'Origin clusters whose servers a video URL may name. At least one, at most 1,000.',
  },
  pools: {
    type: Pool,
    input: addEntryMutations('pools', Pool, { policy: PoolPolicy, members: PoolMemberInput }),
    means: 'Pools of CDNs that rules name. At most 100, with 10,000 members and 10,000 places in all.',
  },
  rules: {
    type: Rule,
    input: addEntryMutations('rules', Rule, { match: RuleMatchInput }),
    means: 'Rules that send requests to pools, here by key; `position` is the order in which they are asked. At most 1,000.',
  },
  zones: {
    type: Zone,
    input: addEntryMutations('zones', Zone),
    means: 'Zones, named networks. At most 100, with 20,000 networks in all.',
  },
  expectations: {
    type: Expectation,
    input: addEntryMutations('expectations', Expectation, { when: ExpectationWhenInput }),
    means: 'Expectations, which no revision may break. At most 100.',
  },
}
