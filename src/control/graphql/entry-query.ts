import type { ObjectRef } from '@pothos/core'
import { entriesOf } from '../../core/config/model.ts'
import { lists, type ListName } from '../../core/config/nouns.ts'
import { builder } from './builder.ts'

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never
type Keyed = { readonly key: string }

/** Adds the query of one entry of a list of the configuration, by its key. */
export function addEntryQuery(list: ListName, type: ObjectRef<Types, Keyed>): void {
  const { entry: name, one } = lists[list]
  builder.queryField(name, (t) =>
    t.field({
      description: `The ${one} of the working copy with this key, published or not; null when there is none.`,
      type,
      nullable: true,
      args: { key: t.arg.string({ required: true }) },
      resolve: async (_root, { key }, context) => {
        const entries: readonly Keyed[] = entriesOf((await context.state()).workingCopy, list)
        return entries.find((entry) => entry.key === key)
      },
    }),
  )
}
