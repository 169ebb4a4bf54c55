import { policyNames } from '../../../src/core/selection/policies.ts'

/** 20 pools of 10 members with every policy, and 50 rules with every condition on a path; two of three requests pass all of them. */
export const rules = Array.from({ length: 50 }, (_, index) => ({
  key: `rule-${index}`,
  pool: `pool-${index % 20}`,
  position: index + 1,
  match:
    index % 5 === 0
      ? { pathPrefixes: ['/video/'], clientPercent: 1 }
      : index % 5 < 3
        ? { pathPrefixes: [`/video/${10 + index}`] }
        : { pathGlobs: [`/video/*${10 + index}/*.m3u8`] },
}))
export const pools = Array.from({ length: 20 }, (_, pool) => ({
  key: `pool-${pool}`,
  policy: policyNames[pool % policyNames.length],
  members: Array.from({ length: 10 }, (_member, index) => ({
    cdn: `cdn-${1 + ((pool * 5 + index) % 99)}`,
    weight: 1 + (index % 3),
    priority: index % 2,
  })),
}))
