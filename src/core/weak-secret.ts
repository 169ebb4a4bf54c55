import { weaknessOf } from './weak-token.ts'

/** Characters that a secret may repeat. */
const MIN_PERIOD = 16
/** 32 random hexadecimal digits have fewer than this once in a million times. */
const MIN_DISTINCT = 8
/** What examples, frameworks and people make secrets of. None is of a–f alone, as random hexadecimal digits are. */
const words =
  /administrator|development|characters|production|qwertyuiop|asdfghjkl|changeme|password|private|replace|example|default|zxcvbnm|random|secret|sluice|string|signing|letters|please|hs256|token|super|admin|least|login|local|bytes|hmac|your|user|test|sign|code|long|must|this|that|here|with|bits|key|jwt|for|you|the|and|not|has|bit|my|is|an|at|in|to|of/g
/** Letters that are left without those words: fewer are one or two words that stand in every dictionary. */
const MIN_OTHER_LETTERS = 12

/**
 * Why a secret that signs tokens could be found; undefined when nothing speaks against it. Stricter than for a token that is tried
 * over the network: with one signed token in hand a secret is searched offline, billions of times a second. Doesn't show it.
 */
export function secretWeaknessOf(secret: string): string | undefined {
  const weakness = weaknessOf(secret)
  if (weakness !== undefined) return weakness
  if (new Set(secret).size < MIN_DISTINCT) return `has under ${MIN_DISTINCT} different characters`
  if (periodOf(secret) < MIN_PERIOD) return `repeats under ${MIN_PERIOD} characters`
  if (neighbours(secret) * 2 > secret.length) return 'counts up or down'
  const lower = secret.toLowerCase()
  const others = lower.replaceAll(words, '').replaceAll(/[^a-z]/g, '')
  return lower.search(words) !== -1 && others.length < MIN_OTHER_LETTERS ? 'is made of words that are tried first' : undefined
}

/** The shortest beginning of which the secret is a repetition. */
function periodOf(secret: string): number {
  return Array.from(secret, (_, at) => at + 1).find((period) => secret.slice(period) === secret.slice(0, -period)) ?? 0
}

/** How many characters are their predecessor, or the one before or after it: `aabcba987`. */
function neighbours(secret: string): number {
  return Array.from(secret.slice(1), (_, at) => Math.abs(secret.charCodeAt(at + 1) - secret.charCodeAt(at)) <= 1).filter(Boolean)
    .length
}
