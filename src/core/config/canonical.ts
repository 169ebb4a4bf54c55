import { createHash } from 'node:crypto'

/**
 * One text for equal documents: object keys in code unit order, no white space, lists as they stand (RFC 8785's order; our
 * values are strings, integers, booleans and null, so its number rules are JSON.stringify's).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(byName))
      : inner,
  )
}

/** Hexadecimal SHA-256 of the canonical JSON. */
export function sha256Of(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1
}
