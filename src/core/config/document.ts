import { z } from 'zod'
import { baseUrlPattern, hostSuffixPattern, namePattern, serverLabelPatternPattern } from './document-patterns.ts'
import { cdnKeyShape, originClusterKeyShape } from './keys.ts'
import {
  MAX_BURST,
  MAX_CDNS,
  MAX_ORIGIN_CLUSTERS,
  MAX_PER_SECOND,
  MAX_RATIO,
  MAX_WEIGHT,
  redirectStatuses,
  schemes,
} from './model.ts'
import { NEWEST_FORMAT_VERSION } from './revision.ts'

// A whole configuration as a file. The one source of the published JSON Schema, of what the command line asks the admin API for, and
// of what it refuses by itself. Whether the whole makes sense only the service knows.

const rateLimit = object({
  perSecond: integer(1, MAX_PER_SECOND, 'in the long run'),
  burst: integer(1, MAX_BURST, 'what may come at once after a pause'),
})

const cdn = object({
  key: text(cdnKeyShape, '1 to 32 of a–z, 0–9 and "-", a letter first', 'chosen once, never changed'),
  name: text(namePattern, 'text without control characters', 'for people; the key, unless told')
    .max(200, 'at most 200 characters')
    .exactOptional(),
  baseUrl: text(
    baseUrlPattern,
    'scheme://host:port/prefix, of which only the host is needed, http or https',
    'players are redirected to it, the server label, and path and query of the video URL',
  ).max(512, 'at most 512 characters'),
  weight: integer(
    0,
    MAX_WEIGHT,
    'the share is weight over the sum of the weights of all enabled CDNs; 1, unless told',
  ).exactOptional(),
  enabled: z
    .boolean('true or false')
    .meta({ description: 'a disabled CDN keeps its settings and gets no traffic; true, unless told' })
    .exactOptional(),
})

const originCluster = object({
  key: text(originClusterKeyShape, '1 to 240 of a–z, 0–9 and "-", a letter or digit first', 'chosen once, never changed'),
  hostSuffix: text(
    hostSuffixPattern,
    'one or more labels of a–z, 0–9 and "-", joined by ".", the last not a number',
    'what stands behind the server label; no two clusters share one',
  ).max(240, 'at most 240 characters'),
  serverLabelPattern: text(
    serverLabelPatternPattern,
    'a–z, 0–9, "-", \\d and classes such as [a-f], each with an optional ?, {n} or {m,n}; at most 3 of ? and {m,n}',
    'the first label of the host as a whole; null, unless told: s and 1–4 digits',
  )
    .max(128, 'at most 128 characters')
    .nullable()
    .exactOptional(),
  schemes: z
    .array(z.enum(schemes, 'http or https'), 'a list')
    .min(1, 'http, https or both')
    .meta({ description: 'both, unless told' })
    .exactOptional(),
  ports: z
    .array(integer(1, 65_535, "besides the scheme's own"), 'a list')
    .max(16, 'at most 16 ports')
    .meta({ description: 'none, unless told' })
    .exactOptional(),
})

const settings = object({
  ratio: integer(
    0,
    MAX_RATIO,
    'every ratio-th valid request goes to the origin; 0 is never, 1 always; 10, unless told',
  ).exactOptional(),
  redirectStatus: z
    .literal(redirectStatuses, redirectStatuses.join(', '))
    .meta({ description: '302, unless told' })
    .exactOptional(),
  rateLimit: object({ perAddress: rateLimit.nullable().exactOptional(), global: rateLimit.nullable().exactOptional() })
    .nullable()
    .meta({ description: 'how often a worker may be asked for a redirect; null or absent: as often as anybody likes' })
    .exactOptional(),
})

/** What `applyConfig` takes. */
const config = {
  cdns: z.array(cdn, 'a list').max(MAX_CDNS, `at most ${MAX_CDNS} CDNs`).meta({ description: 'in any order; no key twice' }),
  originClusters: z
    .array(originCluster, 'a list')
    .min(1, 'at least one origin cluster')
    .max(MAX_ORIGIN_CLUSTERS, `at most ${MAX_ORIGIN_CLUSTERS} origin clusters`)
    .meta({ description: 'in any order; no key twice' }),
  settings,
}

export const configDocument = object({
  $schema: z.string('text').meta({ description: 'for editors; not looked at' }).exactOptional(),
  formatVersion: integer(1, NEWEST_FORMAT_VERSION, 'of this form; 2 is the first with a rateLimit'),
  ...config,
}).meta({
  title: 'Configuration of Sluice',
  description: 'Everything that is live at once. What a document does not name is gone once it is applied.',
})

export type ConfigDocument = z.infer<typeof configDocument>

/** For editors and other programs, as JSON Schema 2020-12. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configDocument)
}

/** The fields that a configuration has, as a GraphQL query asks for them: no second list of them is to be kept. */
export const configSelection = selectionOf(z.strictObject(config))

function selectionOf(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodObject) {
    const fields: readonly (readonly [string, z.core.$ZodType])[] = Object.entries(schema.shape)
    return `{ ${fields.map(([name, field]) => `${name} ${selectionOf(field)}`.trimEnd()).join(' ')} }`
  }
  if (schema instanceof z.ZodArray) return selectionOf(schema.element)
  return schema instanceof z.ZodNullable || schema instanceof z.ZodExactOptional ? selectionOf(schema.unwrap()) : ''
}

/** Strict, and says which fields there are. */
function object<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(', ')
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? names : 'an object') })
}

/** Each check's message is what is allowed. */
function integer(min: number, max: number, meaning: string) {
  const allowed = `an integer from ${min} to ${max}`
  return z
    .int(allowed)
    .min(min, allowed)
    .max(max, allowed)
    .meta({ description: `${meaning}; ${allowed}` })
}

function text(pattern: RegExp, allowed: string, meaning: string) {
  return z
    .string('text')
    .regex(pattern, allowed)
    .meta({ description: `${meaning}; ${allowed}` })
}
