import { z } from 'zod'
import { fail, ok, printable, type Problem, type Result } from '../result.ts'
import { MAX_BUDGET_PER_SECOND, MAX_RATIO } from './bounds.ts'
import { hostSuffixPattern, serverLabelPatternPattern } from './document-patterns.ts'
import { inDocuments, integer, orNull, text, type EditOf, type EntryOf, type Field } from './fields.ts'
import { parseHostSuffix } from './host-suffix.ts'
import { originClusterKeyShape, parseOriginClusterKey } from './keys.ts'
import { schemes, type Scheme } from '../request/scheme.ts'
import { parseServerLabelPattern } from './server-label.ts'

const MAX_PORTS = 16
const portWords = {
  means: "ports allowed besides the scheme's own; kept in a redirect to the origin",
  unlessTold: 'none',
  allowed: 'at most 16 integers from 1 to 65535',
}
const shareWords = {
  means: 'most of its requests that its origin gets when no CDN can be used, as a part of all of them; null: no such limit',
  allowed: 'a number above 0, at most 1',
  remedy: 'give a number such as 0.2, or null for no limit',
}
const schemeWords = { means: 'schemes of the video URLs that are accepted', unlessTold: 'both', allowed: 'http, https or both' }

/** Fields of an origin cluster: a host suffix whose servers a video URL may name. */
export const originClusterFields = {
  key: text({
    code: 'KEY_INVALID',
    pattern: originClusterKeyShape,
    parse: parseOriginClusterKey,
    means: 'chosen by the operator, never changed; a cluster from `ORIGIN_CLUSTERS` gets its suffix, with "-" for "."',
    allowed: '1 to 240 of a–z, 0–9 and "-", a letter or digit first',
    remedy: 'choose another key',
    example: 'video-example-com',
  }),
  hostSuffix: text({
    code: 'HOST_SUFFIX_INVALID',
    pattern: hostSuffixPattern,
    maxLength: 240,
    parse: parseHostSuffix,
    means: 'the part of the host behind the server label; unique among the clusters (`DUPLICATE`)',
    allowed: 'one or more labels of a–z, 0–9 and "-", joined by ".", the last not a number',
    remedy: 'give what stands behind the server label, for example "origin-cluster"',
    example: 'video.example.com',
  }),
  serverLabelPattern: orNull(
    text({
      code: 'SERVER_LABEL_PATTERN_INVALID',
      pattern: serverLabelPatternPattern,
      maxLength: 128,
      parse: parseServerLabelPattern,
      means: 'pattern that the whole first label of the host has to match; null: `s` and 1–4 digits',
      unlessTold: 'null',
      allowed: 'a–z, 0–9, "-", \\d and classes such as [a-f], each with an optional ?, {n} or {m,n}; at most 3 of ? and {m,n}',
      remedy: 'leave it out for s and 1–4 digits',
      example: 'edge-[a-f]\\d{1,2}',
    }),
  ),
  schemes: {
    ...schemeWords,
    code: 'SCHEMES_INVALID',
    type: 'TEXTS',
    takesNull: false,
    form: z
      .array(z.enum(schemes, 'http or https'), 'a list')
      .min(1, schemeWords.allowed)
      .meta({ description: inDocuments(schemeWords) }),
    fallback: () => schemes,
    parse: parseSchemes,
    remedy: 'leave it out for both',
    example: ['https'],
  } satisfies Field<readonly Scheme[], readonly string[]>,
  ports: {
    ...portWords,
    code: 'PORTS_INVALID',
    type: 'INTEGERS',
    takesNull: false,
    form: z
      .array(
        z.int('an integer from 1 to 65535').min(1, 'an integer from 1 to 65535').max(65_535, 'an integer from 1 to 65535'),
        'a list',
      )
      .max(MAX_PORTS, `at most ${MAX_PORTS} ports`)
      .meta({ description: inDocuments(portWords) }),
    fallback: () => [],
    parse: parsePorts,
    remedy: "leave it out when only the scheme's own port is used",
    example: [8443],
  } satisfies Field<readonly number[]>,
  ratio: orNull(
    integer({
      code: 'RATIO_INVALID',
      since: 4,
      min: 0,
      max: MAX_RATIO,
      means:
        'every ratio-th valid request for the cluster goes to the origin, counted by itself; null: the ratio of the settings, counted together with the other clusters that have none',
      unlessTold: 'null',
      remedy: 'give a ratio in this range, or null for that of the settings',
      example: 5,
    }),
  ),
  maxRequestsPerSecond: orNull(
    integer({
      code: 'BUDGET_INVALID',
      since: 4,
      min: 1,
      max: MAX_BUDGET_PER_SECOND,
      means: 'most redirects a second to its origin, over all nodes, when no CDN can be used; null: no such limit',
      unlessTold: 'null',
      remedy: 'give a rate in this range, or null for no limit',
      example: 500,
    }),
  ),
  maxShare: orNull({
    ...shareWords,
    code: 'BUDGET_INVALID',
    since: 4,
    type: 'NUMBER',
    takesNull: false,
    form: z
      .number(shareWords.allowed)
      .gt(0, shareWords.allowed)
      .max(1, shareWords.allowed)
      .meta({ description: inDocuments(shareWords) }),
    parse: parseShare,
    unlessTold: 'null',
    example: 0.25,
  } satisfies Field<number>),
}

export type OriginCluster = EntryOf<typeof originClusterFields>
export type OriginClusterEdit = EditOf<typeof originClusterFields>

/** Finds another cluster with the same suffix, which would match the same hosts. */
export function findSharedSuffix(cluster: OriginCluster, others: readonly OriginCluster[]): Problem | undefined {
  const twin = others.find(({ hostSuffix }) => hostSuffix === cluster.hostSuffix)
  if (twin === undefined) return undefined
  return {
    code: 'DUPLICATE',
    field: 'hostSuffix',
    received: cluster.hostSuffix,
    allowed: 'a suffix that no other origin cluster has',
    remedy: `change the origin cluster "${twin.key}" instead, which has it`,
  }
}

function parseSchemes(values: readonly string[]): Result<readonly Scheme[]> {
  const known = schemes.filter((scheme) => values.includes(scheme))
  if (known.length > 0 && known.length === new Set(values).size) return ok(known)
  return fail({
    code: 'SCHEMES_INVALID',
    received: printable(values.join(',')),
    allowed: schemeWords.allowed,
    remedy: 'leave it out for both',
  })
}

function parsePorts(values: readonly number[]): Result<readonly number[]> {
  const wrong = values.find((port) => !Number.isInteger(port) || port < 1 || port > 65_535)
  if (wrong === undefined && values.length <= MAX_PORTS) return ok([...new Set(values)].toSorted((a, b) => a - b))
  return fail({
    code: 'PORTS_INVALID',
    received: wrong ?? `${values.length} ports`,
    allowed: portWords.allowed,
    remedy: "leave it out when only the scheme's own port is used",
  })
}

function parseShare(received: number): Result<number> {
  const { allowed, remedy } = shareWords
  return received > 0 && received <= 1 ? ok(received) : fail({ code: 'BUDGET_INVALID', received, allowed, remedy })
}
