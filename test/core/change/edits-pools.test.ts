import { describe, expect, it } from 'vitest'
import { deleteEntry, replaceAll, updateSettings, upsertEntry, type Edit } from '../../../src/core/change/edits.ts'
import type { PoolEdit } from '../../../src/core/config/pool.ts'
import type { RuleEdit } from '../../../src/core/config/rule.ts'
import { sealRevision } from '../../../src/core/config/revision.ts'
import { cdnWith, configWith, originClusterWith, revisionWith } from '../../support/config.ts'

const config = configWith({
  cdns: [{}, { key: 'second' }],
  pools: [
    { key: 'live', members: { default: 1 }, fallbacks: ['reserve'] },
    { key: 'reserve', members: { second: 1 } },
  ],
  rules: [{ key: 'first', position: 1, pool: 'live', match: { originClusters: ['origin-cluster'] } }],
})
const pool = (edit: PoolEdit): Edit => upsertEntry('pools', edit)
const rule = (edit: RuleEdit): Edit => upsertEntry('rules', edit)
const members = [{ cdn: 'default' }]
const codeOf = (edit: Edit, of = config) => {
  const result = edit(of)
  return result.ok ? 'OK' : `${result.problem.code} ${result.problem.field}`
}

it('gives a new pool and a new rule their defaults, and sorts what has no order', () => {
  const made = pool({
    key: 'new',
    members: [
      { cdn: 'second', weight: 3 },
      { cdn: 'default', priority: 2 },
    ],
  })(config)
  expect(made).toMatchObject({ ok: true })
  expect(made.ok && made.value.pools?.find(({ key }) => key === 'new')).toEqual({
    key: 'new',
    name: 'new',
    policy: 'WEIGHTED',
    members: [
      { cdn: 'default', weight: 1, priority: 2 },
      { cdn: 'second', weight: 3, priority: 0 },
    ],
    fallbacks: [],
    stickyParameter: null,
  })
  const ruled = rule({ key: 'new', position: 7, pool: 'live', match: { pathPrefixes: ['/b/', '/a/', '/b/'], pathGlobs: [] } })(
    config,
  )
  expect(ruled.ok && ruled.value.rules?.find(({ key }) => key === 'new')).toEqual({
    key: 'new',
    position: 7,
    enabled: true,
    pool: 'live',
    match: { pathPrefixes: ['/a/', '/b/'] },
  })
})

