import { ok, type Result } from '../result.ts'
import { MAX_TEMPLATE_LENGTH, MAX_URL_LENGTH, MAX_WEIGHT, MAX_ZONES } from './bounds.ts'
import { formatBaseUrl, parseBaseUrl } from './base-url.ts'
import { baseUrlPattern } from './document-patterns.ts'
import { flag, inDocuments, integer, orNull, text, type EditOf, type EntryOf, type Field } from './fields.ts'
import { capacityForm, parseCapacity, type Capacity, type CapacityEdit } from './capacity.ts'
import { healthCheckForm, parseHealthCheck, type HealthCheck, type HealthCheckEdit } from './health-check.ts'
import { keyList, shortKey } from './keys.ts'
import { loadUrlPattern, loadUrlWords, parseLoadUrl } from './load-url.ts'
import { countryList } from './country-list.ts'
import { displayName } from './display-name.ts'
import { parseSigning, signingForm, type Signing, type SigningEdit } from './signing.ts'
import { parseTemplate, templatePattern, templateWords } from './url-template.ts'

const signingWords = {
  means: 'how redirects to it are signed, replaced as a whole; null: not at all',
  allowed: '',
}
const capacityWords = {
  means: 'how much it takes, replaced as a whole; null: its load is not looked at',
  allowed: '',
}
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
      'without a urlTemplate a redirect is this URL, then the server label, then path and query of the video URL; without a scheme that of the video URL is used',
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
  excludeCountries: countryList({
    since: 5,
    means: 'countries whose clients it never gets, whatever else holds',
    unlessTold: 'none',
    remedy: 'leave it out for none',
    example: ['CH', 'LI'],
  }),
  excludeZones: keyList({
    since: 5,
    most: MAX_ZONES,
    means: 'keys of zones whose clients it never gets, whatever else holds',
    unlessTold: 'none',
    allowed: 'keys of zones, else `UNKNOWN_REFERENCE`',
    remedy: 'leave it out for none',
    example: ['office'],
  }),
  excludeUnknown: flag({
    since: 5,
    fallback: () => false,
    means: 'whether it never gets clients of unknown country either',
    unlessTold: 'false',
    allowed: 'true or false',
    remedy: 'leave it out for false',
    example: true,
  }),
  urlTemplate: orNull(
    text({
      since: 5,
      code: 'TEMPLATE_INVALID',
      pattern: templatePattern,
      maxLength: MAX_TEMPLATE_LENGTH,
      parse: parseTemplateText,
      means:
        'form of a redirect, which lacks what it leaves out; {base} is the base URL without its scheme, {query} brings its "?"; null: {scheme}://{base}/{server}{path}{query}',
      unlessTold: 'null',
      allowed: templateWords,
      remedy: 'leave it out for the usual form',
      example: '{scheme}://{base}/video{path}{query}',
    }),
  ),
  httpsOnly: flag({
    since: 5,
    fallback: () => false,
    means: 'whether redirects to it are https, whatever the scheme of the video URL; base URL and template then name no http',
    unlessTold: 'false',
    allowed: 'true or false',
    remedy: 'leave it out for false',
    example: true,
  }),
  signing: {
    ...signingWords,
    since: 5,
    type: 'NESTED',
    takesNull: true,
    form: signingForm.nullable().meta({ description: inDocuments(signingWords) }),
    fallback: () => undefined,
    parse: parseSigning,
    remedy: 'leave it out for none',
    example: { form: 'EDGE_AUTH', secret: 'file:second-cdn', ttlSeconds: 14_400, clockSkewSeconds: 30 },
  } satisfies Field<Signing | undefined, SigningEdit | null>,
  capacity: {
    ...capacityWords,
    since: 6,
    type: 'NESTED',
    takesNull: true,
    form: capacityForm.nullable().meta({ description: inDocuments(capacityWords) }),
    fallback: () => undefined,
    parse: parseCapacity,
    remedy: 'leave it out for none',
    example: { requestsPerSecond: 20_000, mbps: 400_000, softPercent: 70, hardPercent: 95 },
  } satisfies Field<Capacity | undefined, CapacityEdit | null>,
  loadUrl: orNull(
    text({
      since: 6,
      code: 'LOAD_URL_INVALID',
      pattern: loadUrlPattern,
      maxLength: MAX_URL_LENGTH,
      parse: parseLoadUrl,
      means:
        'URL of JSON with its load, asked every 10 s: percent of its capacity or mbps, and validSeconds (30 unless told); null: nobody is asked',
      unlessTold: 'null',
      allowed: loadUrlWords,
      remedy: 'leave it out for none',
      example: 'https://exporter.example.com/load/second.json',
    }),
  ),
  loadInternal: flag({
    since: 6,
    fallback: () => false,
    means: 'whether loadUrl may lead to loopback, link-local, private and metadata addresses',
    unlessTold: 'false',
    allowed: 'true or false',
    remedy: 'leave it out for false',
    example: true,
  }),
}

export type Cdn = EntryOf<typeof cdnFields>
export type CdnEdit = EditOf<typeof cdnFields>

function parseBaseUrlText(input: string): Result<string> {
  const base = parseBaseUrl(input)
  return base.ok ? ok(formatBaseUrl(base.value)) : base
}

function parseTemplateText(input: string): Result<string> {
  const template = parseTemplate(input)
  return template.ok ? ok(input) : template
}
