import { describe, expect, it } from 'vitest'
import type { FieldType, Fields } from '../../src/core/config/fields.ts'
import { lists } from '../../src/core/config/nouns.ts'
import { settingsFields } from '../../src/core/config/settings.ts'
import { getDatamodel } from '../../src/generated/pothos-types.ts'

type Column = { readonly type: string; readonly name: string; readonly isList: boolean; readonly isRequired: boolean }
const { models } = (
  getDatamodel() as unknown as {
    readonly datamodel: { readonly models: Readonly<Record<string, { readonly fields: readonly Column[] }>> }
  }
).datamodel

const columnOf: Readonly<Record<FieldType, readonly [type: string, isList: boolean]>> = {
  TEXT: ['String', false],
  CHOICE: ['String', false],
  INTEGER: ['Int', false],
  NUMBER: ['Float', false],
  FLAG: ['Boolean', false],
  TEXTS: ['String', true],
  INTEGERS: ['Int', true],
  NESTED: ['Json', false],
  NESTED_LIST: ['Json', false],
}

describe.each<{ readonly model: string; readonly fields: Fields; readonly others: readonly string[] }>([
  { model: 'Cdn', fields: lists.cdns.fields, others: [] },
  { model: 'OriginCluster', fields: lists.originClusters.fields, others: [] },
  { model: 'Pool', fields: lists.pools.fields, others: [] },
  { model: 'Rule', fields: lists.rules.fields, others: [] },
  { model: 'Zone', fields: lists.zones.fields, others: [] },
  { model: 'Expectation', fields: lists.expectations.fields, others: [] },
  { model: 'Settings', fields: settingsFields, others: ['id'] },
])('the table of $model', ({ model, fields, others }) => {
  const columns = models[model]?.fields ?? []

  it('has a column for each declared field, and no others', () => {
    expect(columns.map(({ name }) => name).toSorted()).toEqual([...Object.keys(fields), ...others].toSorted())
  })

  it.each(Object.entries(fields))('keeps %s in a column of its type', (name, { type, takesNull, since }) => {
    const [columnType, isList] = columnOf[type]
    // A field of a later format has rows from before it; one that takes null may be null.
    const isRequired = isList || (!takesNull && since === undefined)
    expect(columns.find((column) => column.name === name)).toMatchObject({ type: columnType, isList, isRequired })
  })
})