it.each([
  { edit: pool({ key: 'Live', members }), refusal: 'KEY_INVALID key' },
  { edit: pool({ key: 'all', members }), refusal: 'KEY_RESERVED key' },
  { edit: pool({ key: 'new' }), refusal: 'REQUIRED members' },
  { edit: pool({ key: 'new', members: [] }), refusal: 'POOL_EMPTY members' },
  { edit: pool({ key: 'new', members: [{ cdn: 'default', weight: 0 }] }), refusal: 'ZERO_WEIGHT members' },
  { edit: pool({ key: 'new', members: [{ cdn: 'default', weight: -1 }] }), refusal: 'WEIGHT_INVALID members[0].weight' },
  { edit: pool({ key: 'new', members: [{ cdn: 'default', priority: 1_001 }] }), refusal: 'PRIORITY_INVALID members[0].priority' },
  { edit: pool({ key: 'new', members: [{ cdn: 'A' }] }), refusal: 'KEY_INVALID members[0].cdn' },
  { edit: pool({ key: 'new', members: [...members, ...members] }), refusal: 'DUPLICATE members' },
  { edit: pool({ key: 'new', members: [{ cdn: 'nobody' }] }), refusal: 'UNKNOWN_REFERENCE members' },
  { edit: pool({ key: 'new', members: Array.from({ length: 1_001 }, () => ({ cdn: 'a' })) }), refusal: 'TOO_MANY members' },
  { edit: pool({ key: 'new', members, policy: 'ANY' }), refusal: 'POLICY_INVALID policy' },
  { edit: pool({ key: 'new', members, stickyParameter: 'a b' }), refusal: 'STICKY_PARAMETER_INVALID stickyParameter' },
  { edit: pool({ key: 'new', members, fallbacks: ['nobody'] }), refusal: 'UNKNOWN_REFERENCE fallbacks' },
  { edit: pool({ key: 'new', members, fallbacks: ['live', 'live'] }), refusal: 'DUPLICATE fallbacks' },
  {
    edit: pool({ key: 'new', members, fallbacks: Array.from({ length: 11 }, (_, n) => `p${n}`) }),
    refusal: 'TOO_MANY fallbacks',
  },
  { edit: pool({ key: 'new', members, fallbacks: ['new'] }), refusal: 'FALLBACK_CIRCLE fallbacks' },
  { edit: pool({ key: 'reserve', fallbacks: ['live'] }), refusal: 'FALLBACK_CIRCLE fallbacks' },
  { edit: rule({ key: 'new', pool: 'live' }), refusal: 'REQUIRED position' },
  { edit: rule({ key: 'new', position: 2 }), refusal: 'REQUIRED pool' },
  { edit: rule({ key: 'new', pool: 'live', position: 0 }), refusal: 'POSITION_INVALID position' },
  { edit: rule({ key: 'new', pool: 'live', position: 1_000_001 }), refusal: 'POSITION_INVALID position' },
  { edit: rule({ key: 'new', pool: 'live', position: 1 }), refusal: 'DUPLICATE position' },
  { edit: rule({ key: 'new', pool: 'nobody', position: 2 }), refusal: 'UNKNOWN_REFERENCE pool' },
  { edit: rule({ key: 'first', match: { originClusters: ['nobody'] } }), refusal: 'UNKNOWN_REFERENCE match.originClusters' },
  { edit: rule({ key: 'first', match: { clientPercent: 0 } }), refusal: 'CLIENT_PERCENT_INVALID match.clientPercent' },
  { edit: rule({ key: 'first', match: { clientPercent: 100 } }), refusal: 'CLIENT_PERCENT_INVALID match.clientPercent' },
  {
    edit: rule({ key: 'first', match: { pathPrefixes: Array.from({ length: 101 }, (_, n) => `/${n}`) } }),
    refusal: 'TOO_MANY match.pathPrefixes',
  },
  ...['', 'live/', '/live/*', '/a b', '/%4', '/é', `/${'x'.repeat(512)}`].map((prefix) => ({
    edit: rule({ key: 'first', match: { pathPrefixes: [prefix] } }),
    refusal: 'PATH_PATTERN_INVALID match.pathPrefixes',
  })),
  ...['*', '/a**', '/**b', '/***', '/a?', '/%', `/${'*x'.repeat(256)}`].map((glob) => ({
    edit: rule({ key: 'first', match: { pathGlobs: [glob] } }),
    refusal: 'PATH_PATTERN_INVALID match.pathGlobs',
  })),
  ...['', 'Gerät', 'a\nb', 'x'.repeat(129)].map((userAgent) => ({
    edit: rule({ key: 'first', match: { userAgents: [userAgent] } }),
    refusal: 'USER_AGENT_INVALID match.userAgents',
  })),
  { edit: upsertEntry('cdns', { key: 'origin', baseUrl: 'cdn' }), refusal: 'KEY_RESERVED key' },
  { edit: upsertEntry('originClusters', { key: 'origin-cluster', ratio: -1 }), refusal: 'RATIO_INVALID ratio' },
])('refuses an edit with $refusal', ({ edit, refusal }) => expect(codeOf(edit)).toBe(refusal))

it.each(['/', '/live/', "/a-b_c.d~e!$&'()+,;=:@/%2F", `/${'x'.repeat(511)}`])('takes the prefix %s', (prefix) =>
  expect(codeOf(rule({ key: 'first', match: { pathPrefixes: [prefix] } }))).toBe('OK'),
)
it.each(['/*', '/**', '/**/*.m3u8', '/a*b*c/**/d', '/*/**'])('takes the glob %s', (glob) =>
  expect(codeOf(rule({ key: 'first', match: { pathGlobs: [glob] } }))).toBe('OK'),
)

describe('deleting what something names', () => {
  it.each([
    { list: 'cdns', key: 'second', where: 'pools.reserve.members' },
    { list: 'pools', key: 'reserve', where: 'pools.live.fallbacks' },
    { list: 'pools', key: 'live', where: 'rules.first.pool' },
    { list: 'originClusters', key: 'origin-cluster', where: 'rules.first.match.originClusters' },
  ] as const)('is refused for $key of $list, and tells where', ({ list, key, where }) => {
    expect(deleteEntry(list, key)(config)).toMatchObject({
      ok: false,
      problem: { code: 'IN_USE', field: 'key', remedy: expect.stringContaining(where) },
    })
  })

  it('goes once nothing names it, and leaves no trace of the list', () => {
    const plain = configWith({ cdns: [{}, { key: 'second' }] })
    const edits = [deleteEntry('rules', 'first'), deleteEntry('pools', 'live'), deleteEntry('pools', 'reserve')]
    const result = edits.reduce((before, edit) => (before.ok ? edit(before.value) : before), updateSettings({})(config))
    expect(result).toEqual({ ok: true, value: plain })
    expect(result.ok && Object.keys(result.value).toSorted()).toEqual(['cdns', 'originClusters', 'settings'])
  })
})

