import { expect, it } from 'vitest'
import { hasErrors, validateConfig } from '../../../src/core/config/validate.ts'
import { cdnWith, configWith, originClusterWith, type ConfigParts } from '../../support/config.ts'

const many = Array.from({ length: 1_001 }, (_, index) => `c${index}`)

it.each<{ readonly what: string; readonly parts: ConfigParts; readonly findings: readonly string[] }>([
  { what: 'a good configuration', parts: {}, findings: [] },
  { what: 'the ratio 0', parts: { ratio: 0 }, findings: [] },
  { what: 'no CDN', parts: { cdns: [] }, findings: ['WARNING NO_CDN cdns'] },
  { what: 'no CDN that is enabled', parts: { cdns: [{ enabled: false }] }, findings: ['WARNING NO_CDN cdns'] },
  { what: 'no weight', parts: { cdns: [{ weight: 0 }, { key: 'b', weight: 0 }] }, findings: ['ERROR ZERO_WEIGHT cdns'] },
  {
    what: 'a weight of disabled CDNs alone',
    parts: { cdns: [{ weight: 0 }, { key: 'b', enabled: false }] },
    findings: ['ERROR ZERO_WEIGHT cdns'],
  },
  { what: 'one weight', parts: { cdns: [{ weight: 0 }, { key: 'b', weight: 1 }] }, findings: [] },
  { what: 'the longest period', parts: { cdns: cdnsOfSum(10_000) }, findings: [] },
  { what: 'a longer period', parts: { cdns: cdnsOfSum(10_001) }, findings: ['ERROR WEIGHT_SUM_TOO_LARGE cdns'] },
  {
    what: 'a longer period that disabled CDNs alone would make',
    parts: { cdns: [{}, ...cdnsOfSum(10_001).map((cdn) => ({ ...cdn, enabled: false }))] },
    findings: [],
  },
  {
    what: 'a large sum with a divisor',
    parts: { cdns: many.slice(0, 1_000).map((key) => ({ key, weight: 1_000 })) },
    findings: [],
  },
  { what: 'too many CDNs', parts: { cdns: many.map((key) => ({ key })) }, findings: ['ERROR TOO_MANY cdns'] },
  { what: 'no origin cluster', parts: { originClusters: [] }, findings: ['ERROR NO_ORIGIN_CLUSTER originClusters'] },
  {
    what: 'the most origin clusters',
    parts: { originClusters: many.slice(1).map((hostSuffix) => ({ hostSuffix })) },
    findings: [],
  },
  {
    what: 'too many origin clusters',
    parts: { originClusters: many.map((hostSuffix) => ({ hostSuffix })) },
    findings: ['ERROR TOO_MANY originClusters'],
  },
  {
    what: 'a suffix that two clusters have',
    parts: {
      originClusters: [
        { key: 'a', hostSuffix: 'x' },
        { key: 'constructor', hostSuffix: 'x' },
        { key: 'd', hostSuffix: 'constructor' },
      ],
    },
    findings: ['ERROR DUPLICATE originClusters.constructor.hostSuffix'],
  },
  {
    what: 'a suffix that three clusters have',
    parts: { originClusters: ['a', 'b', 'c'].map((key) => ({ key, hostSuffix: 'x' })) },
    findings: ['ERROR DUPLICATE originClusters.b.hostSuffix', 'ERROR DUPLICATE originClusters.c.hostSuffix'],
  },
  { what: 'a moved status', parts: { redirectStatus: 301 }, findings: ['WARNING PERMANENT_REDIRECT settings.redirectStatus'] },
  {
    what: 'a permanent status',
    parts: { redirectStatus: 308 },
    findings: ['WARNING PERMANENT_REDIRECT settings.redirectStatus'],
  },
  ...[
    { perSecond: 4, burst: 100 },
    { perSecond: 100, burst: 19 },
  ].map((perAddress) => ({
    what: 'a limit that refuses one player',
    parts: { rateLimit: { perAddress } },
    findings: ['WARNING RATE_LIMIT_LOW settings.rateLimit.perAddress'],
  })),
  {
    what: 'limits that let one player through',
    parts: { rateLimit: { perAddress: { perSecond: 5, burst: 20 }, global: { perSecond: 1, burst: 1 } } },
    findings: [],
  },
  { what: 'a temporary status', parts: { redirectStatus: 307 }, findings: [] },
])('finds in $what: $findings', ({ parts, findings }) => {
  expect(found(parts)).toEqual(findings)
  expect(hasErrors(validateConfig(configWith(parts)))).toBe(findings.some((finding) => finding.startsWith('ERROR')))
})

it('tells all findings at once', () => {
  const cdns = many.map((key, index) => ({ key, weight: index < 11 ? 900 + index : 1 }))
  const originClusters = [
    { key: 'a', hostSuffix: 'x' },
    { key: 'b', hostSuffix: 'x' },
  ]
  expect(found({ cdns, originClusters, redirectStatus: 301 })).toEqual([
    'ERROR TOO_MANY cdns',
    'ERROR WEIGHT_SUM_TOO_LARGE cdns',
    'ERROR DUPLICATE originClusters.b.hostSuffix',
    'WARNING PERMANENT_REDIRECT settings.redirectStatus',
  ])
  expect(found({ cdns: [], originClusters: [] })).toEqual(['WARNING NO_CDN cdns', 'ERROR NO_ORIGIN_CLUSTER originClusters'])
})

it('says what is wrong and what to do about it', () => {
  const twins = { cdns: [cdnWith()], originClusters: [originClusterWith({ key: 'a' }), originClusterWith({ key: 'b' })] }
  expect(validateConfig(configWith(twins))).toEqual([
    {
      severity: 'ERROR',
      code: 'DUPLICATE',
      path: 'originClusters.b.hostSuffix',
      message: '"origin-cluster" is also the suffix of the origin cluster "a"',
      remedy: 'delete one of the two or change its suffix',
    },
  ])
})

function found(parts: ConfigParts): readonly string[] {
  return validateConfig(configWith(parts)).map(({ severity, code, path }) => `${severity} ${code} ${path}`)
}

/** Weights without a common divisor: 999, 999 … and what is left of the sum. */
function cdnsOfSum(sum: number): NonNullable<ConfigParts['cdns']> {
  const full = Math.floor((sum - 1) / 999)
  return [...Array(full).fill(999), sum - full * 999].map((weight: number, index) => ({ key: `c${index}`, weight }))
}
