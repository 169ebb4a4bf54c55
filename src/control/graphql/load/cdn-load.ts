import type { KnownLoad } from '../../../ports/cdn-loads.ts'
import { builder } from '../builder.ts'
import { OutsideLoad } from './outside-load.ts'

export const CdnLoad = builder.objectRef<KnownLoad>('CdnLoad').implement({
  description: 'How full a CDN is, as this node knows it, and what follows of it.',
  fields: (t) => ({
    percent: t.exposeFloat('percent', {
      nullable: true,
      description:
        'Percent of its capacity in use: the higher one of the own requests and a load from outside. Null: nothing tells.',
    }),
    requestsPerSecond: t.exposeFloat('requestsPerSecond', {
      nullable: true,
      description:
        'Requests that all nodes give it, smoothed over two seconds; without Redis reckoned from those of this node. Null: not known yet.',
    }),
    outside: t.field({
      type: OutsideLoad,
      nullable: true,
      description: 'The last load from outside, also one that is stale. Null: none was told.',
      resolve: ({ outside }) => outside,
    }),
    keepPercent: t.exposeInt('keepPercent', {
      description: 'Part of its requests that it keeps; the others spill to the next. An override of the CDN wins over it.',
    }),
    roomPercent: t.exposeInt('roomPercent', {
      description: 'Part of its capacity that nobody else uses, by which `LEAST_LOAD` weighs.',
    }),
  }),
})
