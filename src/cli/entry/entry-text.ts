import type { Field, Fields } from '../../core/config/fields.ts'
import { formatTable, type Cell } from '../table.ts'
import { optionOf, partNames } from './field-options.ts'

type Told = Readonly<Record<string, unknown>>

/** Formats entries as a table with a column for each declared field. Fields of a later format that none of them has are left out. */
export function formatEntries(fields: Fields, entries: readonly Told[]): string {
  const used = Object.entries(fields).filter(
    ([name, field]) => field.since === undefined || entries.some((entry) => cellOf(entry[name], field) !== null),
  )
  return formatColumns(used, entries)
}

/** Formats the one entry of its kind as a row with every declared field. */
export function formatWhole(fields: Fields, entry: Told): string {
  return formatColumns(Object.entries(fields), [entry])
}

function formatColumns(columns: readonly (readonly [name: string, field: Field])[], entries: readonly Told[]): string {
  return formatTable(
    columns.map(([name]) => optionOf(name).replaceAll('-', ' ').toUpperCase()),
    entries.map((entry) => columns.map(([name, field]) => cellOf(entry[name], field))),
  )
}

function cellOf(value: unknown, field: Field): Cell {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null
  if (typeof value === 'number' || typeof value === 'string') return value
  return Array.isArray(value) ? value.map((item) => formatItem(item, field)).join(',') : JSON.stringify(value)
}

/** Formats an object in a list as options take it: `second:3:0`, or as JSON where it has more. */
function formatItem(item: unknown, field: Field): string {
  if (typeof item !== 'object' || item === null) return String(item)
  const parts = partNames(field)
  return Object.keys(item).every((name) => parts.includes(name)) ? Object.values(item).join(':') : JSON.stringify(item)
}

/** Says what an edit of the working copy needs to count. */
export const toPublish = 'In the working copy; "sluice publish" makes it live.\n'
