import { isEntry } from './entry.ts'
import type { FormField, Kind, NumberKind, TextKind } from './form-field.ts'

/** A problem of a field, beside which it is shown. */
export type Finding = {
  readonly path: string
  readonly message: string
  /** Nothing was typed there yet. */
  readonly isMissing?: boolean
}

/** Most problems of one field that are told. */
const MOST = 10

/** Checks what stands in a form against the declared bounds, as far as the form can tell; the node checks all of it. */
export function checkFields(
  fields: readonly FormField[],
  value: unknown,
  { path = '', isWhole = false } = {},
): readonly Finding[] {
  const entry = isEntry(value) ? value : {}
  return fields.flatMap((field) => {
    const given = entry[field.name]
    const inner = path === '' ? field.name : `${path}.${field.name}`
    if (given === undefined || given === '') return isMissing(field, isWhole) ? [missing(field, inner)] : []
    if (given === null) return field.isNullable ? [] : [missing(field, inner)]
    return checkKind(field.holds, given, { path: inner, allowed: field.allowed }).slice(0, MOST)
  })
}

/** Whether the field has to be given. An entry that is there has all its fields, and none of them can be taken away but by null. */
function isMissing({ isRequired, isNullable }: FormField, isWhole: boolean): boolean {
  return isRequired || (isWhole && !isNullable)
}

function missing({ allowed }: FormField, path: string): Finding {
  return { path, message: allowed === '' ? 'a value is needed' : `a value is needed, allowed is ${allowed}`, isMissing: true }
}

type Place = { readonly path: string; readonly allowed: string }

function checkKind(holds: Kind, value: unknown, { path, allowed }: Place): readonly Finding[] {
  switch (holds.kind) {
    case 'GROUP':
      return checkFields(holds.fields, value, { path })
    case 'ROWS':
      return [
        ...checkLength(holds, value, { path, allowed }),
        ...listOf(value).flatMap((row, index) => checkFields(holds.fields, row, { path: `${path}[${index}]` })),
      ]
    case 'LIST':
      return [
        ...checkLength(holds, value, { path, allowed }),
        ...listOf(value).flatMap((item, index) => checkKind(holds.of, item, { path: `${path}[${index}]`, allowed })),
      ]
    case 'NUMBER':
      return isNumberOf(holds, value) ? [] : [{ path, message: refusal(value, allowed || boundsOf(holds)) }]
    case 'TEXT':
      return typeof value === 'string' && isTextOf(holds, value)
        ? []
        : [{ path, message: refusal(value, allowed || 'another form') }]
    case 'CHOICE':
    case 'FLAG':
      return []
  }
  return holds satisfies never
}

function checkLength(
  { least, most }: { readonly least: number; readonly most: number },
  value: unknown,
  { path, allowed }: Place,
): readonly Finding[] {
  const { length } = listOf(value)
  if (length >= least && length <= most) return []
  return [{ path, message: `received ${length}, allowed is ${allowed || `${least} to ${most}`}` }]
}

function isNumberOf({ isWhole, min, above, max }: NumberKind, value: unknown): boolean {
  if (typeof value !== 'number' || (isWhole && !Number.isInteger(value))) return false
  return (min === undefined || value >= min) && (above === undefined || value > above) && (max === undefined || value <= max)
}

function isTextOf({ pattern, minLength = 0, maxLength = Infinity }: TextKind, value: string): boolean {
  const { length } = [...value]
  return length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(value))
}

function boundsOf({ isWhole, min, above, max }: NumberKind): string {
  const from = min === undefined ? (above === undefined ? '' : ` above ${above}`) : ` from ${min}`
  return `${isWhole ? 'an integer' : 'a number'}${from}${max === undefined ? '' : ` to ${max}`}`
}

function refusal(value: unknown, allowed: string): string {
  const text = JSON.stringify(value)
  return `received ${text.length > 60 ? `${text.slice(0, 59)}…` : text}, allowed is ${allowed}`
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []
}
