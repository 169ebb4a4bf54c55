import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { sluiceHere } from '../support/sluice-command.ts'

// What pools, rules, zones and CDNs refuse, by every way in: mutations, whole documents, and both at a shell. Nothing is changed.

let control: ControlUnderTest
let service: { readonly url: string; readonly token: string }
beforeAll(async () => {
  control = await openControl({ clock: systemClock, limits: { requestsPerSecond: 0 } })
  service = { url: await control.app.listen({ port: 0, host: '127.0.0.1' }), token: adminToken }
  const { code, stderr } = await sluiceHere(['config', 'apply', '-', '--yes'], service, { input: JSON.stringify(document) })
  if (code !== 0) throw new Error(stderr)
})
afterAll(() => control.close())

type Entry = { readonly key: string } & Readonly<Record<string, unknown>>
type Document = Readonly<Record<'cdns' | 'originClusters' | 'pools' | 'rules' | 'zones', readonly Entry[]>>

const config: Document = {
  cdns: [
    { key: 'default', baseUrl: 'cdn.example.com' },
    { key: 'second', baseUrl: 'second.example.com', excludeZones: ['lab'] },
  ],
  originClusters: [{ key: 'o', hostSuffix: 'origin-cluster' }],
  pools: [
    { key: 'live', members: [{ cdn: 'default', places: [{ zone: 'home' }] }], fallbacks: ['reserve'] },
    { key: 'reserve', members: [{ cdn: 'second' }] },
  ],
  rules: [
    { key: 'first', position: 1, pool: 'live', match: { pathPrefixes: ['/live/'], originClusters: ['o'] } },
    { key: 'staff', position: 5, pool: 'reserve', match: { zones: ['office'] } },
  ],
  zones: ['home', 'lab', 'office'].map((key, index) => ({ key, cidrs: [`192.0.${index}.0/24`] })),
}
const document = { formatVersion: 5, ...config, settings: {} }

const types = { cdns: 'Cdn', originClusters: 'OriginCluster', pools: 'Pool', rules: 'Rule', zones: 'Zone' } as const
const words = { cdns: 'cdn', originClusters: 'cluster', pools: 'pool', rules: 'rule', zones: 'zone' } as const
type List = keyof typeof types

const everything = async () => ({ ...(await control.store.state()), overrides: undefined })
const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const memberOf = (...cdns: readonly string[]) => ({ members: cdns.map((cdn) => ({ cdn })) })

type Refusal = {
  readonly code: string
  readonly list: List
  readonly entry: Entry
  /** The entry as options of the command line. */
  readonly options: readonly string[]
  /** Where a document is told to have it; the whole of it unless told. */
  readonly path?: string
}

type CdnRefusal = {
  readonly code: string
  readonly field: string
  readonly value: unknown
  readonly option: string
  readonly path?: string
}

