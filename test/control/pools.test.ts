import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { sluiceHere } from '../support/sluice-command.ts'

// What pools and rules refuse, by every way in: mutations, whole documents, and both at a shell. Nothing is changed.

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
type Document = Readonly<Record<'cdns' | 'originClusters' | 'pools' | 'rules', readonly Entry[]>>

const config: Document = {
  cdns: [
    { key: 'default', baseUrl: 'cdn.example.com' },
    { key: 'second', baseUrl: 'second.example.com' },
  ],
  originClusters: [{ key: 'o', hostSuffix: 'origin-cluster' }],
  pools: [
    { key: 'live', members: [{ cdn: 'default' }], fallbacks: ['reserve'] },
    { key: 'reserve', members: [{ cdn: 'second' }] },
  ],
  rules: [{ key: 'first', position: 1, pool: 'live', match: { pathPrefixes: ['/live/'], originClusters: ['o'] } }],
}
const document = { formatVersion: 4, ...config, settings: {} }

const types = { cdns: 'Cdn', originClusters: 'OriginCluster', pools: 'Pool', rules: 'Rule' } as const
const words = { cdns: 'cdn', originClusters: 'cluster', pools: 'pool', rules: 'rule' } as const
type List = keyof typeof types

const everything = async () => ({ ...(await control.store.state()), overrides: undefined })
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
    const input = JSON.stringify({ formatVersion: 4, ...changed })
    const told = await sluiceHere(['config', 'apply', '-', '--yes'], service, { input })
    expect(told).toMatchObject({ code: 65, stdout: '' })
    expect(told.stderr).toMatch(new RegExp(`^(error ${code} ${path}$|  ${path}(\\[0\\])?: received )`, 'm'))
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
    const input = JSON.stringify({ formatVersion: 4, ...without })
    const told = await sluiceHere(['config', 'apply', '-', '--yes'], service, { input })
    expect(told).toMatchObject({ code: 65, stdout: '', stderr: expect.stringMatching(refusedIn) })
    expect(await everything()).toEqual(before)
  })
})

it('lists, shows, plans and exports by keys', async () => {
  const listed = await sluiceHere(['pool', 'list'], service)
  expect(listed.stdout).toMatch(/live +live +WEIGHTED +default:1:0 +reserve/)
  const exported = await sluiceHere(['config', 'export'], service)
  const whole = JSON.parse(exported.stdout) as Document & { formatVersion: number }
  expect([whole.formatVersion, whole.pools.map(({ key }) => key), whole.rules]).toEqual([
    4,
    ['live', 'reserve'],
    [{ key: 'first', position: 1, enabled: true, pool: 'live', match: { originClusters: ['o'], pathPrefixes: ['/live/'] } }],
  ])
  const changed = {
    ...document,
    rules: [
      { ...config.rules[0], position: 2 },
      { key: 'second', position: 1, pool: 'reserve' },
    ],
  }
  const plan = await sluiceHere(['config', 'plan', '-'], service, { input: JSON.stringify(changed) })
  expect(plan.stdout).toMatch(/~ rules\.first\n +~ position: 1 → 2\n\+ rules\.second\n/)
})
