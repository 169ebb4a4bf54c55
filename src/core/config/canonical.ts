import { createHash } from 'node:crypto'

/**
 * Writes equal documents as the same text: object keys in code unit order (RFC 8785), no white space, lists in their order. Values
 * are strings, numbers, booleans and null, for which JSON.stringify follows RFC 8785.
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