describe.each<Refusal>([
  {
    code: 'KEY_RESERVED',
    list: 'cdns',
    entry: { key: 'origin', baseUrl: 'o.example.com' },
    options: ['--base-url', 'o.example.com'],
  },
  {
    code: 'KEY_RESERVED',
    list: 'pools',
    entry: { key: 'all', ...memberOf('default') },
    options: ['--members', 'default'],
    path: 'pools.all',
  },
  {
    code: 'UNKNOWN_REFERENCE',
    list: 'pools',
    entry: { key: 'new', ...memberOf('nobody') },
    options: ['--members', 'nobody:3:1'],
    path: 'pools.new.members',
  },
  {
    code: 'POOL_EMPTY',
    list: 'pools',
    entry: { key: 'live', members: [] },
    options: ['--members', ''],
    path: 'pools.live.members',
  },
  {
    code: 'ZERO_WEIGHT',
    list: 'pools',
    entry: { key: 'live', members: [{ cdn: 'default', weight: 0 }] },
    options: ['--members', 'default:0'],
    path: 'pools.live.members',
  },
  {
    code: 'FALLBACK_CIRCLE',
    list: 'pools',
    entry: { key: 'reserve', ...memberOf('second'), fallbacks: ['live'] },
    options: ['--fallbacks', 'live'],
    path: 'pools.reserve.fallbacks',
  },
  {
    code: 'TOO_MANY',
    list: 'pools',
    entry: { key: 'live', ...memberOf('default'), fallbacks: Array.from({ length: 11 }, (_, index) => `p${index}`) },
    options: ['--fallbacks', Array.from({ length: 11 }, (_, index) => `p${index}`).join(',')],
    path: 'pools.live.fallbacks',
  },
  {
    code: 'POSITION_INVALID',
    list: 'rules',
    entry: { key: 'first', position: 1_000_001, pool: 'live' },
    options: ['--position', '1000001'],
    path: 'rules.first.position',
  },
  {
    code: 'DUPLICATE',
    list: 'rules',
    entry: { key: 'new', position: 1, pool: 'reserve' },
    options: ['--position', '1', '--pool', 'reserve'],
    path: 'rules.new.position',
  },
  {
    code: 'UNKNOWN_REFERENCE',
    list: 'pools',
    entry: { key: 'live', ...memberOf('default'), fallbacks: ['nobody'] },
    options: ['--fallbacks', 'nobody'],
    path: 'pools.live.fallbacks',
  },
  {
    code: 'UNKNOWN_REFERENCE',
    list: 'rules',
    entry: { key: 'first', position: 1, pool: 'live', match: { originClusters: ['nobody'] } },
    options: ['--match', '{"originClusters":["nobody"]}'],
    path: 'rules.first.match.originClusters',
  },
  {
    code: 'UNKNOWN_REFERENCE',
    list: 'rules',
    entry: { key: 'first', position: 1, pool: 'nobody' },
    options: ['--pool', 'nobody'],
    path: 'rules.first.pool',
  },
  ...['live', `/${'x'.repeat(512)}`, '/live*'].map((prefix) => ({
    code: 'PATH_PATTERN_INVALID',
    list: 'rules' as const,
    entry: { key: 'first', position: 1, pool: 'live', match: { pathPrefixes: [prefix] } },
    options: ['--match', JSON.stringify({ pathPrefixes: [prefix] })],
    path: 'rules.first.match.pathPrefixes',
  })),
  {
    code: 'PATH_PATTERN_INVALID',
    list: 'rules',
    entry: { key: 'first', position: 1, pool: 'live', match: { pathGlobs: ['/a**'] } },
    options: ['--match', '{"pathGlobs":["/a**"]}'],
    path: 'rules.first.match.pathGlobs',
  },
  {
    code: 'CLIENT_PERCENT_INVALID',
    list: 'rules',
    entry: { key: 'first', position: 1, pool: 'live', match: { clientPercent: 100 } },
    options: ['--match', '{"clientPercent":100}'],
    path: 'rules.first.match.clientPercent',
  },
  ...[
    { code: 'COUNTRY_INVALID', match: { countries: ['DE', 'XX'] } },
    { code: 'COUNTRY_INVALID', match: { countries: ['de'] } },
    { code: 'CONTINENT_INVALID', match: { continents: ['XX'] } },
    ...[0, 1.5, 2 ** 32].map((asn) => ({ code: 'ASN_INVALID', match: { asns: [64_500, asn] } })),
    { code: 'UNKNOWN_REFERENCE', match: { zones: ['office', 'nowhere'] } },
    { code: 'KEY_INVALID', match: { zones: ['The Office'] } },
    ...['', 'x'.repeat(129), 'a\nb'].map((text) => ({ code: 'USER_AGENT_INVALID', match: { userAgents: [text] } })),
    { code: 'TOO_MANY', match: { userAgents: numbersTo(21).map(String) } },
    { code: 'TOO_MANY', match: { asns: numbersTo(101) } },
    { code: 'TOO_MANY', match: { continents: Array.from({ length: 8 }, () => 'EU') } },
  ].map(({ code, match }) => ({
    code,
    list: 'rules' as const,
    entry: { key: 'first', position: 1, pool: 'live', match },
    options: ['--match', JSON.stringify(match)],
    path: `rules.first.match.${Object.keys(match).join('')}`,
  })),
  ...['192.0.2.1/24', '::ffff:192.0.2.1/120', '10.0.0.0/33', '10.0.0.0', '2001:db8::1'].map((cidr) => ({
    code: 'CIDR_INVALID',
    list: 'zones' as const,
    entry: { key: 'office', cidrs: ['198.51.100.0/24', cidr] },
    options: ['--cidrs', `198.51.100.0/24,${cidr}`],
    path: 'zones.office.cidrs[1]',
  })),
  {
    code: 'CIDR_INVALID',
    list: 'zones',
    entry: { key: 'office', cidrs: [] },
    options: ['--cidrs', ''],
    path: 'zones.office.cidrs',
  },
  ...[
    { code: 'COUNTRY_INVALID', field: 'excludeCountries', value: ['CH', 'UK'], option: 'CH,UK' },
    { code: 'UNKNOWN_REFERENCE', field: 'excludeZones', value: ['nowhere'], option: 'nowhere' },
    { code: 'KEY_INVALID', field: 'excludeZones', value: ['Lab'], option: 'Lab' },
    ...[
      '{scheme}://{base}/x',
      '{scheme}://{base}{path}{host}',
      '{scheme}://{server}.example.com{path}',
      'ftp://{base}{path}',
    ].map((template) => ({ code: 'TEMPLATE_INVALID', field: 'urlTemplate', value: template, option: template })),
    ...['hunter2', 'file:../key', 'env:PATH'].map((secret) => ({
      code: 'SECRET_REFERENCE_INVALID',
      field: 'signing',
      value: { form: 'EDGE_AUTH', secret },
      option: JSON.stringify({ form: 'EDGE_AUTH', secret }),
      path: 'signing.secret',
    })),
    ...[{ ttlSeconds: 0 }, { clockSkewSeconds: 3_601 }].map((range) => ({
      code: 'SIGNING_INVALID',
      field: 'signing',
      value: { form: 'EDGE_AUTH', secret: 'file:key', ...range },
      option: JSON.stringify({ form: 'EDGE_AUTH', secret: 'file:key', ...range }),
      path: `signing.${Object.keys(range).join('')}`,
    })),
  ].map(({ code, field, value, option, path = field }: CdnRefusal) => ({
    code,
    list: 'cdns' as const,
    entry: { key: 'default', baseUrl: 'cdn.example.com', [field]: value },
    options: [`--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, option],
    path: `cdns.default.${path}`,
  })),
  ...[
    { code: 'PLACE_INVALID', places: [{}], path: 'places[0]' },
    { code: 'PLACE_INVALID', places: [{ country: 'DE', zone: 'home' }], path: 'places[0]' },
    { code: 'PLACE_INVALID', places: [{ country: 'DE', distance: -1 }], path: 'places[0].distance' },
    { code: 'PLACE_INVALID', places: [{ country: 'DE', distance: 20_039 }], path: 'places[0].distance' },
    { code: 'COUNTRY_INVALID', places: [{ country: 'DE' }, { country: 'ZZ' }], path: 'places[1]' },
    { code: 'CONTINENT_INVALID', places: [{ continent: 'XX' }], path: 'places[0]' },
    { code: 'DUPLICATE', places: [{ country: 'DE' }, { country: 'DE', distance: 5 }], path: 'places' },
    { code: 'TOO_MANY', places: Array.from({ length: 301 }, () => ({ country: 'DE' })), path: 'places' },
  ].map(({ code, places, path }) => ({
    code,
    list: 'pools' as const,
    entry: { key: 'live', members: [{ cdn: 'default', places }] },
    options: ['--members', JSON.stringify([{ cdn: 'default', places }])],
    path: `pools.live.members[0].${path}`,
  })),
  {
    code: 'UNKNOWN_REFERENCE',
    list: 'pools',
    entry: { key: 'live', members: [{ cdn: 'default', places: [{ zone: 'nowhere' }] }] },
    options: ['--members', '[{"cdn":"default","places":[{"zone":"nowhere"}]}]'],
    path: 'pools.live.members',
  },
  ...[0, 101].map((maxSharePercent) => ({
    code: 'MAX_SHARE_INVALID',
    list: 'pools' as const,
    entry: { key: 'live', members: [{ cdn: 'default', maxSharePercent }] },
    options: ['--members', JSON.stringify([{ cdn: 'default', maxSharePercent }])],
    path: 'pools.live.members[0].maxSharePercent',
  })),
  ...[101].map((stabilise) => ({
    code: 'STABILISE_INVALID',
    list: 'pools' as const,
    entry: { key: 'live', ...memberOf('default'), stabilise },
    options: ['--stabilise', String(stabilise)],
    path: 'pools.live.stabilise',
  })),
])('$code of $list', ({ code, list, entry, options, path = 'config' }) => {
  const type = types[list]
  const changed = { ...config, [list]: [...config[list].filter(({ key }) => key !== entry.key), entry], settings: {} }

  it(`is what upsert${type} answers`, async () => {
    const before = await everything()
    const { data } = await control.graphql<{ upsert: { code?: string } }>(
      `mutation ($input: ${type}Input!) { upsert: upsert${type}(input: $input) { ... on UserError { code } } }`,
      { input: entry },
    )
    expect(data.upsert.code).toBe(code)
    expect(await everything()).toEqual(before)
  })

  it('is what applyConfig answers', async () => {
    const before = await everything()
    const { data } = await control.graphql<{ applyConfig: { code?: string } }>(
      'mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) { ... on UserError { code } } }',
      { config: changed },
    )
    expect(data.applyConfig.code).toBe(code)
    expect(await everything()).toEqual(before)
  })

  it('is what config apply says, by its code, or by its place where the form of documents has it', async () => {
    const before = await everything()
    const input = JSON.stringify({ formatVersion: 5, ...changed })
    const told = await sluiceHere(['config', 'apply', '-', '--yes'], service, { input })
    expect(told).toMatchObject({ code: 65, stdout: '' })
    const place = path.replaceAll(/[[\].]/g, String.raw`\$&`)
    expect(told.stderr).toMatch(
      new RegExp(String.raw`^(error ${code} ${place}$|  ${place}[[\].\w]*: (?:received|allowed is) )`, 'm'),
    )
    expect(await everything()).toEqual(before)
  })

  it(`is what sluice ${words[list]} set says`, async () => {
    const before = await everything()
    const told = await sluiceHere([words[list], 'set', entry.key, ...options], service)
    expect(told).toMatchObject({ code: 65, stdout: '', stderr: expect.stringContaining(code) })
    expect(await everything()).toEqual(before)
  })
})

describe.each<{ readonly list: List; readonly key: string; readonly where: string; readonly code: string }>([
  { list: 'cdns', key: 'second', where: 'pools.reserve.members', code: 'UNKNOWN_REFERENCE' },
  { list: 'pools', key: 'reserve', where: 'pools.live.fallbacks', code: 'UNKNOWN_REFERENCE' },
  { list: 'pools', key: 'live', where: 'rules.first.pool', code: 'UNKNOWN_REFERENCE' },
  { list: 'originClusters', key: 'o', where: 'rules.first.match.originClusters', code: 'NO_ORIGIN_CLUSTER' },
  { list: 'zones', key: 'office', where: 'rules.staff.match.zones', code: 'UNKNOWN_REFERENCE' },
  { list: 'zones', key: 'lab', where: 'cdns.second.excludeZones', code: 'UNKNOWN_REFERENCE' },
  { list: 'zones', key: 'home', where: 'pools.live.members', code: 'UNKNOWN_REFERENCE' },
])('deleting $key of $list', ({ list, key, where, code }) => {
  const refusedIn = code === 'UNKNOWN_REFERENCE' ? `error ${code} ${where}` : /  originClusters: received \[\]/

  it('is IN_USE, and tells where', async () => {
    const before = await everything()
    const { data } = await control.graphql<{ gone: { code?: string; message?: string } }>(
      `mutation { gone: delete${types[list]}(key: "${key}") { ... on UserError { code message } } }`,
    )
    expect(data.gone).toEqual({ code: 'IN_USE', message: expect.stringContaining(where) })
    expect(await sluiceHere([words[list], 'delete', key], service)).toMatchObject({
      code: 65,
      stderr: expect.stringMatching(new RegExp(`IN_USE[^]*${where}`)),
    })
    expect(await everything()).toEqual(before)
  })

  it(`is ${code} in a document`, async () => {
    const before = await everything()
    const without = { ...config, [list]: config[list].filter((entry) => entry.key !== key), settings: {} }
    const { data } = await control.graphql<{ applyConfig: { code?: string } }>(
      'mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) { ... on UserError { code } } }',
      { config: without },
    )
    expect(data.applyConfig.code).toBe(code)
    const input = JSON.stringify({ formatVersion: 5, ...without })
    const told = await sluiceHere(['config', 'apply', '-', '--yes'], service, { input })
    expect(told).toMatchObject({ code: 65, stdout: '', stderr: expect.stringMatching(refusedIn) })
    expect(await everything()).toEqual(before)
  })
})

describe('several problems of one entry', () => {
  const entry = {
    key: 'first',
    position: 0,
    pool: 'The Pool',
    match: {
      countries: ['XX', 'DE', 'ZZ'],
      continents: ['EU', 'MARS'],
      asns: [0],
      userAgents: [''],
      zones: ['A zone'],
      clientPercent: 0,
    },
  }
  const issues = [
    'POSITION_INVALID position',
    'KEY_INVALID pool',
    'COUNTRY_INVALID match.countries',
    'COUNTRY_INVALID match.countries',
    'CONTINENT_INVALID match.continents',
    'ASN_INVALID match.asns',
    'KEY_INVALID match.zones',
    'USER_AGENT_INVALID match.userAgents',
    'CLIENT_PERCENT_INVALID match.clientPercent',
  ]
  type Told = {
    readonly code: string
    readonly message: string
    readonly issues: readonly { readonly code: string; readonly path: string }[]
  }
  const asked = '... on InvalidInput { code message issues { code path } }'

  it('are all told by a mutation, the first as its code', async () => {
    const before = await everything()
    const { data } = await control.graphql<{ upsert: Told }>(
      `mutation ($input: RuleInput!) { upsert: upsertRule(input: $input) { ${asked} } }`,
      { input: entry },
    )
    expect(data.upsert.issues.map(({ code, path }) => `${code} ${path}`)).toEqual(issues)
    expect(data.upsert.code).toBe('POSITION_INVALID')
    expect(data.upsert.message).toMatch(/received 0,.*KEY_INVALID: pool: .*"XX".*"ZZ".*"MARS".*CLIENT_PERCENT_INVALID/)
    expect(await everything()).toEqual(before)
  })

  it('are all told by applyConfig, with those of other entries', async () => {
    const before = await everything()
    const bad = {
      ...config,
      cdns: [
        {
          key: 'default',
          baseUrl: 'cdn.example.com',
          excludeCountries: ['UK'],
          urlTemplate: '{x}',
          signing: { secret: 'hunter2' },
        },
      ],
      pools: [{ key: 'live', members: [{ cdn: 'default', places: [{}], maxSharePercent: 0 }], stabilise: 101 }],
      rules: [entry],
      zones: [{ key: 'office', cidrs: ['10.0.0.0', '10.0.0.1/8'] }],
      settings: {},
    }
    const { data } = await control.graphql<{ applyConfig: Told }>(
      `mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) { ${asked} } }`,
      { config: bad },
    )
    expect(data.applyConfig.issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'COUNTRY_INVALID cdns.default.excludeCountries',
      'TEMPLATE_INVALID cdns.default.urlTemplate',
      'SECRET_REFERENCE_INVALID cdns.default.signing.secret',
      'PLACE_INVALID pools.live.members[0].places[0]',
      'MAX_SHARE_INVALID pools.live.members[0].maxSharePercent',
      'STABILISE_INVALID pools.live.stabilise',
      ...issues.map((issue) => issue.replace(' ', ' rules.first.')),
      'CIDR_INVALID zones.office.cidrs[0]',
      'CIDR_INVALID zones.office.cidrs[1]',
    ])
    expect(JSON.stringify(data)).not.toContain('hunter2')
    expect(await everything()).toEqual(before)
  })

  it('are all told at a shell', async () => {
    const before = await everything()
    const options = ['--position', '0', '--pool', 'The Pool', '--match', JSON.stringify(entry.match)]
    const told = await sluiceHere(['rule', 'set', 'first', ...options], service)
    expect(told).toMatchObject({ code: 65, stdout: '' })
    for (const issue of issues) expect(told.stderr).toContain(issue.split(' ')[0])
    expect(await everything()).toEqual(before)
  })

  it('are all told of what names nothing', async () => {
    const { data } = await control.graphql<{ upsert: Told }>(
      `mutation ($input: RuleInput!) { upsert: upsertRule(input: $input) { ${asked} } }`,
      {
        input: { key: 'new', position: 1, pool: 'nobody', match: { zones: ['nowhere'], originClusters: ['none'] } },
      },
    )
    expect(data.upsert.issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'UNKNOWN_REFERENCE pool',
      'UNKNOWN_REFERENCE match.originClusters',
      'UNKNOWN_REFERENCE match.zones',
      'DUPLICATE position',
    ])
  })
})

it('lists, shows, plans and exports by keys', async () => {
  const listed = await sluiceHere(['pool', 'list'], service)
  expect(listed.stdout).toMatch(/live +live +WEIGHTED .* reserve/)
  const exported = await sluiceHere(['config', 'export'], service)
  const whole = JSON.parse(exported.stdout) as Document & { formatVersion: number }
  expect([whole.formatVersion, whole.pools.map(({ key }) => key), whole.rules]).toEqual([
    5,
    ['live', 'reserve'],
    [
      { key: 'first', position: 1, enabled: true, pool: 'live', match: { originClusters: ['o'], pathPrefixes: ['/live/'] } },
      { key: 'staff', position: 5, enabled: true, pool: 'reserve', match: { zones: ['office'] } },
    ],
  ])
  const changed = {
    ...document,
    rules: [{ ...config.rules[0], position: 2 }, { key: 'second', position: 1, pool: 'reserve' }, config.rules[1]],
  }
  const plan = await sluiceHere(['config', 'plan', '-'], service, { input: JSON.stringify(changed) })
  expect(plan.stdout).toMatch(/~ rules\.first\n +~ position: 1 → 2\n\+ rules\.second\n/)
})
