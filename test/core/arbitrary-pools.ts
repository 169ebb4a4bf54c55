import fc from 'fast-check'
import { MAX_POSITION, MAX_PRIORITY, MAX_WEIGHT } from '../../src/core/config/bounds.ts'
import type { Pool } from '../../src/core/config/pool.ts'
import type { Rule } from '../../src/core/config/rule.ts'
import type { RuleMatch } from '../../src/core/config/rule-match.ts'
import { policyNames } from '../../src/core/selection/policies.ts'

/** Pools and rules that name others by numbers, so that drawing them needs no keys: `nameIn` turns these into names. */
type Drawn = { readonly pools: readonly DrawnPool[]; readonly rules: readonly DrawnRule[] }
type DrawnPool = Omit<Pool, 'members' | 'fallbacks'> & {
  readonly members: readonly { readonly cdn: number; readonly weight: number; readonly priority: number }[]
  readonly fallbacks: readonly number[]
}
type DrawnRule = Omit<Rule, 'pool' | 'match'> & {
  readonly pool: number
  readonly match: Omit<RuleMatch, 'originClusters'> & { readonly originClusters?: readonly number[] }
}
type Keys = { readonly cdns: readonly string[]; readonly originClusters: readonly string[] }

const key = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), fc.constantFrom('constructor', 'valueof', 'a', 'a-b'))
const numbers = (maxLength: number) => fc.array(fc.nat(9), { maxLength })

const pool: fc.Arbitrary<DrawnPool> = fc.record({
  key,
  name: fc.string({ minLength: 1, maxLength: 10 }),
  policy: fc.constantFrom(...policyNames),
  members: fc.array(
    fc.record({
      cdn: fc.nat(9),
      weight: fc.oneof(fc.nat(5), fc.nat(MAX_WEIGHT)),
      priority: fc.oneof(fc.nat(2), fc.nat(MAX_PRIORITY)),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  fallbacks: numbers(3),
  stickyParameter: fc.constantFrom(null, 'session', 'A.b_c~-0'),
})

const match: fc.Arbitrary<DrawnRule['match']> = fc.record(
  {
    originClusters: numbers(2),
    pathPrefixes: fc.subarray(['/', '/live/', '/a', "/%2F'(+);,@", '/v//x'].toSorted(), { minLength: 1 }),
    pathGlobs: fc.subarray(['/**', '/**/*.m3u8', '/a*b/**/c', '/*', "/v/'*"].toSorted(), { minLength: 1 }),
    clientPercent: fc.integer({ min: 1, max: 99 }),
  },
  { requiredKeys: [] },
)

const rule: fc.Arbitrary<DrawnRule> = fc.record({
  key,
  position: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: MAX_POSITION })),
  enabled: fc.boolean(),
  pool: fc.nat(9),
  match,
})

const some: fc.Arbitrary<Drawn> = fc.record({
  pools: fc.uniqueArray(pool, { selector: (entry) => entry.key, maxLength: 3 }),
  rules: fc.uniqueArray(rule, {
    comparator: (one, other) => one.key === other.key || one.position === other.position,
    maxLength: 3,
  }),
})

/** None in half of the draws, as in most configurations. */
export const poolsAndRules = fc.oneof(fc.constant<Drawn>({ pools: [], rules: [] }), some)

/** Makes of them what edits let through beside these CDNs and clusters: nothing unknown is named, and fallbacks form no circle. */
export function nameIn(
  { cdns, originClusters }: Keys,
  { pools, rules }: Drawn,
): { readonly pools: readonly Pool[]; readonly rules: readonly Rule[] } {
  if (cdns.length === 0) return { pools: [], rules: [] }
  const keys = pools.map((one) => one.key)
  return {
    pools: pools.map((drawn, index) => ({
      ...drawn,
      members: membersOf(drawn, cdns),
      fallbacks: pick(drawn.fallbacks, keys.slice(index + 1)),
    })),
    rules: rules.flatMap(({ match: { originClusters: clusters = [], ...others }, ...drawn }) =>
      pick([drawn.pool], keys).map((named) => ({
        ...drawn,
        pool: named,
        match: { ...clustersOf(pick(clusters, originClusters)), ...others },
      })),
    ),
  }
}

function pick(indexes: readonly number[], keys: readonly string[]): readonly string[] {
  return [...new Set(indexes.flatMap((index) => keys[index % keys.length] ?? []))]
}

function membersOf({ members }: DrawnPool, cdns: readonly string[]): Pool['members'] {
  const byCdn = new Map(members.map(({ cdn, ...others }) => [cdns[cdn % cdns.length] ?? '', others]))
  const named = [...byCdn].map(([cdn, others]) => ({ cdn, ...others })).toSorted((a, b) => (a.cdn < b.cdn ? -1 : 1))
  return named.some(({ weight }) => weight > 0) ? named : named.map((member) => ({ ...member, weight: 1 }))
}

function clustersOf(originClusters: readonly string[]): RuleMatch {
  return originClusters.length === 0 ? {} : { originClusters: originClusters.toSorted() }
}
