import { DEFAULT_LOAD_VALID_SECONDS } from '../../../core/load/told-load.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { InvalidInput, NotFound, StoreUnavailable } from '../problem/user-problems.ts'
import { OutsideLoad } from './outside-load.ts'

const ReportLoadInput = builder.inputType('ReportLoadInput', {
  description: 'How full a CDN is, by somebody who measures it: `percent` or `mbps`, one of them.',
  fields: (t) => ({
    cdn: t.string({ required: true, description: 'The key of a CDN of the live revision, which has a capacity.' }),
    percent: t.float({ description: 'Percent of its capacity, from 0 to 1,000.' }),
    mbps: t.float({ description: 'Megabits a second, from 0 to ten times those of its capacity, which has to have some.' }),
    validSeconds: t.int({
      defaultValue: DEFAULT_LOAD_VALID_SECONDS,
      description: 'How long it counts, unless another report comes: 1 to 3,600.',
    }),
  }),
})

const ReportLoadSuccess = builder.simpleObject('ReportLoadSuccess', {
  description: 'The report was taken. This node goes by it at once, others within two seconds.',
  fields: (t) => ({
    load: t.field({ type: OutsideLoad, description: 'The load as it was taken.' }),
  }),
})

builder.mutationField('reportLoad', (t) =>
  t.field({
    description:
      'Tells how full a CDN is, in place of what was told before. At most ten a second for each CDN, else `TOO_SOON`; one that cannot be is `LOAD_INVALID`. The audit trail has the first one of a day by each actor about each CDN.',
    type: ReportLoadSuccess,
    extensions: attemptsOn(({ input }: { readonly input: { readonly cdn: string } }) => `cdns.${input.cdn}`),
    errors: { types: [InvalidInput, NotFound, StoreUnavailable] },
    args: { input: t.arg({ type: ReportLoadInput, required: true }) },
    resolve: async (_root, { input }, { reportLoad }) => {
      const { cdn, percent = null, mbps = null, validSeconds } = input
      return { load: await reportLoad(cdn, { percent, mbps, validSeconds: validSeconds ?? DEFAULT_LOAD_VALID_SECONDS }) }
    },
  }),
)
