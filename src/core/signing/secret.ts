/** A secret as it was read. A function holds its value, since what prints, compares or sends objects leaves functions out. */
export type Secret =
  | { readonly kind: 'READ'; readonly reveal: () => string; readonly revealAll: () => string }
  | { readonly kind: 'MISSING'; readonly why: string }

/** Secrets by their references, `file:NAME` or `env:SLUICE_SECRET_NAME`. */
export type Secrets = ReadonlyMap<string, Secret>

/** Most bytes of a secret with both its values. */
export const MAX_SECRET_BYTES = 4_096

/**
 * Parses the text of a secret: a line with the value that signs, and during a rotation one with the other value that the CDN takes. What
 * is wrong is told without a part of it.
 */
export function parseSecret(text: string): Secret {
  if (Buffer.byteLength(text) > MAX_SECRET_BYTES) return missing(`it has more than ${MAX_SECRET_BYTES} bytes`)
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  const [first = ''] = lines
  if (lines.length > 2) return missing(`it has ${lines.length} lines, allowed are 1, or 2 during a rotation`)
  if (lines.includes('')) return missing(lines.length === 1 ? 'it is empty' : 'one of its lines is empty')
  return { kind: 'READ', reveal: () => first, revealAll: () => text }
}

export function missing(why: string): Secret {
  return { kind: 'MISSING', why }
}

export function isSameSecret(one: Secret, other: Secret | undefined): boolean {
  if (one.kind === 'MISSING') return other?.kind === 'MISSING' && other.why === one.why
  return other?.kind === 'READ' && other.revealAll() === one.revealAll()
}
