import { z } from 'zod'
import { fail, ok, type Problem, type Result } from '../result.ts'
import { canonicalJson } from './canonical.ts'
import { allOf, problemsOf, type Checked } from './checked.ts'

/**
 * One field of the configuration, declared once. Parser, form of documents, GraphQL output and input, command line, storage and
 * format version are made of it.
 */
export type Field<Value = unknown, Given = Value> = Words & {
  readonly type: FieldType
  /** Its form in a document. */
  readonly form: z.ZodType
  /** Null is a value, or switches it off. */
  readonly takesNull: boolean
  /** The value of an entry that does not name it. Without one it has to be named on creation. */
  readonly fallback?: (edit: { readonly key: string }) => Value
  /** `given` may be anything of its type. A problem without a field gets the name of this one. */
  parse(given: Given): Result<Value> | Checked<Value>
}

/** The type in GraphQL and in a table. NESTED has a type of its own in GraphQL, and a Json column. */
export type FieldType = 'TEXT' | 'INTEGER' | 'FLAG' | 'TEXTS' | 'INTEGERS' | 'NESTED'

/** Texts for people, without a full stop at their end. */
export type Words = {
  /** Code of the problem with a value that is not allowed; none where every value of the type is. */
  readonly code?: string
  readonly means: string
  readonly allowed: string
  /** The fallback. */
  readonly unlessTold?: string
  readonly remedy: string
  /** A value that is another than the fallback. */
  readonly example: unknown
  /** The first format version that has it. Older documents lack it, so it is absent at its fallback: ADR 0011. */
  readonly since?: number
}

export type Fields = Readonly<Record<string, Field>>

type ValueOf<F> = F extends { parse(given: never): Result<infer Value> | Checked<infer Value> } ? Value : never
type GivenOf<F> = F extends { parse(given: infer Given): unknown } ? Given : never
type LaterOf<F> = { [Name in keyof F]: F[Name] extends { readonly since: number } ? Name : never }[keyof F]
type Flat<T> = { readonly [Name in keyof T]: T[Name] }

/** An entry as it is stored. */
export type EntryOf<F> = Flat<
  { readonly [Name in Exclude<keyof F, LaterOf<F>>]: ValueOf<F[Name]> } & {
    readonly [Name in LaterOf<F>]?: Exclude<ValueOf<F[Name]>, undefined>
  }
>

/** An entry as an editor names it. An omitted field keeps its value, or takes its fallback. */
export type EditOf<F> = Flat<
  { readonly [Name in Extract<keyof F, 'key'>]: string } & {
    readonly [Name in Exclude<keyof F, 'key'>]?: GivenOf<F[Name]> | undefined
  }
>

type WithCode = Words & { readonly code: string }

export function integer<
  W extends Omit<WithCode, 'allowed'> & { readonly min: number; readonly max: number; readonly fallback: () => number },
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
  /** As much of the parser as a pattern can say, for other programs; it lets through all that the parser does. */
  readonly pattern: RegExp
  readonly maxLength?: number
  readonly fallback?: (edit: { readonly key: string }) => string
  readonly parse: (given: string) => Result<string>
}

export function text<W extends TextWords>(words: W): Field<string> & W {
  return { ...words, type: 'TEXT', takesNull: false, form: textForm(words) }
}

/** A text, or null where there is none. */
export function textOrNull<W extends Omit<TextWords, 'fallback'>>(words: W): Field<string | null> & Omit<W, 'parse'> {
  return {
    ...words,
    type: 'TEXT',
    takesNull: true,
    form: textForm(words).nullable(),
    fallback: () => null,
    parse: (given) => (given === null ? ok(null) : words.parse(given)),
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

/** The entry that an edit makes of `old`, or of nothing; else every problem with it, in the order of the fields. */
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

/** A field of a later format is left out at its fallback, so that the document stays one of the earlier format. */
export function isAbsent(field: Field | undefined, value: unknown, key: string): boolean {
  if (field?.since === undefined) return false
  return value === undefined || canonicalJson(value) === canonicalJson(field.fallback?.({ key }))
}

/** The lowest format version that can express the entry. */
export function versionOf(fields: Fields, entry: object): number {
  return Math.max(1, ...Object.keys(entry).map((name) => fields[name]?.since ?? 1))
}

/** The form of an entry in a document: strict, and it says which fields there are. */
export function objectOf(fields: Fields) {
  const shape = Object.entries(fields).map(([name, { form, fallback }]) => [
    name,
    fallback === undefined ? form : form.exactOptional(),
  ])
  return strict(Object.fromEntries(shape) as Readonly<Record<string, z.ZodType>>)
}

/** An object that refuses other fields and says which it has. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(', ')
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? names : 'an object') })
}

/** What a document's schema says of a field. */
export function inDocuments({ means, unlessTold, allowed }: Pick<Words, 'means' | 'unlessTold' | 'allowed'>): string {
  return [means, ...(unlessTold === undefined ? [] : [`${unlessTold}, unless told`]), allowed].filter(Boolean).join('; ')
}
