import { z } from 'zod'
import { fail, ok, type Problem, type Result } from '../result.ts'
import { canonicalJson } from './canonical.ts'
import { allOf, problemsOf, type Checked } from './checked.ts'

/**
 * A field of the configuration, declared once. Parser, document schema, GraphQL output and input, command line, storage and format
 * version are derived from it.
 */
export type Field<Value = unknown, Given = Value> = Words & {
  readonly type: FieldType
  /** Form of the field in a document. */
  readonly form: z.ZodType
  /** Whether null is a value, or switches the field off. */
  readonly takesNull: boolean
  /** Fields of the entries of a NESTED_LIST that is declared by fields. */
  readonly parts?: { readonly [name: string]: Field }
  /** The words of a CHOICE. */
  readonly values?: readonly string[]
  /** Gives the value for a new entry that does not name the field. Without a fallback, a new entry has to name it. */
  readonly fallback?: (edit: { readonly key: string }) => Value
  /** Lowest format version that can express a value, where that goes by the value. */
  versionOf?(value: Value): number
  /** Parses any value of the type. A problem without `field` gets the name of this field. */
  parse(given: Given): Result<Value> | Checked<Value>
}

/** Type of a field in GraphQL and in a table. A nested one has its own type in GraphQL, and a Json column; a CHOICE has an enum. */
export type FieldType = 'TEXT' | 'CHOICE' | 'INTEGER' | 'NUMBER' | 'FLAG' | 'TEXTS' | 'INTEGERS' | 'NESTED' | 'NESTED_LIST'

/** Texts for people, without a full stop at the end. */
export type Words = {
  /** Code of the problem with a refused value; absent where every value of the type is allowed. */
  readonly code?: string
  readonly means: string
  readonly allowed: string
  /** The fallback, in words. */
  readonly unlessTold?: string
  readonly remedy: string
  /** A value other than the fallback. */
  readonly example: unknown
  /** First format version that has the field. Older documents lack it, so the field is absent at its fallback: ADR 0011. */
  readonly since?: number
}

export type Fields = Readonly<Record<string, Field>>

type ValueOf<F> = F extends { parse(given: never): Result<infer Value> | Checked<infer Value> } ? Value : never
type GivenOf<F> = F extends { parse(given: infer Given): unknown } ? Given : never
type LaterOf<F> = { [Name in keyof F]: F[Name] extends { readonly since: number } ? Name : never }[keyof F]
type Flat<T> = { readonly [Name in keyof T]: T[Name] }

/** A stored entry. */
export type EntryOf<F> = Flat<
  { readonly [Name in Exclude<keyof F, LaterOf<F>>]: ValueOf<F[Name]> } & {
    readonly [Name in LaterOf<F>]?: Exclude<ValueOf<F[Name]>, undefined>
  }
>

/** An edit of an entry. An omitted field keeps its value, or takes its fallback in a new entry. */
export type EditOf<F> = Flat<
  { readonly [Name in Extract<keyof F, 'key'>]: string } & {
    readonly [Name in Exclude<keyof F, 'key'>]?: GivenOf<F[Name]> | undefined
  }
>

export type WithCode = Words & { readonly code: string }

export function integer<
  W extends Omit<WithCode, 'allowed'> & { readonly min: number; readonly max: number; readonly fallback?: () => number },
>(words: W): Field<number> & W {
  const { code, min, max, remedy } = words
  const allowed = `an integer from ${min} to ${max}`
  return {
    ...words,
    allowed,
    type: 'INTEGER',
    takesNull: false,
    form: z
      .int(allowed)
      .min(min, allowed)
      .max(max, allowed)
      .meta({ description: inDocuments({ ...words, allowed }) }),
    parse: (received) =>
      Number.isInteger(received) && received >= min && received <= max ? ok(received) : fail({ code, received, allowed, remedy }),
  }
}

type TextWords = WithCode & {
  /** Approximates the parser in the JSON Schema, for other programs; accepts at least all that the parser accepts. */
  readonly pattern: RegExp
  readonly maxLength?: number
  readonly fallback?: (edit: { readonly key: string }) => string
  readonly parse: (given: string) => Result<string>
}

export function text<W extends TextWords>(words: W): Field<string> & W {
  return { ...words, type: 'TEXT', takesNull: false, form: textForm(words) }
}

