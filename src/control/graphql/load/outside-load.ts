import type { OutsideLoad as Load } from '../../../ports/outside-loads.ts'
import { builder } from '../builder.ts'

export const OutsideLoad = builder.objectRef<Load>('OutsideLoad').implement({
  description: 'Load of a CDN that somebody outside told, in one of two units. Times are by the clock of the store.',
  fields: (t) => ({
    percent: t.exposeFloat('percent', { nullable: true, description: 'Percent of its capacity; null: it was told in megabits.' }),
    mbps: t.exposeFloat('mbps', { nullable: true, description: 'Megabits a second; null: it was told in percent.' }),
    at: t.field({
      type: 'DateTime',
      description: 'When it was told.',
      resolve: ({ reportedAtEpochMs }) => new Date(reportedAtEpochMs),
    }),
    validUntil: t.field({
      type: 'DateTime',
      description: 'When it ends.',
      resolve: ({ validUntilEpochMs }) => new Date(validUntilEpochMs),
    }),
    isStale: t.boolean({
      description: 'Whether it has ended, so that it counts no more.',
      resolve: ({ validUntilEpochMs }, _args, { nowEpochMs }) => validUntilEpochMs <= nowEpochMs(),
    }),
  }),
})