describe('a list has an end at the edit', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => cdnWith({ key: `c${n}` }))
  const all = Object.fromEntries(many.map(({ key }) => [key, 1]))
  const globs = { pathGlobs: ['/*.ts'] }
  const everyPath = Array.from({ length: 50 }, (_, n) => ({
    key: `r${n}`,
    position: n + 2,
    match: { pathGlobs: [`/*${n}`, `/**/${n}`, `/${n}/**`] },
  }))
  const fullOfGlobs = configWith({ pools: [{}], rules: everyPath })

  it.each([
    { what: 'CDNs', of: configWith({ cdns: many }), edit: upsertEntry('cdns', { key: 'one', baseUrl: 'one' }) },
    {
      what: 'pools',
      of: configWith({ pools: Array.from({ length: 100 }, (_, n) => ({ key: `p${n}` })) }),
      edit: pool({ key: 'one', members }),
    },
    {
      what: 'members of all pools',
      of: configWith({ cdns: many, pools: Array.from({ length: 10 }, (_, n) => ({ key: `p${n}`, members: all })) }),
      edit: pool({ key: 'one', members: [{ cdn: 'c1' }] }),
    },
    {
      what: 'rules',
      of: configWith({ pools: [{}], rules: Array.from({ length: 1_000 }, (_, n) => ({ key: `r${n}`, position: n + 2 })) }),
      edit: rule({ key: 'one', pool: 'pool', position: 1 }),
    },
    ...[{ pathGlobs: ['/*'] }, { originClusters: ['origin-cluster'] }].map((match) => ({
      what: `values of conditions of all rules, by ${JSON.stringify(match)}`,
      of: configWith({
        pools: [{}],
        rules: Array.from({ length: 100 }, (_, n) => ({
          key: `r${n}`,
          position: n + 2,
          match: { pathPrefixes: Array.from({ length: 100 }, (_unused, index) => `/${n}/${index}`) },
        })),
      }),
      edit: rule({ key: 'one', pool: 'pool', position: 1, match }),
    })),
    ...[{ pathGlobs: ['/*.ts'] }, { pathGlobs: ['/**/*.ts'] }, { pathGlobs: ['/**/*.ts'], pathPrefixes: ['/', '/live/'] }].map(
      (match) => ({
        what: `globs that every path is compared with, by ${JSON.stringify(match)}`,
        of: fullOfGlobs,
        edit: rule({ key: 'one', pool: 'pool', position: 1, match }),
      }),
    ),
    {
      what: 'globs that every path is compared with, by a rule that was disabled',
      of: configWith({ pools: [{}], rules: [...everyPath, { key: 'off', enabled: false, match: globs }] }),
      edit: rule({ key: 'off', enabled: true }),
    },
  ])('of $what', ({ of, edit }) => expect(codeOf(edit, of)).toMatch(/^TOO_MANY /))

  it.each([
    {
      what: 'with prefixes',
      edit: rule({ key: 'one', pool: 'pool', position: 1, match: { ...globs, pathPrefixes: ['/live/'] } }),
    },
    { what: 'of a disabled rule', edit: rule({ key: 'one', pool: 'pool', position: 1, enabled: false, match: globs }) },
    { what: 'behind a beginning', edit: rule({ key: 'one', pool: 'pool', position: 1, match: { pathGlobs: ['/live/*'] } }) },
  ])('takes a glob $what beside as many as every path may be compared with', ({ edit }) =>
    expect(codeOf(edit, fullOfGlobs)).toBe('OK'),
  )
})

describe('a key that was reserved later', () => {
  const old = configWith({ cdns: [{}, { key: 'origin' }] })

  it('can be edited and applied where it is, and not made', () => {
    expect(codeOf(upsertEntry('cdns', { key: 'origin', weight: 2 }), old)).toBe('OK')
    expect(codeOf(replaceAll(old), old)).toBe('OK')
    expect(codeOf(replaceAll(old))).toBe('KEY_RESERVED config')
  })

  it('is an error of a document where nothing from before can have it', () =>
    expect(codeOf(replaceAll(configWith({ pools: [{ key: 'all' }], rules: [{ pool: 'all' }] })))).toBe('KEY_RESERVED pools.all'))
})

describe('a document without pools, rules and ratios of clusters', () => {
  it('has the bytes, the hash and the format version that it had before there were any', () => {
    expect(revisionWith({ cdns: [{}, { key: 'b', weight: 3 }], ratio: 7 })).toMatchObject({
      formatVersion: 1,
      sha256: '132729315aa45df6c889314c38649e98698c4a65ac4a3b1cf653ed62f7f42c1e',
    })
  })

  it.each([
    { what: 'a pool', parts: { pools: [{}] } },
    { what: 'a ratio of a cluster', parts: { originClusters: [originClusterWith({ ratio: 5 })] } },
  ])('asks for format version 4 once it has $what', ({ parts }) => {
    const revision = revisionWith(parts)
    expect(revision.formatVersion).toBe(4)
    expect(sealRevision(revision)).toEqual(revision)
  })

  it('takes a ratio of null for none, in the bytes as well', () => {
    const result = upsertEntry('originClusters', { key: 'origin-cluster', ratio: null })(configWith())
    expect(result).toEqual({ ok: true, value: configWith() })
  })
})
