import { weaknessOf } from './weak-token.ts'

/** Fewest characters before a secret repeats itself. */
const MIN_PERIOD = 16
/** Fewest different characters. 32 random hexadecimal digits have fewer once in a million times. */
const MIN_DISTINCT = 8
/** Words in the secrets of examples, frameworks and people. No word has only a–f, as random hexadecimal digits may. */
const words =
  /administrator|development|characters|production|qwertyuiop|asdfghjkl|changeme|password|private|replace|example|default|zxcvbnm|random|secret|sluice|string|signing|letters|please|hs256|token|super|admin|least|login|local|bytes|hmac|your|user|test|sign|code|long|must|this|that|here|with|bits|key|jwt|for|you|the|and|not|has|bit|my|is|an|at|in|to|of/g
/** Fewest letters beside the words: fewer are one or two words of any dictionary. */
const MIN_OTHER_LETTERS = 12

/**
 * Tells why a secret that signs tokens could be found, without showing it; undefined when it looks strong. Stricter than
 * `weaknessOf`: with one signed token in hand, an attacker tries billions of secrets a second offline.
 */
export function secretWeaknessOf(secret: string): string | undefined {
  const weakness = weaknessOf(secret)
  if (weakness !== undefined) return weakness
  if (new Set(secret).size < MIN_DISTINCT) return `has under ${MIN_DISTINCT} different characters`
  if (periodOf(secret) < MIN_PERIOD) return `repeats under ${MIN_PERIOD} characters`
  if (countNeighbours(secret) * 2 > secret.length) return 'counts up or down'
  const lower = secret.toLowerCase()
  const others = lower.replaceAll(words, '').replaceAll(/[^a-z]/g, '')
  return lower.search(words) !== -1 && others.length < MIN_OTHER_LETTERS ? 'is made of words that are tried first' : undefined
}

/** Length of the shortest beginning that the secret repeats. */
function periodOf(secret: string): number {
  return Array.from(secret, (_, at) => at + 1).find((period) => secret.slice(period) === secret.slice(0, -period)) ?? 0
}

/** Counts characters that repeat the previous one or are next to it in order: `aabcba987`. */
function countNeighbours(secret: string): number {
  return Array.from(secret.slice(1), (_, at) => Math.abs(secret.charCodeAt(at + 1) - secret.charCodeAt(at)) <= 1).filter(Boolean)
    .length
}
