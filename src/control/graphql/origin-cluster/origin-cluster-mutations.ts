import { deleteOriginCluster, upsertOriginCluster } from '../../../core/config/edits.ts'
import type { OriginClusterEdit } from '../../../core/config/entries.ts'
import { planEdit } from '../../../core/config/plan-edit.ts'
import type { OriginCluster as OriginClusterConfig } from '../../../core/config/model.ts'
import { attemptsOn } from '../audit/audited-mutations.ts'
import { builder } from '../builder.ts'
import { expectedVersionDescription } from '../expected-version.ts'
import { editErrors } from '../user-errors.ts'
import { OriginCluster } from './origin-cluster.ts'

export const OriginClusterInput = builder.inputType('OriginClusterInput', {
  description: 'An origin cluster to create or change. An omitted field keeps its value, or takes its default on creation.',
  fields: (t) => ({
    key: t.string({ required: true, description: '1 to 240 of a–z, 0–9 and "-". Else `KEY_INVALID`.' }),
    hostSuffix: t.string({
      description: 'Needed on creation: `origin-cluster`, `video.example.com` … Else `HOST_SUFFIX_INVALID`, or `DUPLICATE`.',
    }),
    serverLabelPattern: t.string({
      description:
        'a–z, 0–9, "-", `\\d` and classes such as `[a-f]`, each with an optional `?`, `{n}` or `{m,n}`. Null: `s` and 1–4 digits. Else `SERVER_LABEL_PATTERN_INVALID`.',
    }),
    schemes: t.stringList({ description: '`http`, `https` or both, the default. Else `SCHEMES_INVALID`.' }),
    ports: t.intList({ description: "At most 16 ports besides the scheme's own, default none. Else `PORTS_INVALID`." }),
    expectedVersion: t.int({ description: expectedVersionDescription }),
  }),
})

export function toOriginClusterEdit(input: typeof OriginClusterInput.$inferInput): OriginClusterEdit {
  const { key, hostSuffix, serverLabelPattern, schemes, ports } = input
  return {
    key,
    hostSuffix: hostSuffix ?? undefined,
    serverLabelPattern,
    schemes: schemes ?? undefined,
    ports: ports ?? undefined,
  }
}

const UpsertOriginClusterSuccess = builder.simpleObject('UpsertOriginClusterSuccess', {
  description: 'The origin cluster as it stands in the working copy now; not yet live.',
  fields: (t) => ({ originCluster: t.field({ type: OriginCluster, description: 'With every field as it is now.' }) }),
})

const DeleteOriginClusterSuccess = builder.simpleObject('DeleteOriginClusterSuccess', {
  description: 'The origin cluster is gone from the working copy; still live until the next publish.',
  fields: (t) => ({ key: t.string({ description: 'Of the origin cluster that was deleted.' }) }),
})

builder.mutationField('upsertOriginCluster', (t) =>
  t.field({
    description: 'Creates or changes an origin cluster of the working copy. Nothing goes live before `publish`.',
    type: UpsertOriginClusterSuccess,
    extensions: attemptsOn(({ input }: { readonly input: { readonly key: string } }) => `originClusters.${input.key}`),
    errors: { types: editErrors },
    args: { input: t.arg({ type: OriginClusterInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { key } = input
      const edit = upsertOriginCluster(toOriginClusterEdit(input))
      const expected = { expectedVersion: input.expectedVersion ?? undefined }
      const { workingCopy } = await context.change(planEdit('upsertOriginCluster', `originClusters.${key}`, edit, expected))
      return { originCluster: workingCopy.originClusters.find((cluster) => cluster.key === key) as OriginClusterConfig }
    },
  }),
)

builder.mutationField('deleteOriginCluster', (t) =>
  t.field({
    description: 'Deletes an origin cluster from the working copy. Nothing goes live before `publish`.',
    type: DeleteOriginClusterSuccess,
    extensions: attemptsOn(({ key }: { readonly key: string }) => `originClusters.${key}`),
    errors: { types: editErrors },
    args: { key: t.arg.string({ required: true }), expectedVersion: t.arg.int({ description: expectedVersionDescription }) },
    resolve: async (_root, { key, expectedVersion }, context) => {
      const expected = { expectedVersion: expectedVersion ?? undefined }
      await context.change(planEdit('deleteOriginCluster', `originClusters.${key}`, deleteOriginCluster(key), expected))
      return { key }
    },
  }),
)
