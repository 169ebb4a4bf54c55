import type { Field, Fields } from './fields.ts'

/** Lowest format version that can express the entry. */
export function versionOf(fields: Fields, entry: object): number {
  return Math.max(1, ...Object.entries(entry).map(([name, value]) => versionOfValue(fields[name], value)))
}

function versionOfValue(field: Field | undefined, value: unknown): number {
  return Math.max(field?.since ?? 1, field?.versionOf?.(value) ?? 1)
}

/** Format version that the newest of the fields needs. */
export function newestOf(fields: Fields): number {
  return Math.max(1, ...Object.values(fields).map(({ since = 1 }) => since))
}
