import type { Fields } from '../../core/config/fields.ts'
import { formatTable, type Cell } from '../table.ts'
import { optionOf } from './field-options.ts'

/** Formats entries as a table with a column for each declared field. */
export function formatEntries(fields: Fields, entries: readonly Readonly<Record<string, unknown>>[]): string {
  const names = Object.keys(fields)
  return formatTable(
    names.map((name) => optionOf(name).replaceAll('-', ' ').toUpperCase()),
    entries.map((entry) => names.map((name) => cellOf(entry[name]))),
  )
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null
  if (typeof value === 'number' || typeof value === 'string') return value
  return Array.isArray(value) ? value.map(formatItem).join(',') : JSON.stringify(value)
}

/** Formats an object in a list as options take it: `second:3:0`. */
function formatItem(item: unknown): string {
  return typeof item === 'object' && item !== null ? Object.values(item).join(':') : String(item)
}

/** Says what an edit of the working copy needs to count. */
export const toPublish = 'In the working copy; "sluice publish" makes it live.\n'
