import { deleteCdn, upsertCdn } from '../../../core/config/edits.ts'
import type { CdnEdit } from '../../../core/config/entries.ts'
import { planEdit } from '../../../core/config/plan-edit.ts'
import type { Cdn as CdnConfig } from '../../../core/config/model.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { expectedVersionDescription } from '../expected-version.ts'
import { editErrors } from '../user-errors.ts'
import { Cdn } from './cdn.ts'

export const CdnInput = builder.inputType('CdnInput', {
  description: 'A CDN to create or change. An omitted field keeps its value, or takes its default on creation.',
  fields: (t) => ({
    key: t.string({ required: true, description: '`[a-z][a-z0-9-]{0,31}`. Else `KEY_INVALID`.' }),
    name: t.string({ description: '1 to 200 characters. Default: the key.' }),
    baseUrl: t.string({
      description: 'Needed on creation. `cdn.example.com`, `https://cdn.example.com:8443/vod` … Else `BASE_URL_INVALID`.',
    }),
    weight: t.int({ description: '0 to 1000, default 1. Else `WEIGHT_INVALID`.' }),
    enabled: t.boolean({ description: 'Default true.' }),
    expectedVersion: t.int({ description: expectedVersionDescription }),
  }),
})

export function toCdnEdit({ key, name, baseUrl, weight, enabled }: typeof CdnInput.$inferInput): CdnEdit {
  return {
    key,
    name: name ?? undefined,
    baseUrl: baseUrl ?? undefined,
    weight: weight ?? undefined,
    enabled: enabled ?? undefined,
  }
}

const UpsertCdnSuccess = builder.simpleObject('UpsertCdnSuccess', {
  description: 'The CDN as it stands in the working copy now; not yet live.',
  fields: (t) => ({ cdn: t.field({ type: Cdn, description: 'With every field as it is now.' }) }),
})

const DeleteCdnSuccess = builder.simpleObject('DeleteCdnSuccess', {
  description: 'The CDN is gone from the working copy; still live until the next publish.',
  fields: (t) => ({ key: t.string({ description: 'Of the CDN that was deleted.' }) }),
})

builder.mutationField('upsertCdn', (t) =>
  t.field({
    description: 'Creates or changes a CDN of the working copy. Nothing goes live before `publish`.',
    type: UpsertCdnSuccess,
    extensions: attemptsOn(({ input }: { readonly input: { readonly key: string } }) => `cdns.${input.key}`),
    errors: { types: editErrors },
    args: { input: t.arg({ type: CdnInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { key } = input
      const edit = upsertCdn(toCdnEdit(input))
      const { workingCopy } = await context.change(
        planEdit('upsertCdn', `cdns.${key}`, edit, { expectedVersion: input.expectedVersion ?? undefined }),
      )
      return { cdn: workingCopy.cdns.find((cdn) => cdn.key === key) as CdnConfig }
    },
  }),
)

builder.mutationField('deleteCdn', (t) =>
  t.field({
    description: 'Deletes a CDN from the working copy. Nothing goes live before `publish`.',
    type: DeleteCdnSuccess,
    extensions: attemptsOn(({ key }: { readonly key: string }) => `cdns.${key}`),
    errors: { types: editErrors },
    args: { key: t.arg.string({ required: true }), expectedVersion: t.arg.int({ description: expectedVersionDescription }) },
    resolve: async (_root, { key, expectedVersion }, context) => {
      await context.change(
        planEdit('deleteCdn', `cdns.${key}`, deleteCdn(key), { expectedVersion: expectedVersion ?? undefined }),
      )
      return { key }
    },
  }),
)
