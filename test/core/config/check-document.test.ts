import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256Of } from '../../../src/core/config/canonical.ts'
import { checkDocument, type WholeConfig } from '../../../src/core/config/check-document.ts'
import { deleteEntry, replaceAll, updateSettings, upsertEntry } from '../../../src/core/change/edits.ts'
import type { HealthCheckEdit } from '../../../src/core/config/health-check.ts'
import type { CdnEdit } from '../../../src/core/config/cdn.ts'
import type { OriginClusterEdit } from '../../../src/core/config/origin-cluster.ts'
import type { SettingsEdit } from '../../../src/core/config/settings.ts'
import { defaultSettings } from '../../../src/core/config/settings.ts'
import { MAX_CDNS, MAX_ORIGIN_CLUSTERS } from '../../../src/core/config/bounds.ts'
import { entriesOf, type RoutingConfig } from '../../../src/core/config/model.ts'
import type { PoolEdit } from '../../../src/core/config/pool.ts'
import type { Member, MemberEdit } from '../../../src/core/config/pool-members.ts'
import type { RuleEdit } from '../../../src/core/config/rule.ts'
import { sealRevision } from '../../../src/core/config/revision.ts'
import { validateConfig } from '../../../src/core/config/validate.ts'
import { hasErrors, type ValidationIssue } from '../../../src/core/validation-issue.ts'
import { policyNames } from '../../../src/core/selection/policies.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { configWith, revisionWith } from '../../support/config.ts'
import { baseUrl, config, holds, hostSuffix } from '../arbitraries.ts'

const good: WholeConfig = {
  cdns: [{ key: 'a', baseUrl: 'a.example.com' }],
  originClusters: [{ key: 'o', hostSuffix: 'origin-cluster' }],
  settings: {},
}

it.each<{ readonly what: string; readonly document: Partial<WholeConfig>; readonly findings: readonly string[] }>([
  { what: 'a good document', document: {}, findings: [] },
  {
    what: 'every field of a CDN wrong',
    document: { cdns: [...good.cdns, { key: 'b', name: '', baseUrl: 'x y', weight: 1_001 }] },
    findings: ['ERROR NAME_INVALID cdns.b.name', 'ERROR BASE_URL_INVALID cdns.b.baseUrl', 'ERROR WEIGHT_INVALID cdns.b.weight'],
  },
  {
    what: 'keys that can be none, told by their place',
    document: { cdns: [...good.cdns, { key: 'B', baseUrl: 'b.example.com' }, { key: '', weight: -1 }] },
    findings: [
      'ERROR KEY_INVALID cdns[1].key',
      'ERROR KEY_INVALID cdns[2].key',
      'ERROR REQUIRED cdns[2].baseUrl',
      'ERROR WEIGHT_INVALID cdns[2].weight',
    ],
  },
  {
    what: 'every field of an origin cluster wrong',
    document: { originClusters: [{ key: 'o', hostSuffix: 'a..b', serverLabelPattern: '(', schemes: [], ports: [0] }] },
    findings: [
      'ERROR HOST_SUFFIX_INVALID originClusters.o.hostSuffix',
      'ERROR SERVER_LABEL_PATTERN_INVALID originClusters.o.serverLabelPattern',
      'ERROR SCHEMES_INVALID originClusters.o.schemes',
      'ERROR PORTS_INVALID originClusters.o.ports',
    ],
  },
  {
    what: 'every setting wrong',
    document: {
      settings: {
        ratio: -1,
        redirectStatus: 303,
        rateLimit: { perAddress: { perSecond: 0, burst: 0 }, global: { perSecond: 1, burst: -1 } },
      },
    },
    findings: [
      'ERROR RATIO_INVALID settings.ratio',
      'ERROR REDIRECT_STATUS_INVALID settings.redirectStatus',
      'ERROR RATE_LIMIT_INVALID settings.rateLimit.perAddress.perSecond',
      'ERROR RATE_LIMIT_INVALID settings.rateLimit.perAddress.burst',
      'ERROR RATE_LIMIT_INVALID settings.rateLimit.global.burst',
    ],
  },
  {
    what: 'keys and suffixes twice, beside a bad value',
    document: {
      cdns: [...good.cdns, { key: 'a', baseUrl: 'b.example.com', weight: -1 }],
      originClusters: [...good.originClusters, { key: 'p', hostSuffix: 'Origin-Cluster' }, { key: 'p', hostSuffix: 'q' }],
      settings: { ratio: 1.5 },
    },
    findings: [
      'ERROR WEIGHT_INVALID cdns.a.weight',
      'ERROR DUPLICATE cdns.a.key',
      'ERROR DUPLICATE originClusters.p.key',
      'ERROR DUPLICATE originClusters.p.hostSuffix',
      'ERROR RATIO_INVALID settings.ratio',
    ],
  },
  {
    what: 'nothing at all',
    document: { cdns: [], originClusters: [] },
    findings: ['ERROR NO_ORIGIN_CLUSTER originClusters', 'WARNING NO_CDN cdns'],
  },
  {
    what: 'a bad value beside what is odd',
    document: {
      cdns: [...good.cdns, { key: 'l', baseUrl: 'localhost' }],
      settings: { redirectStatus: 301 },
      originClusters: [{ key: 'o', hostSuffix: '-' }],
    },
    findings: [
      'ERROR HOST_SUFFIX_INVALID originClusters.o.hostSuffix',
      'WARNING CDN_OUT_OF_REACH cdns.l.baseUrl',
      'WARNING PERMANENT_REDIRECT settings.redirectStatus',
    ],
  },
  // Of a list with a bad entry nobody knows what its sum would be, or whether it would be empty.
  { what: 'a bad CDN, the only one', document: { cdns: [{ key: 'a' }] }, findings: ['ERROR REQUIRED cdns.a.baseUrl'] },
  {
    what: 'a bad CDN beside one without a weight',
    document: { cdns: [{ key: 'a', baseUrl: 'a.example.com', weight: 0 }, { key: 'b' }] },
    findings: ['ERROR REQUIRED cdns.b.baseUrl'],
  },
])('finds in $what: $findings', ({ document, findings }) => {
  expect(checkDocument({ ...good, ...document }).issues.map(told)).toEqual(findings)
})

