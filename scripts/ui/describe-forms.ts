import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import type { Form, FormField, Kind, SingleKind } from '../../ui/pages/config/form/form-field.ts'
import { configLists } from './config-lists.ts'

/** The parts of JSON Schema that the configuration uses. */
type JsonSchema = {
  readonly type?: string
  readonly description?: string
  readonly anyOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly enum?: readonly (string | number)[]
  readonly pattern?: string
} & {
  readonly [Bound in 'minLength' | 'maxLength' | 'minimum' | 'exclusiveMinimum' | 'maximum' | 'minItems' | 'maxItems']?: number
}

/** The same object in GraphQL: what is answered, and what is given. */
type Pair = { readonly type: GraphQLObjectType; readonly input: GraphQLInputObjectType }
type Words = Pick<FormField, 'words' | 'allowed' | 'unlessTold'>

/** Most entries of a list that tells no bound. */
const UNBOUNDED = 1_000

/**
 * Describes the form of each list of the configuration. Fields, their order and bounds come from the JSON Schema, words from
 * schema.graphql; both are made from the same declarations.
 */
export function describeForms(schemaText: string, json: JsonSchema): Readonly<Record<string, Form>> {
  const schema = buildSchema(schemaText)
  const lists = configLists(schema)
  const nouns = new Map(lists.map(({ name, type }) => [type.name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase(), name]))
  const order = Object.keys(json.properties ?? {})
  return Object.fromEntries(
    lists
      .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
      .map(({ name, type, input }) => {
        const described = json.properties?.[name] ?? {}
        const fields = fieldsOf(described.items ?? described, { type, input })
        return [name, { words: type.description ?? '', most: described.maxItems ?? 1, fields }]
      }),
  )

  function fieldsOf({ properties = {}, required = [] }: JsonSchema, pair: Pair): readonly FormField[] {
    return Object.entries(properties).map(([name, given]) => {
      const isNullable = given.anyOf?.some(({ type }) => type === 'null') === true
      const form = given.anyOf?.find(({ type }) => type !== 'null') ?? given
      const words = wordsOf(pair, name, form)
      return { name, ...words, isRequired: required.includes(name), isNullable, holds: kindOf(form, inside(pair, name), words) }
    })
  }

  function kindOf(form: JsonSchema, pair: Pair | undefined, words: Words, enumWords = enumWordsOf(schema, form)): Kind {
    if (form.type === 'object' && pair !== undefined) return { kind: 'GROUP', fields: fieldsOf(form, pair) }
    if (form.type !== 'array' || form.items === undefined) return singleOf(form, words, enumWords)
    const { minItems: least = 0, maxItems: most = form.items.enum?.length ?? UNBOUNDED, items } = form
    if (pair !== undefined) return { kind: 'ROWS', fields: fieldsOf(items, pair), least, most }
    return { kind: 'LIST', of: singleOf(items, words, enumWordsOf(schema, items)), least, most }
  }

  function singleOf(form: JsonSchema, { words, allowed }: Words, enumWords: ReadonlyMap<string, string>): SingleKind {
    if (form.enum !== undefined)
      return { kind: 'CHOICE', values: form.enum.map((value) => ({ value, words: enumWords.get(String(value)) ?? '' })) }
    if (form.type === 'boolean') return { kind: 'FLAG' }
    if (form.type === 'integer' || form.type === 'number') {
      const bounds = { min: form.minimum, above: form.exclusiveMinimum, max: form.maximum }
      return { kind: 'NUMBER', isWhole: form.type === 'integer', ...present(bounds) }
    }
    if (form.type !== 'string') throw new Error(`no form is known for ${JSON.stringify(form)}`)
    const [, noun] = /\bkeys? of (?:an? |the )?(cdn|zone|pool|origin cluster)/i.exec(`${words} ${allowed}`) ?? []
    const refersTo = nouns.get(noun?.toLowerCase() ?? '')
    return { kind: 'TEXT', ...present({ pattern: form.pattern, minLength: form.minLength, maxLength: form.maxLength, refersTo }) }
  }
}

/** Parts the descriptions of a field: `Means. Allowed: values. To begin with: value. Else CODE.`, in documents `means; values`. */
function wordsOf({ type, input }: Pair, name: string, { description = '', properties }: JsonSchema): Words {
  const [answered, given] = [type.getFields()[name]?.description ?? '', input.getFields()[name]?.description ?? '']
  return {
    words: answered.replace(/\s*Allowed: .*/s, ''),
    allowed:
      /Allowed: (.*?)\.(?: To begin with: | Needed on creation| Else `|$)/s.exec(given)?.[1] ??
      (properties === undefined ? (/; ([^;]*)$/.exec(description)?.[1] ?? '') : ''),
    unlessTold: /To begin with: (.*?)\.(?: Else `|$)/s.exec(given)?.[1] ?? '',
  }
}

function inside({ type, input }: Pair, name: string): Pair | undefined {
  const [part, given] = [getNamedType(type.getFields()[name]?.type), getNamedType(input.getFields()[name]?.type)]
  return isObjectType(part) && isInputObjectType(given) ? { type: part, input: given } : undefined
}

/** Words of each value, from the enum of the API that has the same values. */
function enumWordsOf(schema: GraphQLSchema, { enum: values = [] }: JsonSchema): ReadonlyMap<string, string> {
  const found = Object.values(schema.getTypeMap())
    .filter((type) => isEnumType(type))
    .find((type) => type.getValues().length === values.length && values.every((value) => type.getValue(String(value))))
  return new Map(found?.getValues().map(({ name, description }) => [name, description ?? '']))
}

function present<T extends object>(bounds: T): { [Name in keyof T]: NonNullable<T[Name]> } {
  return Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined)) as {
    [Name in keyof T]: NonNullable<T[Name]>
  }
}

/** Prints the forms as a module. */
export function printForms(schemaText: string, json: JsonSchema): string {
  return `// Generated from schema.graphql and docs/config.schema.json by "npm run generate".
/** The newest form of a document. */
export const formatVersion = ${json.properties?.['formatVersion']?.maximum ?? 1}

/** What the forms of the configuration are made of. */
export const forms = ${JSON.stringify(describeForms(schemaText, json), undefined, 2)} as const
`
}
