import ipaddr from 'ipaddr.js'

const MIN_CHARACTERS = 16
/** Fewest different characters. 16 random hexadecimal digits have fewer once in a hundred thousand times. */
const MIN_DISTINCT = 6
/** Words that people type when they are asked for a secret. Longer words first, so that no part of them is left over. */
const words =
  /administrator|changeme|password|sluice|passwd|secret|letmein|default|qwerty|change|welcome|master|admin|token|login|guest|root|user|test/g
/** Fewest letters beside the words. Digits and signs around words make them no harder to guess. */
const MIN_OTHER_LETTERS = 4

/** Tells why a chosen token can be guessed, without showing it; undefined when it looks strong. */
export function weaknessOf(token: string): string | undefined {
  if (token.length < MIN_CHARACTERS) return `has under ${MIN_CHARACTERS} characters`
  if (new Set(token).size < MIN_DISTINCT) return `has under ${MIN_DISTINCT} different characters`
  const lower = token.toLowerCase()
  const hasWord = lower.search(words) !== -1 || /^(?:0?123456789)+0?[0-9]*$/.test(lower)
  const others = lower.replaceAll(words, '').replaceAll(/[^a-z]/g, '')
  return hasWord && others.length < MIN_OTHER_LETTERS ? 'is made of words that are tried first' : undefined
}

/** Whether only programs of this machine reach a listener on this host. Any name but `localhost` may resolve to anything. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback'
}
