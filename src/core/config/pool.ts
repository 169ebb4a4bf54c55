import { z } from 'zod'
import { fail, ok, printable, type Problem, type Result } from '../result.ts'
import { MAX_FALLBACKS } from './bounds.ts'
import { choice } from './choice.ts'
import { displayName } from './display-name.ts'
import { inDocuments, integer, orNull, text, type EditOf, type EntryOf, type Field } from './fields.ts'
import { cdnKeyShape, shortKey } from './keys.ts'
import { memberFields, membersVersionOf, parseMembers, membersForm, type Member, type MemberEdit } from './pool-members.ts'
import { policyNames, type PolicyName } from '../selection/policies.ts'

const memberWords = {
  means: 'CDNs of the pool, replaced as a whole; a disabled one stays a member and gets no traffic',
  allowed: 'at least one, each CDN once, of all pools together at most 10,000',
}
const fallbackWords = {
  means: 'keys of the pools that are asked in this order when no member can be used',
  unlessTold: 'none',
  allowed: `at most ${MAX_FALLBACKS} pools, each once, in no circle`,
}
const parameterShape = /^[A-Za-z0-9._~-]{1,64}$/

/** First format version of policies that came later than pools. */
const laterPolicies: { readonly [Name in PolicyName]?: number } = { GEO: 5, LEAST_LOAD: 6 }

/** Fields of a pool: CDNs and the policy that chooses among them. */
export const poolFields = {
  key: shortKey('live'),
  name: displayName('Live channels'),
  policy: choice({
    code: 'POLICY_INVALID',
    values: policyNames,
    fallback: () => 'WEIGHTED',
    versionOf: (policy: PolicyName) => laterPolicies[policy] ?? 4,
    means: 'how a member is chosen',
    unlessTold: 'WEIGHTED',
    remedy: 'leave it out for WEIGHTED',
    example: 'FAILOVER',
  }),
  members: {
    ...memberWords,
    code: 'POOL_EMPTY',
    type: 'NESTED_LIST',
    takesNull: false,
    form: membersForm.meta({ description: inDocuments(memberWords) }),
    parts: memberFields,
    parse: parseMembers,
    versionOf: membersVersionOf,
    remedy: 'name the CDNs of the pool',
    example: [{ cdn: 'default', weight: 3, priority: 0 }],
  } satisfies Field<readonly Member[], readonly MemberEdit[]>,
  fallbacks: {
    ...fallbackWords,
    code: 'KEY_INVALID',
    type: 'TEXTS',
    takesNull: false,
    form: z
      .array(z.string('text').regex(cdnKeyShape, 'the key of a pool'), 'a list')
      .max(MAX_FALLBACKS, `at most ${MAX_FALLBACKS} pools`)
      .meta({ description: inDocuments(fallbackWords) }),
    fallback: () => [],
    parse: parseFallbacks,
    remedy: 'leave it out for none',
    example: ['reserve'],
  } satisfies Field<readonly string[]>,
  stabilise: integer({
    since: 5,
    code: 'STABILISE_INVALID',
    min: 0,
    max: 100,
    fallback: () => 0,
    means: 'percent by which a member may be farther than the nearest one and still share with it, by weight, with `GEO`',
    unlessTold: '0',
    remedy: 'give a percentage in this range',
    example: 20,
  }),
  stickyParameter: orNull(
    text({
      code: 'STICKY_PARAMETER_INVALID',
      pattern: parameterShape,
      parse: parseParameter,
      means:
        "query parameter of the video URL whose value STICKY keeps on one CDN; null, or a URL without it: the client's network",
      unlessTold: 'null',
      allowed: '1 to 64 of A–Z, a–z, 0–9 and "._~-"',
      remedy: 'leave it out for the network of the client',
      example: 'session',
    }),
  ),
}

export type Pool = EntryOf<typeof poolFields>
export type PoolEdit = EditOf<typeof poolFields>

/** Finds the first circle of fallbacks that leads back to this pool. */
export function findFallbackCircle(pool: Pool, others: readonly Pool[]): Problem | undefined {
  const byKey = new Map(others.map((other) => [other.key, other]))
  const seen = new Set<string>()
  const waiting = [...pool.fallbacks]
  for (const key of waiting) {
    if (key === pool.key) break
    if (seen.has(key)) continue
    seen.add(key)
    waiting.push(...(byKey.get(key)?.fallbacks ?? []))
  }
  if (!waiting.includes(pool.key)) return undefined
  return {
    code: 'FALLBACK_CIRCLE',
    field: 'fallbacks',
    received: pool.fallbacks.join(', '),
    allowed: `pools whose own fallbacks do not lead back to "${pool.key}"`,
    remedy: 'leave out the fallback that closes the circle',
  }
}

function parseFallbacks(keys: readonly string[]): Result<readonly string[]> {
  const refuse = (problem: Pick<Problem, 'code' | 'received'>) =>
    fail({ ...problem, allowed: fallbackWords.allowed, remedy: 'leave it out for none' })
  if (keys.length > MAX_FALLBACKS) return refuse({ code: 'TOO_MANY', received: `${keys.length} pools` })
  const wrong = keys.find((key) => !cdnKeyShape.test(key))
  if (wrong !== undefined) return refuse({ code: 'KEY_INVALID', received: printable(wrong) })
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  return twice === undefined ? ok(keys) : refuse({ code: 'DUPLICATE', received: twice })
}

function parseParameter(input: string): Result<string> {
  if (parameterShape.test(input)) return ok(input)
  return fail({
    code: 'STICKY_PARAMETER_INVALID',
    received: printable(input),
    allowed: '1 to 64 of A–Z, a–z, 0–9 and "._~-"',
    remedy: 'leave it out for the network of the client',
  })
}
