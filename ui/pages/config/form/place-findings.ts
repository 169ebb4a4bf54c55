import type { Finding } from './check-value.ts'
import type { FormField } from './form-field.ts'

/** Findings by the path of the field of the form that they stand beside; '' has those about no field. */
export type Placed = ReadonlyMap<string, readonly Finding[]>

/** Gives each finding to the innermost field of the form that its path leads to. */
export function placeFindings(fields: readonly FormField[], findings: readonly Finding[]): Placed {
  return Map.groupBy(findings, ({ path }) => placeOf(fields, path))
}

function placeOf(fields: readonly FormField[], path: string, before = ''): string {
  const [, name = '', index = '', rest = ''] = /^([^.[]*)(\[\d+\])?\.?(.*)$/s.exec(path) ?? []
  const field = fields.find((one) => one.name === name)
  if (field === undefined) return before
  const here = before === '' ? name : `${before}.${name}`
  if (field.holds.kind === 'GROUP') return rest === '' ? here : placeOf(field.holds.fields, rest, here)
  if (field.holds.kind === 'ROWS' && index !== '') return placeOf(field.holds.fields, rest, `${here}${index}`)
  return here
}
