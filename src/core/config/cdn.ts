import { ok, type Result } from '../result.ts'
import { formatBaseUrl, parseBaseUrl } from './base-url.ts'
import { MAX_WEIGHT } from './bounds.ts'
import { baseUrlPattern } from './document-patterns.ts'
import { flag, inDocuments, integer, text, type EditOf, type EntryOf, type Field } from './fields.ts'
import { healthCheckForm, parseHealthCheck, type HealthCheck, type HealthCheckEdit } from './health-check.ts'
import { shortKey } from './keys.ts'
import { displayName } from './display-name.ts'

const checkWords = {
  means: 'how its health is checked, replaced as a whole; null: not at all, and it counts as healthy',
  allowed: '',
}

/** Fields of a CDN, which serves the same content as the origin. */
export const cdnFields = {
  key: shortKey('second'),
  name: displayName('Second CDN'),
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
  healthCheck: {
    ...checkWords,
    since: 4,
    type: 'NESTED',
    takesNull: true,
    form: healthCheckForm.nullable().meta({ description: inDocuments(checkWords) }),
    fallback: () => undefined,
    parse: parseHealthCheck,
    remedy: 'leave it out for no check',
    example: {
      path: '/live/check.m3u8',
      method: 'GET',
      expectStatus: [200],
      expectBody: '#EXTM3U',
      intervalSeconds: 5,
      timeoutSeconds: 2,
      fall: 3,
      rise: 2,
      slowStartSeconds: 60,
      internal: false,
    },
  } satisfies Field<HealthCheck | undefined, HealthCheckEdit | null>,
}

export type Cdn = EntryOf<typeof cdnFields>
export type CdnEdit = EditOf<typeof cdnFields>

function parseBaseUrlText(input: string): Result<string> {
  const base = parseBaseUrl(input)
  return base.ok ? ok(formatBaseUrl(base.value)) : base
}
