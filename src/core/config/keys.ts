import { fail, ok, printable, type Result } from '../result.ts'
import { text } from './fields.ts'

export const cdnKeyShape = /^[a-z][a-z0-9-]{0,31}$/
export const originClusterKeyShape = /^[a-z0-9][a-z0-9-]{0,239}$/

const shortKeys = '1 to 32 of a–z, 0–9 and "-", a letter first'

/** Field with the key of a CDN, a pool or a rule. */
export function shortKey(example: string) {
  return text({
    code: 'KEY_INVALID',
    pattern: cdnKeyShape,
    parse: parseCdnKey,
    means: 'chosen by the operator, never changed',
    allowed: shortKeys,
    remedy: 'choose another key',
    example,
  })
}

/** Parses the key of a CDN, a pool or a rule. Fails with KEY_INVALID. */
export function parseCdnKey(input: string): Result<string> {
  return parseKey(input, cdnKeyShape, shortKeys)
}

/** Parses the key of an origin cluster: longer than a CDN's, since it may be made from any host suffix. Fails with KEY_INVALID. */
export function parseOriginClusterKey(input: string): Result<string> {
  return parseKey(input, originClusterKeyShape, '1 to 240 of a–z, 0–9 and "-", a letter or digit first')
}

function parseKey(input: string, shape: RegExp, allowed: string): Result<string> {
  if (shape.test(input)) return ok(input)
  return fail({
    code: 'KEY_INVALID',
    received: printable(input),
    allowed,
    remedy: 'choose another key; it cannot be changed later',
  })
}
