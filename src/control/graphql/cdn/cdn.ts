import { cdnFields, type Cdn as CdnConfig } from '../../../core/config/cdn.ts'
import { builder } from '../builder.ts'
import { makeEntryFields } from '../entry-fields.ts'
import { addEntryQuery } from '../entry-query.ts'
import { CdnLoad } from '../load/cdn-load.ts'
import { Capacity } from './capacity.ts'
import { HealthCheck } from './health-check.ts'
import { CdnSigning } from './signing.ts'
import { Override, listOverrides } from '../override/override.ts'

/** `isFormer` marks the CDN of a former live revision, which shows no overrides. */
export type ShownCdn = CdnConfig & { readonly isFormer?: true }

export const Cdn = builder.objectRef<ShownCdn>('Cdn').implement({
  description:
    'A CDN that serves the same content as the origin. Players are redirected to `baseUrl` + `/` + server label + path and query of the video URL, or as `urlTemplate` says.',
  fields: (t) => ({
    ...makeEntryFields(t, cdnFields, { healthCheck: HealthCheck, signing: CdnSigning, capacity: Capacity }),
    overrides: t.field({
      type: [Override],
      description:
        'Overrides of the CDN, in the working copy and in the live revision; none in earlier revisions. No part of a configuration.',
      resolve: ({ key, isFormer }, _args, context) =>
        isFormer === undefined ? listOverrides(context).filter(({ target }) => target === key) : [],
    }),
    load: t.field({
      type: CdnLoad,
      nullable: true,
      description:
        'How full the CDN is, in the working copy and in the live revision. Null without a capacity in the live revision, and in earlier ones. No part of a configuration.',
      resolve: ({ key, isFormer }, _args, { fleet }) => (isFormer === undefined ? (fleet.loadOf(key) ?? null) : null),
    }),
  }),
})

addEntryQuery('cdns', Cdn)
