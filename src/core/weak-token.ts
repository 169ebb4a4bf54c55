import ipaddr from 'ipaddr.js'

const MIN_CHARACTERS = 16
/** 16 random hexadecimal digits have fewer than this once in a hundred thousand times. */
const MIN_DISTINCT = 6
/** What people type when they are asked for a secret. Longer ones first, so that none leaves a rest of another. */
const words =
  /administrator|changeme|password|sluice|passwd|secret|letmein|default|qwerty|change|welcome|master|admin|token|login|guest|root|user|test/g
/** Letters that are left without those words; digits and signs around them make nothing harder to guess. */
const MIN_OTHER_LETTERS = 4

/** Why a token that somebody chose can be guessed; undefined when nothing speaks against it. Doesn't show it. */
export function weaknessOf(token: string): string | undefined {
  if (token.length < MIN_CHARACTERS) return `has under ${MIN_CHARACTERS} characters`
  if (new Set(token).size < MIN_DISTINCT) return `has under ${MIN_DISTINCT} different characters`
  const lower = token.toLowerCase()
  const hasWord = lower.search(words) !== -1 || /^(?:0?123456789)+0?[0-9]*$/.test(lower)
  const others = lower.replaceAll(words, '').replaceAll(/[^a-z]/g, '')
  return hasWord && others.length < MIN_OTHER_LETTERS ? 'is made of words that are tried first' : undefined
}

/** Whether only programs of this machine reach a listener there. A name that isn't `localhost` may mean anything. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback'
}
