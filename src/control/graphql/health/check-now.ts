import { MAX_TIMEOUT_SECONDS } from '../../../core/config/bounds.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { InvalidInput, NotFound, valueOf } from '../problem/user-problems.ts'
import { CdnHealth } from './cdn-health.ts'

const CheckNowSuccess = builder.simpleObject('CheckNowSuccess', {
  description: 'The CDN was probed, over each address family that it has.',
  fields: (t) => ({
    cdn: t.field({ type: CdnHealth, description: 'How it is now, with this probe as its last.' }),
  }),
})

const targetOf = ({ cdn }: { readonly cdn: string }): string => `cdns.${cdn}`

builder.mutationField('checkNow', (t) =>
  t.field({
    description:
      'Probes a CDN from this node at once. The result counts as any other: one probe seldom changes a verdict. At most once a second for each CDN, else `TOO_SOON`; without a health check it is `NOT_CHECKED`.',
    type: CheckNowSuccess,
    extensions: attemptsOn(targetOf),
    errors: { types: [InvalidInput, NotFound] },
    args: { cdn: t.arg.string({ required: true, description: 'The key of a CDN of the live revision.' }) },
    resolve: async (_root, args, { health, deadline, recordAccepted }) => {
      deadline.allow(MAX_TIMEOUT_SECONDS * 1_000)
      const cdn = valueOf(await health.checkNow(args.cdn))
      await recordAccepted({
        action: 'checkNow',
        target: targetOf(args),
        after: { health: cdn.health, lastProbe: cdn.lastProbe },
      })
      return { cdn }
    },
  }),
)