it('looks at no more entries than there may be, and says that there are more', () => {
  const cdns = Array.from({ length: MAX_CDNS + 500 }, () => ({ key: '' }))
  const originClusters = Array.from({ length: MAX_ORIGIN_CLUSTERS + 1 }, (_, index) => ({
    key: `${index}`,
    hostSuffix: `h${index}`,
  }))
  const { issues } = checkDocument({ ...good, cdns, originClusters })
  expect(issues.filter(({ code }) => code === 'TOO_MANY').map(told)).toEqual([
    'ERROR TOO_MANY cdns',
    'ERROR TOO_MANY originClusters',
  ])
  expect(issues).toHaveLength(2 + 2 * MAX_CDNS)
})

it('says what was received, what is allowed and what to do; the problem of it is the first error with all findings', () => {
  const document = { ...good, cdns: [{ key: 'a', baseUrl: 'localhost' }], settings: { ratio: -1 } }
  const { issues } = checkDocument(document)
  expect(issues[0]).toEqual({
    severity: 'ERROR',
    code: 'RATIO_INVALID',
    path: 'settings.ratio',
    message: 'received -1, allowed is an integer from 0 to 1000000',
    remedy: 'give a ratio in this range',
  })
  const problem = { code: 'RATIO_INVALID', field: 'settings.ratio', received: '1 error', issues }
  expect(replaceAll(document)(configWith())).toMatchObject({ ok: false, problem })
})

it('tells no more than twenty errors in the text of the problem, and all in its issues', () => {
  const cdns = Array.from({ length: 50 }, (_, index) => ({ key: `c${index}` }))
  const refused = replaceAll({ ...good, cdns })(configWith())
  expect(refused).toMatchObject({ problem: { received: '50 errors', remedy: expect.stringMatching(/; and 30 more$/) } })
  expect(refused.ok ? [] : refused.problem.issues).toHaveLength(50)
})

