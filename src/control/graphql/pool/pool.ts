import { memberFields, type Member } from '../../../core/config/pool-members.ts'
import { poolFields, type Pool as PoolConfig } from '../../../core/config/pool.ts'
import { policies } from '../../../core/selection/policies.ts'
import { builder } from '../builder.ts'
import { makeEntryFields, makeEntryInputs } from '../entry-fields.ts'
import { addEntryQuery } from '../entry-query.ts'
import { MemberPlace, MemberPlaceInput } from './member-place.ts'

export const PoolPolicy = builder.enumType('PoolPolicy', {
  description: 'How a pool chooses among its members. A member that cannot be used is passed over by each.',
  values: Object.fromEntries(Object.entries(policies).map(([name, { means }]) => [name, { description: means }])),
})

const PoolMember = builder.objectRef<Member>('PoolMember').implement({
  description: 'A CDN as a member of a pool. Its own weight counts in the pool of all CDNs alone.',
  fields: (t) => makeEntryFields(t, memberFields, { places: MemberPlace }),
})

export const PoolMemberInput = builder.inputType('PoolMemberInput', {
  description: 'A CDN as a member of a pool. An omitted field takes its default.',
  fields: (t) => {
    const { cdn, ...others } = memberFields
    return {
      cdn: t.string({ required: true, description: `Key of a CDN. Else \`${cdn.code}\`.` }),
      ...makeEntryInputs(t, others, { places: MemberPlaceInput }),
    }
  },
})

export const Pool = builder.objectRef<PoolConfig>('Pool').implement({
  description:
    'CDNs that serve the requests of some rules. What no rule matches goes to the pool of all CDNs, by their own weights: `all`.',
  fields: (t) => makeEntryFields(t, poolFields, { policy: PoolPolicy, members: PoolMember }),
})

addEntryQuery('pools', Pool)
