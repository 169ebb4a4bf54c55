import { isAbsent, type Field, type Fields } from '../../core/config/fields.ts'

/**
 * Turns an entry of the API's answer into the form of documents: drops the nulls of fields that are off, and the fallbacks of later
 * formats.
 */
export function toDocumentForm(fields: Fields, entry: object): object {
  const key = 'key' in entry ? String(entry.key) : ''
  const told = Object.entries(entry as Record<string, unknown>).filter(
    ([name, value]) => (value !== null || hasNull(fields[name])) && !isAbsent(fields[name], value, key),
  )
  return Object.fromEntries(told.map(([name, value]) => [name, toNestedForm(fields[name], value)])) as object
}

function toNestedForm(field: Field | undefined, value: unknown): unknown {
  if (field?.type === 'NESTED') return dropNullParts(value as object)
  if (field?.type !== 'NESTED_LIST') return value
  const { parts } = field
  return (value as readonly object[]).map((entry) => (parts === undefined ? dropNullParts(entry) : toDocumentForm(parts, entry)))
}

/** Whether null is a value of the field; in a nested field null switches it off. */
function hasNull(field: Field | undefined): boolean {
  return field?.takesNull === true && field.type !== 'NESTED'
}

function dropNullParts(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null)) as object
}
