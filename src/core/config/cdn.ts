import { fail, ok, printable, type Result } from '../result.ts'
import { isText } from '../text.ts'
import { formatBaseUrl, parseBaseUrl } from './base-url.ts'
import { MAX_WEIGHT } from './bounds.ts'
import { baseUrlPattern, namePattern } from './document-patterns.ts'
import { flag, integer, text, type EditOf, type EntryOf } from './fields.ts'
import { cdnKeyShape, parseCdnKey } from './keys.ts'

/** Fields of a CDN, which serves the same content as the origin. */
export const cdnFields = {
  key: text({
    code: 'KEY_INVALID',
    pattern: cdnKeyShape,
    parse: parseCdnKey,
    means: 'chosen by the operator, never changed',
    allowed: '1 to 32 of a–z, 0–9 and "-", a letter first',
    remedy: 'choose another key',
    example: 'second',
  }),
  name: text({
    code: 'NAME_INVALID',
    pattern: namePattern,
    maxLength: 200,
    parse: parseName,
    fallback: ({ key }) => key,
    means: 'display name',
    unlessTold: 'the key',
    allowed: '1 to 200 characters, none of them a control character',
    remedy: 'shorten the name',
    example: 'Second CDN',
  }),
  baseUrl: text({
    code: 'BASE_URL_INVALID',
    pattern: baseUrlPattern,
    maxLength: 512,
    parse: parseBaseUrlText,
    means:
      'a redirect is this URL, then the server label, then path and query of the video URL; without a scheme that of the video URL is used',
    allowed: 'scheme://host:port/prefix, of which only the host is needed, http or https',
    remedy: 'give the base URL, for example "cdn.example.com"',
    example: 'https://second.example.com/vod',
  }),
  weight: integer({
    code: 'WEIGHT_INVALID',
    min: 0,
    max: MAX_WEIGHT,
    fallback: () => 1,
    means: 'the share is weight over the sum of the weights of all enabled CDNs; 0 is a fallback only',
    unlessTold: '1',
    remedy: 'give a weight in this range',
    example: 3,
  }),
  enabled: flag({
    fallback: () => true,
    means: 'a disabled CDN keeps its settings and gets no traffic',
    unlessTold: 'true',
    allowed: 'true or false',
    remedy: 'leave it out for true',
    example: false,
  }),
}

export type Cdn = EntryOf<typeof cdnFields>
export type CdnEdit = EditOf<typeof cdnFields>

function parseBaseUrlText(input: string): Result<string> {
  const base = parseBaseUrl(input)
  return base.ok ? ok(formatBaseUrl(base.value)) : base
}

function parseName(input: string): Result<string> {
  if (input !== '' && isText(input, 200) && !input.includes('\n')) return ok(input)
  return fail({
    code: 'NAME_INVALID',
    received: printable(input),
    allowed: '1 to 200 characters of text without control characters',
    remedy: 'shorten the name',
  })
}
