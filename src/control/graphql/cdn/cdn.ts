import { builder } from '../builder.ts'
import { Override, shownOverrides } from '../override/override.ts'
import type { Cdn as CdnConfig } from '../../../core/config/model.ts'

/** Of a revision that is not live any more: nothing is shown that holds now. */
export type ShownCdn = CdnConfig & { readonly isFormer?: true }

export const Cdn = builder.objectRef<ShownCdn>('Cdn').implement({
  description:
    'Who serves the same content as the origin. Players are redirected to `baseUrl` + `/` + server label + path and query of the video URL.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Chosen by the operator, never changed: `[a-z][a-z0-9-]{0,31}`.' }),
    name: t.exposeString('name', { description: 'For people. The key, unless another was given.' }),
    baseUrl: t.exposeString('baseUrl', {
      description:
        "`host`, `host:port` or `scheme://host`, each with an optional path prefix; no trailing slash. Without a scheme the video URL's own is used.",
    }),
    weight: t.exposeInt('weight', {
      description:
        '0 to 1000. The share of the CDN traffic is weight over the sum of the weights of all enabled CDNs; 0 is a fallback only.',
    }),
    enabled: t.exposeBoolean('enabled', { description: 'A disabled CDN keeps its settings and gets no traffic.' }),
    overrides: t.field({
      type: [Override],
      description:
        'What operators set over it, in the working copy and in the live revision; none in earlier revisions. No part of a configuration.',
      resolve: ({ key, isFormer }, _args, context) =>
        isFormer === undefined ? shownOverrides(context).filter(({ target }) => target === key) : [],
    }),
  }),
})