/** Lets a field be null as well, which is its fallback. */
export function orNull<F extends Field>(
  field: F,
): Field<ValueOf<F> | null, GivenOf<F> | null> & Omit<F, Exclude<keyof Field, keyof Words>> {
  return {
    ...field,
    takesNull: true,
    form: field.form.nullable(),
    fallback: () => null,
    parse: (given) => (given === null ? ok(null) : (field as Field<ValueOf<F>, GivenOf<F>>).parse(given)),
  }
}

function textForm({ pattern, maxLength, ...words }: Omit<TextWords, 'fallback'>) {
  const form = z.string('text').regex(pattern, words.allowed)
  const bounded = maxLength === undefined ? form : form.max(maxLength, `at most ${maxLength} characters`)
  return bounded.meta({ description: inDocuments(words) })
}

export function flag<W extends Words & { readonly fallback: () => boolean }>(words: W): Field<boolean> & W {
  const form = z.boolean('true or false').meta({ description: inDocuments({ ...words, allowed: '' }) })
  return { ...words, type: 'FLAG', takesNull: false, form, parse: ok }
}

/** Applies an edit to `old`, or makes a new entry; else returns every problem, in the order of the fields. */
export function parseEntry<F extends Fields>(fields: F, edit: EditOf<F>, old: EntryOf<F> | undefined): Checked<EntryOf<F>> {
  const named = new Map<string, unknown>(Object.entries(edit))
  const had = new Map<string, unknown>(Object.entries(old ?? {}))
  const key = String(named.get('key'))
  const parts = Object.entries(fields).map(([name, field]) => {
    const given = named.get(name)
    const isNamed = given !== undefined && (given !== null || field.takesNull)
    return [name, withName(name, parseField(field, isNamed ? given : had.get(name), key))]
  })
  const parsed = allOf(Object.fromEntries(parts) as Readonly<Record<string, Checked<unknown>>>)
  if (!parsed.ok) return parsed
  const present = Object.entries(parsed.value).filter(([name, value]) => !isAbsent(fields[name], value, key))
  return { ok: true, value: Object.fromEntries(present) as EntryOf<F> } // the parser's cast: each field was parsed under its name
}

function parseField(field: Field, given: unknown, key: string): Result<unknown> | Checked<unknown> {
  if (given !== undefined) return field.parse(given)
  if (field.fallback !== undefined) return ok(field.fallback({ key }))
  return fail({ code: 'REQUIRED', received: 'nothing', allowed: 'a value, since the key is new', remedy: field.remedy })
}

function withName(name: string, part: Result<unknown> | Checked<unknown>): Checked<unknown> {
  if (part.ok) return part
  const [first, ...others] = problemsOf(part).map((problem): Problem => ({ ...problem, field: problem.field ?? name }))
  return { ok: false, problems: [first as Problem, ...others] }
}

/** Whether a value is left out: a field of a later format at its fallback, so that the document keeps the earlier format. */
export function isAbsent(field: Field | undefined, value: unknown, key: string): boolean {
  if (field?.since === undefined) return false
  return value === undefined || canonicalJson(value) === canonicalJson(field.fallback?.({ key }))
}

/** Schema of an entry in a document; refuses unknown fields and names the known ones. */
export function objectOf(fields: Fields) {
  const shape = Object.entries(fields).map(([name, { form, fallback }]) => [
    name,
    fallback === undefined ? form : form.exactOptional(),
  ])
  return strict(Object.fromEntries(shape) as Readonly<Record<string, z.ZodType>>)
}

/** Schema of an object; refuses unknown fields and names the known ones. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(', ')
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? names : 'an object') })
}

/** Schema of a whole number of a nested field, from 1. */
export function wholeForm(max: number, means: string) {
  const allowed = `an integer from 1 to ${max}`
  return z
    .int(allowed)
    .min(1, allowed)
    .max(max, allowed)
    .meta({ description: `${means}; ${allowed}` })
}

/** Description of a field in the JSON Schema. */
export function inDocuments({ means, unlessTold, allowed }: Pick<Words, 'means' | 'unlessTold' | 'allowed'>): string {
  return [means, ...(unlessTold === undefined ? [] : [`default: ${unlessTold}`]), allowed].filter(Boolean).join('; ')
}
