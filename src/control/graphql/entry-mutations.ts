import type { InputRef, ObjectRef } from '@pothos/core'
import { deleteEntry, upsertEntry } from '../../core/change/edits.ts'
import type { Field, Fields } from '../../core/config/fields.ts'
import { entriesOf } from '../../core/config/model.ts'
import { lists, withArticle, type EntryEdits, type ListName } from '../../core/config/nouns.ts'
import { planEdit } from '../../core/change/plan-edit.ts'
import { attemptsOn } from './audit/audited-mutations.ts'
import { builder } from './builder.ts'
import { makeEntryInputs, toEdit } from './entry-fields.ts'
import { expectedVersionDescription } from './expected-version.ts'
import { editErrors } from './problem/user-errors.ts'

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never
type Keyed = { readonly key: string }
type Input = Keyed & { readonly expectedVersion?: number | null | undefined }

/**
 * Adds `upsertX` and `deleteX` for the entries of a list of the configuration, and returns the input type `XInput`. `own` has the
 * input type of each nested field and each choice.
 */
export function addEntryMutations(
  list: ListName,
  type: ObjectRef<Types, Keyed>,
  own: Parameters<typeof makeEntryInputs>[2] = {},
): InputRef<Input> {
  const { fields, entry: name, one } = lists[list]
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const anEntry = withArticle(list)

  const input: InputRef<Input> = builder.inputType(`${typeName}Input`, {
    description: `${anEntry.charAt(0).toUpperCase()}${anEntry.slice(1)} to create or change. An omitted field keeps its value, or takes its default on creation.`,
    fields: (t) => ({
      ...makeEntryInputs(t, fields as Fields & { readonly key: Field }, own),
      expectedVersion: t.int({ description: expectedVersionDescription }),
    }),
  })

  const Upserted = builder.objectRef<{ readonly entry: Keyed }>(`Upsert${typeName}Success`).implement({
    description: `The ${one} as it stands in the working copy now; not yet live.`,
    fields: (t) => ({
      [name]: t.field({ type, description: 'With every field as it is now.', resolve: ({ entry }) => entry }),
    }),
  })
  const Deleted = builder.simpleObject(`Delete${typeName}Success`, {
    description: `The ${one} is gone from the working copy; still live until the next publish.`,
    fields: (t) => ({ key: t.string({ description: `Key of the ${one} that was deleted.` }) }),
  })

  builder.mutationField(`upsert${typeName}`, (t) =>
    t.field({
      description: `Creates or changes ${anEntry} of the working copy. Nothing goes live before \`publish\`.`,
      type: Upserted,
      extensions: attemptsOn((args: { readonly input: Keyed }) => `${list}.${args.input.key}`),
      errors: { types: editErrors },
      args: { input: t.arg({ type: input, required: true }) },
      resolve: async (_root, args, context) => {
        const { key, expectedVersion } = args.input
        const edit = upsertEntry(list, toEdit(fields, args.input) as EntryEdits[typeof list])
        const { workingCopy } = await context.change(
          planEdit(`upsert${typeName}`, `${list}.${key}`, edit, { expectedVersion: expectedVersion ?? undefined }),
        )
        const entries: readonly Keyed[] = entriesOf(workingCopy, list)
        return { entry: entries.find((entry) => entry.key === key) as Keyed }
      },
    }),
  )

  builder.mutationField(`delete${typeName}`, (t) =>
    t.field({
      description: `Deletes ${anEntry} from the working copy. Nothing goes live before \`publish\`.`,
      type: Deleted,
      extensions: attemptsOn((args: Keyed) => `${list}.${args.key}`),
      errors: { types: editErrors },
      args: { key: t.arg.string({ required: true }), expectedVersion: t.arg.int({ description: expectedVersionDescription }) },
      resolve: async (_root, { key, expectedVersion }, context) => {
        await context.change(
          planEdit(`delete${typeName}`, `${list}.${key}`, deleteEntry(list, key), {
            expectedVersion: expectedVersion ?? undefined,
          }),
        )
        return { key }
      },
    }),
  )
  return input
}
