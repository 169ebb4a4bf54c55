import { diffConfigs } from '../../../core/config/diff.ts'
import { findNamed } from '../../../core/config/revision.ts'
import { builder } from '../builder.ts'
import { valueOf } from '../problem/user-problems.ts'
import { ConfigChange } from './config-change.ts'

builder.queryField('diff', (t) =>
  t.field({
    description:
      'Differences from one revision to the other, in the order of the paths; `author` is the publisher of `to`. An unknown number is an error, `NOT_FOUND`.',
    type: [ConfigChange],
    nullable: true,
    args: {
      from: t.arg.int({ required: true, description: 'The number of the revision that gives `before`.' }),
      to: t.arg.int({ required: true, description: 'The number of the revision that gives `after`. It may be the older one.' }),
    },
    resolve: async (_root, { from, to }, { state, revision }) => {
      const { live } = await state()
      const before = valueOf(findNamed('from', from, await revision(from), live))
      const after = valueOf(findNamed('to', to, await revision(to), live))
      return diffConfigs(before.config, after.config).map((change) => ({ ...change, author: after.author }))
    },
  }),
)
