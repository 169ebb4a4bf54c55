import type { Field, Fields } from '../../core/config/fields.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import type { Option, Options } from '../command.ts'

const placeholders: Readonly<Record<Field['type'], string>> = {
  TEXT: 'TEXT',
  CHOICE: 'WORD',
  INTEGER: 'N',
  NUMBER: 'NUMBER',
  FLAG: 'true|false',
  TEXTS: 'A,B',
  INTEGERS: 'N,N',
  NESTED: 'JSON',
  NESTED_LIST: 'A:N,B:N',
}

/** Makes an option of each declared field but the key: `--base-url TEXT`. */
export function optionsFor(fields: Fields): Options {
  return Object.fromEntries(namesOf(fields).map((name) => [optionOf(name), describeField(fields[name] as Field)]))
}

/** Lists the options as a synopsis: `[--name TEXT] [--base-url TEXT]`. */
export function synopsisOf(fields: Fields): string {
  return namesOf(fields)
    .map((name) => `[--${optionOf(name)} ${placeholders[(fields[name] as Field).type]}]`)
    .join(' ')
}

/** Reads the given options as an edit, by the types of their fields. Ranges are for the service to check. */
export function readEdit(fields: Fields, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const given = namesOf(fields).filter((name) => values[optionOf(name)] !== undefined)
  if (given.length === 0)
    throw new CommandFailure(
      cliExitCodes.usage,
      `nothing to set: give one or more of ${synopsisOf(fields).replaceAll(/[[\]]/g, '')}`,
    )
  return Object.fromEntries(given.map((name) => [name, readField(name, fields[name] as Field, String(values[optionOf(name)]))]))
}

function namesOf(fields: Fields): readonly string[] {
  return Object.keys(fields).filter((name) => name !== 'key')
}

export function optionOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function describeField({ type, takesNull, means, unlessTold, allowed }: Field): Option {
  const nothing = takesNull ? "'' for none" : ''
  const start = unlessTold === undefined ? '' : `to begin with: ${unlessTold}`
  return { type: 'string', value: placeholders[type], help: [means, start, allowed, nothing].filter(Boolean).join('; ') }
}

function readField(name: string, field: Field, text: string): unknown {
  if (text === '' && field.takesNull) return null
  const value = readAs[field.type](text, field)
  if (value !== undefined) return value
  const isNested = field.type === 'NESTED' || field.type === 'NESTED_LIST'
  const allowed = isNested ? `JSON such as ${JSON.stringify(field.example)}` : field.allowed
  const received = name === 'signing' ? '' : `received ${JSON.stringify(text)}, ` // it may hold a secret by mistake
  throw new CommandFailure(cliExitCodes.usage, `--${optionOf(name)}: ${received}allowed is ${allowed}`)
}

/** Readers of a field's text; undefined for a text that has not the type. */
const readAs: Readonly<Record<Field['type'], (text: string, field: Field) => unknown>> = {
  TEXT: (text) => text,
  CHOICE: (text, { values }) => values?.find((value) => value === text.toUpperCase()),
  INTEGER: readInteger,
  NUMBER: (text) => (/^\d{1,10}(?:\.\d{1,20})?$/.test(text) ? Number(text) : undefined),
  FLAG: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  TEXTS: splitList,
  INTEGERS(text) {
    const numbers = splitList(text).map(readInteger)
    return numbers.includes(undefined) ? undefined : numbers
  },
  NESTED: readJson,
  NESTED_LIST: (text, field) => (text.startsWith('[') ? readJson(text) : readParts(text, field)),
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Names of the parts of `second:3`, those of the example: the first is a text and the others are integers. */
export function partNames({ example }: Field): readonly string[] {
  return Object.keys((example as readonly object[])[0] ?? {})
}

/** Reads `second:3,default` as objects. */
function readParts(text: string, field: Field): unknown {
  const names = partNames(field)
  const parts = splitList(text).map((part) => part.split(':'))
  const isShort = parts.every(([, ...numbers]) => numbers.length < names.length && !numbers.map(readInteger).includes(undefined))
  if (!isShort) return undefined
  return parts.map((values) =>
    Object.fromEntries(values.map((value, index) => [names[index], index === 0 ? value : Number(value)])),
  )
}

function readInteger(text: string): number | undefined {
  return /^-?\d{1,10}$/.test(text) ? Number(text) : undefined
}

function splitList(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map((part) => part.trim())
}