const odd = fc.oneof(
  fc.constantFrom('', 'a', 'A', '__proto__', 'constructor', 'a.b', '\0', '\ud800', '☂'),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const oddNumber = fc.oneof(fc.nat(3), fc.integer(), fc.double())
const healthCheckEdit: fc.Arbitrary<HealthCheckEdit> = fc.record(
  {
    path: fc.oneof(fc.constantFrom('/', '/a?b', 'a', '/a b'), odd),
    method: fc.oneof(fc.constantFrom('GET', 'HEAD'), odd),
    expectStatus: fc.array(fc.oneof(fc.constantFrom(200, 206, 599), oddNumber), { maxLength: 3 }),
    expectBody: fc.option(odd),
    intervalSeconds: fc.oneof(fc.nat(9), oddNumber),
    timeoutSeconds: fc.oneof(fc.nat(9), oddNumber),
    fall: fc.oneof(fc.nat(9), oddNumber),
    rise: fc.oneof(fc.nat(9), oddNumber),
    slowStartSeconds: fc.oneof(fc.nat(9), oddNumber),
    internal: fc.boolean(),
  },
  { requiredKeys: ['path'] },
)
const cdnEdit: fc.Arbitrary<CdnEdit> = fc.record(
  {
    key: fc.oneof(fc.constantFrom('a', 'b', 'default'), odd),
    name: odd,
    baseUrl: fc.oneof(baseUrl, odd, fc.constantFrom('localhost', '10.0.0.1', 's1.a', 'http://b:443')),
    weight: fc.oneof(fc.nat(3), oddNumber),
    enabled: fc.boolean(),
    healthCheck: fc.option(healthCheckEdit),
  },
  { requiredKeys: ['key'] },
)
const originClusterEdit: fc.Arbitrary<OriginClusterEdit> = fc.record(
  {
    key: fc.oneof(fc.constantFrom('a', 'b', '1'), odd),
    hostSuffix: fc.oneof(hostSuffix, odd, fc.constantFrom('a', 's1.a')),
    serverLabelPattern: fc.oneof(odd, fc.constantFrom(null, 'a{64}', 'a{0}', '[a-z]{1,9}', '\\d?', 'a{2,1}')),
    schemes: fc.array(fc.oneof(fc.constantFrom('http', 'https'), odd), { maxLength: 3 }),
    ports: fc.array(oddNumber, { maxLength: 3 }),
    maxRequestsPerSecond: fc.option(oddNumber),
    maxShare: fc.option(oddNumber),
    ratio: fc.option(oddNumber),
  },
  { requiredKeys: ['key'] },
)
const rateLimit = fc.option(fc.record({ perSecond: oddNumber, burst: oddNumber }))
const settingsEdit: fc.Arbitrary<SettingsEdit> = fc.record(
  {
    ratio: oddNumber,
    redirectStatus: fc.oneof(fc.constantFrom(301, 302), oddNumber),
    rateLimit: fc.option(fc.record({ perAddress: rateLimit, global: rateLimit }, { requiredKeys: [] })),
    accessLog: fc.option(fc.record({ oneIn: oddNumber })),
    maxEjectedPercent: oddNumber,
  },
  { requiredKeys: [] },
)
const poolEdit: fc.Arbitrary<PoolEdit & { readonly key: string }> = fc.record(
  {
    key: fc.oneof(fc.constantFrom('p', 'q', 'all'), odd),
    name: odd,
    policy: fc.oneof(fc.constantFrom(...policyNames), odd),
    members: fc.array(
      fc.record(
        {
          cdn: fc.oneof(fc.constantFrom('a', 'b'), odd),
          weight: fc.oneof(fc.nat(3), oddNumber),
          priority: fc.oneof(fc.nat(3), oddNumber),
        },
        { requiredKeys: ['cdn'] },
      ),
      { maxLength: 3 },
    ),
    fallbacks: fc.array(fc.oneof(fc.constantFrom('p', 'q'), odd), { maxLength: 3 }),
    stickyParameter: fc.option(odd),
  },
  { requiredKeys: ['key'] },
)
const oddPattern = fc.oneof(fc.constantFrom('/', '/a', '/**', '/*', '/a**', '*'), odd)
const ruleEdit: fc.Arbitrary<RuleEdit & { readonly key: string }> = fc.record(
  {
    key: fc.oneof(fc.constantFrom('r', 's'), odd),
    position: fc.oneof(fc.nat(3), oddNumber),
    enabled: fc.boolean(),
    pool: fc.oneof(fc.constantFrom('p', 'q'), odd),
    match: fc.record(
      {
        originClusters: fc.option(fc.array(fc.oneof(fc.constantFrom('a', 'b'), odd), { maxLength: 2 })),
        pathPrefixes: fc.option(fc.array(oddPattern, { maxLength: 2 })),
        pathGlobs: fc.option(fc.array(oddPattern, { maxLength: 2 })),
        clientPercent: fc.option(oddNumber),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['key'] },
)
const anyDocument: fc.Arbitrary<WholeConfig> = fc.record({
  cdns: fc.array(cdnEdit, { maxLength: 4 }),
  originClusters: fc.array(originClusterEdit, { maxLength: 4 }),
  pools: fc.array(poolEdit, { maxLength: 3 }),
  rules: fc.array(ruleEdit, { maxLength: 3 }),
  settings: settingsEdit,
})

it('never throws, whatever the document; one without errors is what a revision of it says, and a table can be built of it', () => {
  let passed = 0
  holds(
    fc.property(fc.oneof(anyDocument, config), (document) => {
      const { config: checked, issues } = checkDocument(document)
      if (hasErrors(issues)) return
      passed += 1
      expect(validateConfig(checked)).toEqual(issues)
      expect(checkDocument(checked)).toEqual({ config: checked, issues })
      expect(compileRevision(sealRevision({ ...revisionWith(), config: checked }))).toMatchObject({ ok: true })
    }),
    1_000,
  )
  expect(passed).toBeGreaterThan(100)
})

it('finds nothing wrong with the parts of what any sequence of accepted edits leaves', () => {
  const edit = fc.oneof(
    cdnEdit.map((drawn) => upsertEntry('cdns', drawn)),
    originClusterEdit.map((drawn) => upsertEntry('originClusters', drawn)),
    poolEdit.map((drawn) => upsertEntry('pools', drawn)),
    ruleEdit.map((drawn) => upsertEntry('rules', drawn)),
    settingsEdit.map(updateSettings),
    fc.constantFrom('p', 'q').map((key) => deleteEntry('pools', key)),
    fc.constantFrom('r', 's').map((key) => deleteEntry('rules', key)),
    fc.constantFrom('a', 'b').map((key) => deleteEntry('cdns', key)),
    fc.constantFrom('a', 'b').map((key) => deleteEntry('originClusters', key)),
    anyDocument.map(replaceAll),
  )
  holds(
    fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
      const left = edits.reduce<RoutingConfig>(
        (state, change) => {
          const changed = change(state)
          return changed.ok ? changed.value : state
        },
        { cdns: [], originClusters: [], settings: defaultSettings },
      )
      expect(checkDocument(left)).toEqual({ config: left, issues: validateConfig(left) })
    }),
  )
})

it('has one hash however it is written: lists in any order, defaults given or left out, by whoever and whenever', () => {
  const drawing = fc.tuple(
    config.filter((drawn) => !hasErrors(validateConfig(drawn))),
    fc.infiniteStream(fc.boolean()),
    fc.date(),
    fc.nat(),
  )
  holds(
    fc.property(drawing, fc.gen(), ([drawn, choices, at, number], draw) => {
      const leavesOut = (): boolean => choices.next().value === true
      const written: WholeConfig = {
        cdns: shuffled(drawn.cdns).map((cdn) => without(cdn, { name: cdn.key, weight: 1, enabled: true }, leavesOut)),
        originClusters: shuffled(drawn.originClusters).map((cluster) =>
          without(cluster, { serverLabelPattern: null, schemes: ['http', 'https'], ports: [] }, leavesOut),
        ),
        pools: shuffled(entriesOf(drawn, 'pools')).map((pool) =>
          without({ ...pool, members: shuffled(pool.members).map(member) }, { ...poolDefaults, name: pool.key }, leavesOut),
        ),
        rules: shuffled(entriesOf(drawn, 'rules')).map((rule) => without(rule, { enabled: true, match: {} }, leavesOut)),
        settings: without(drawn.settings, defaultSettings, leavesOut),
      }
      const { config: checked } = checkDocument(written)
      expect(checked).toEqual(drawn)
      const revision = { ...revisionWith(), number, publishedAt: String(at), config: checked }
      expect(sealRevision(revision).sha256).toBe(sha256Of(drawn))

      function member(whole: Member): MemberEdit {
        return without(whole, { weight: 1, priority: 0 }, leavesOut)
      }
      function shuffled<T>(list: readonly T[]): readonly T[] {
        return draw(fc.shuffledSubarray, [...list], { minLength: list.length })
      }
    }),
  )
})

const poolDefaults = { policy: 'WEIGHTED', fallbacks: [], stickyParameter: null } as const

/** The entry without some of the fields that are at their default. */
function without<T extends object>(entry: T, defaults: Partial<T>, leavesOut: () => boolean): T {
  const fields = Object.entries(entry).filter(
    ([field, value]) => !(JSON.stringify(value) === JSON.stringify(defaults[field as keyof T]) && leavesOut()),
  )
  return Object.fromEntries(fields) as T
}

function told({ severity, code, path }: ValidationIssue): string {
  return `${severity} ${code} ${path}`
}
