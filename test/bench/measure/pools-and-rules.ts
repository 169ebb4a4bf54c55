import { continents, countries } from '../../../src/core/geo/countries.ts'
import { policyNames } from '../../../src/core/selection/policies.ts'

export const RULES = 50

/** Rules with every condition on a path; two of three requests pass all of them. Each pool has some. */
export function rulesOf(pools: number): readonly object[] {
  return Array.from({ length: Math.max(RULES, pools) }, (_, index) => ({
    key: `rule-${index}`,
    pool: `pool-${index % pools}`,
    position: index + 1,
    match:
      index % 5 === 0
        ? { pathPrefixes: ['/video/'], clientPercent: 1 }
        : index % 5 < 3
          ? { pathPrefixes: [`/video/${10 + index}`] }
          : { pathGlobs: [`/video/*${10 + index}/*.m3u8`] },
  }))
}

/** Pools of 10 members that overlap, by every policy. */
export function poolsOf(pools: number, cdns: number): readonly object[] {
  return Array.from({ length: pools }, (_, pool) => ({
    key: `pool-${pool}`,
    policy: policyNames[pool % policyNames.length],
    members: Array.from({ length: 10 }, (_member, index) => ({
      cdn: `cdn-${1 + ((pool * 5 + index) % (cdns - 1))}`,
      weight: 1 + (index % 3),
      priority: index % 2,
    })),
  }))
}

/** Rules about where clients are: by turns countries, continents of one path, and autonomous systems; few clients are in most. */
export function placeRulesOf(pools: number, rules: number): readonly object[] {
  return Array.from({ length: rules }, (_, index) => ({
    key: `rule-${index}`,
    pool: `pool-${index % pools}`,
    position: index + 1,
    match:
      index % 3 === 0
        ? { countries: countries.slice(index * 4, index * 4 + 4) }
        : index % 3 === 1
          ? { continents: [continents[index % continents.length]], pathPrefixes: [`/video/${index}`] }
          : { asns: Array.from({ length: 20 }, (_asn, number) => 1 + index * 20 + number) },
  }))
}
