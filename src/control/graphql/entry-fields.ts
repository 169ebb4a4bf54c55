import type { EnumRef, FieldRef, InputFieldBuilder, InputFieldRef, InputRef, ObjectFieldBuilder, ObjectRef } from '@pothos/core'
import type { EditOf, Field, Fields } from '../../core/config/fields.ts'
import type { builder } from './builder.ts'

// Makes the GraphQL fields of the configuration from its declarations. Nested fields and choices need a type from their noun.

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never

const scalars = {
  TEXT: 'String',
  INTEGER: 'Int',
  NUMBER: 'Float',
  FLAG: 'Boolean',
  TEXTS: ['String'],
  INTEGERS: ['Int'],
} as const
/** Stands for any of `scalars`: the declaration decides which one it is, not the compiler. */
type Scalar = 'String'

/** Makes the fields of an output type. `own` has the type of each nested field and each choice. */
export function makeEntryFields<Entry extends object>(
  t: ObjectFieldBuilder<Types, Entry>,
  fields: Fields,
  own: Readonly<Record<string, ObjectRef<Types, object> | EnumRef<Types, string>>> = {},
): Record<string, FieldRef<Types>> {
  const made = Object.entries(fields).map(([name, field]) => {
    const resolve = (entry: Entry): string => (valueOf(field, name, entry as Record<string, unknown>) ?? null) as string
    return [name, t.field({ type: typeOf(name, field, own), nullable: field.takesNull, description: wordOutput(field), resolve })]
  })
  return Object.fromEntries(made) as Record<string, FieldRef<Types>>
}

/** Reads a field. One of a later format is absent at its fallback. */
function valueOf({ fallback }: Field, name: string, entry: Readonly<Record<string, unknown>>): unknown {
  return entry[name] ?? fallback?.({ key: String(entry['key']) })
}

/** Makes the fields of an input type. Only the key is required: the parser knows which others a creation needs. */
export function makeEntryInputs<F extends Fields>(
  t: InputFieldBuilder<Types, 'InputObject'>,
  fields: F,
  own: Readonly<Record<string, InputRef<object> | EnumRef<Types, string>>> = {},
): { [Name in keyof F]: InputFieldRef<Types, Name extends 'key' ? string : unknown> } {
  const made = Object.entries(fields).map(([name, field]) => [
    name,
    t.field({ type: typeOf(name, field, own), required: name === 'key', description: wordInput(field) }),
  ])
  return Object.fromEntries(made) as { [Name in keyof F]: InputFieldRef<Types, Name extends 'key' ? string : unknown> }
}

/** Turns an input into an edit. Null counts as omitted where a field has no null. */
export function toEdit<F extends Fields>(fields: F, input: object): EditOf<F> {
  const given = Object.entries(input).filter(([name, value]) => {
    const field = fields[name]
    return field !== undefined && (value !== null || field.takesNull)
  })
  return Object.fromEntries(given) as EditOf<F> // GraphQL has checked the types, which are made of the same fields
}

function typeOf<Ref>(name: string, { type }: Field, own: Readonly<Record<string, Ref>>): Scalar {
  if (type in scalars) return scalars[type as keyof typeof scalars] as Scalar
  const ref = own[name]
  if (ref === undefined) throw new Error(`the field ${name} is a ${type} and has no type of its own`)
  return (type === 'NESTED_LIST' ? [ref] : ref) as Scalar
}

function wordOutput({ means, allowed }: Field): string {
  return [means, ...wordAllowed(allowed)].map(toSentence).join(' ')
}

function wordInput({ allowed, means, unlessTold, fallback, code }: Field): string {
  const told = allowed === '' ? [means] : wordAllowed(allowed)
  if (fallback === undefined) told.push('needed on creation')
  if (unlessTold !== undefined) told.push(`to begin with: ${unlessTold}`)
  return [...told.map(toSentence), ...(code === undefined ? [] : [`Else \`${code}\`.`])].join(' ')
}

function wordAllowed(allowed: string): string[] {
  return allowed === '' ? [] : [`allowed: ${allowed}`]
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
