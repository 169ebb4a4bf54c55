import { z } from 'zod'
import { fail, ok, printable, type Result } from '../result.ts'
import { inDocuments, text, type Field, type Words } from './fields.ts'
import { parseEach } from './parse-each.ts'

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

/** Field with keys of other entries, sorted, each once. */
export function keyList<W extends Words & { readonly most: number }>(words: W): Field<readonly string[]> & W {
  const { most } = words
  return {
    ...words,
    type: 'TEXTS',
    code: 'KEY_INVALID',
    takesNull: false,
    form: z
      .array(z.string('text').regex(cdnKeyShape, 'a key'), 'a list')
      .max(most, `at most ${most}`)
      .meta({ description: inDocuments(words) }),
    fallback: () => [],
    parse(keys) {
      if (keys.length > most)
        return fail({ code: 'TOO_MANY', received: `${keys.length} keys`, allowed: `at most ${most}`, remedy: 'leave some out' })
      return parseEach(keys, (key) =>
        cdnKeyShape.test(key)
          ? ok(key)
          : fail({ code: 'KEY_INVALID', received: printable(key), allowed: shortKeys, remedy: words.remedy }),
      )
    },
  }
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
