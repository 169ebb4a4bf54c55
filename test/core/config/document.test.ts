import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { buildSchema, getNamedType, isInputObjectType, isObjectType, parse, validate, type GraphQLType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { parseBaseUrl } from '../../../src/core/config/base-url.ts'
import { configDocument, configJsonSchema, configSelection } from '../../../src/core/config/document.ts'
import { checkDocument, type WholeConfig } from '../../../src/core/config/check-document.ts'
import { parseHostSuffix } from '../../../src/core/config/host-suffix.ts'
import {
  MAX_BUDGET_PER_SECOND,
  MAX_BURST,
  MAX_CHECKS_IN_A_ROW,
  MAX_CHECK_SECONDS,
  MAX_TIMEOUT_SECONDS,
  MAX_ONE_IN,
  MAX_ASN,
  MAX_CDNS,
  MAX_CIDRS,
  MAX_DISTANCE_KM,
  MAX_ZONES,
  MAX_ORIGIN_CLUSTERS,
  MAX_PER_SECOND,
  MAX_RATIO,
  MAX_WEIGHT,
} from '../../../src/core/config/bounds.ts'
import { NEWEST_FORMAT_VERSION } from '../../../src/core/config/revision.ts'
import { parseServerLabelPattern } from '../../../src/core/config/server-label.ts'
import { config, holds } from '../arbitraries.ts'

const root = join(import.meta.dirname, '../../..')
const published = JSON.parse(readFileSync(join(root, 'docs/config.schema.json'), 'utf8')) as object
/** As any other program reads the schema. */
const isInSchema = new Ajv2020({ strict: true }).compile(published)

const cluster = { key: 'o', hostSuffix: 'o' }
const documentWith = (parts: object): object => ({
  formatVersion: 1,
  cdns: [],
  originClusters: [cluster],
  settings: {},
  ...parts,
})
const withCdn = (fields: object): object => documentWith({ cdns: [{ key: 'a', baseUrl: 'a', ...fields }] })
const withCheck = (fields: object): object => withCdn({ healthCheck: { path: '/', ...fields } })
const withCluster = (fields: object): object => documentWith({ originClusters: [{ ...cluster, ...fields }] })
const withZone = (fields: object): object => documentWith({ zones: [{ key: 'z', cidrs: ['192.0.2.0/24'], ...fields }] })
const withMatch = (match: object): object =>
  documentWith({
    pools: [{ key: 'p', members: [{ cdn: 'a' }] }],
    cdns: [{ key: 'a', baseUrl: 'a' }],
    rules: [{ key: 'r', position: 1, pool: 'p', match }],
  })
const withMember = (fields: object): object =>
  documentWith({ pools: [{ key: 'p', members: [{ cdn: 'a', ...fields }] }], cdns: [{ key: 'a', baseUrl: 'a' }] })
const withSettings = (settings: object): object => documentWith({ settings })

/** What the schema says, asked both as it was published and as the command line does. They never differ. */
function schemaTakes(document: object): boolean {
  const [other, own] = [isInSchema(document), configDocument.safeParse(document).success]
  expect({ document, own }).toEqual({ document, own: other })
  return own
}

/** What the service says: each part, and how many there are. */
function coreTakes(document: object): boolean {
  return checkDocument(document as WholeConfig).issues.every(({ severity, code }) => severity !== 'ERROR' || ofAll.has(code))
}

/** Errors of several fields together, which no schema can see: weights that add up, two schemes of a CDN. */
const ofAll: ReadonlySet<string> = new Set(['ZERO_WEIGHT', 'WEIGHT_SUM_TOO_LARGE', 'SCHEME_CONFLICT'])

it('is published as the code has it', () => {
  expect(published).toEqual(configJsonSchema())
})

it('has every field of a configuration, as the admin API has them', () => {
  const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))
  expect(validate(schema, parse(`{ liveRevision { config ${configSelection} } }`))).toEqual([])
  const words = configSelection.replaceAll(/[{}]/g, ' ').split(' ').filter(Boolean)
  const fieldsUnder = (typeName: string): readonly string[] => {
    const type = schema.getType(typeName)
    if (!isObjectType(type) && !isInputObjectType(type)) return []
    return Object.values(type.getFields())
      .filter(({ name }) => !['overrides', 'load', 'budgetLeft'].includes(name)) // shown beside a configuration, no part of it
      .flatMap((field) => [field.name, ...fieldsUnder(getNamedType(field.type as GraphQLType).name)])
  }
  expect(fieldsUnder('RoutingConfig').toSorted()).toEqual(words.toSorted())
  expect(
    fieldsUnder('RoutingConfigInput')
      .filter((name) => name !== 'expectedVersion')
      .toSorted(),
  ).toEqual(words.toSorted())
})

describe('the schema lets through what the service does, and nothing else', () => {
  const numbers = (max: number): readonly number[] => [-1, 0, 1, max - 1, max, max + 1, 1.5, 2 ** 31, 2 ** 60]
  const limited = (name: string, value: number): object => ({ rateLimit: { global: { perSecond: 1, burst: 1, [name]: value } } })

  it.each([
    ...numbers(MAX_WEIGHT).map((weight) => withCdn({ weight })),
    ...numbers(MAX_RATIO).map((ratio) => withSettings({ ratio })),
    ...numbers(MAX_PER_SECOND).map((value) => withSettings(limited('perSecond', value))),
    ...numbers(MAX_BURST).map((value) => withSettings(limited('burst', value))),
    ...numbers(65_535).map((port) => withCluster({ ports: [port] })),
    ...[301, 302, 303, 307, 308, 0].map((redirectStatus) => withSettings({ redirectStatus })),
    ...[[], ['http'], ['https', 'http'], ['http', 'http'], ['ftp'], ['http', 'HTTPS']].map((schemes) => withCluster({ schemes })),
    ...[0, 16, 17].map((count) => withCluster({ ports: Array.from({ length: count }, (_, index) => 8_000 + index) })),
    ...[
      'a?b?c?',
      'a?b?c?d?',
      'a{1,2}b?c?',
      'a{1,2}b?c?d{0,1}',
      'a{4}b?c?d?',
      '[a-f]{2}-\\d',
      '',
      '[]',
      '\\w',
      'a'.repeat(128),
      'a'.repeat(129),
    ].map((serverLabelPattern) => withCluster({ serverLabelPattern })),
    ...numbers(MAX_ONE_IN).map((oneIn) => withSettings({ accessLog: { oneIn } })),
    ...numbers(MAX_CHECK_SECONDS).map((value) => withCheck({ intervalSeconds: value, timeoutSeconds: 1 })),
    ...numbers(MAX_CHECK_SECONDS).map((slowStartSeconds) => withCheck({ slowStartSeconds })),
    ...numbers(MAX_TIMEOUT_SECONDS).map((value) => withCheck({ intervalSeconds: 3_600, timeoutSeconds: value })),
    ...numbers(MAX_CHECKS_IN_A_ROW).flatMap((value) => [withCheck({ fall: value }), withCheck({ rise: value })]),
    ...[[], [200], [199], [599, 200, 200], [600], [200.5], ['200']].map((expectStatus) => withCheck({ expectStatus })),
    ...[10, 11].map((length) => withCheck({ expectStatus: Array.from({ length }, (_, index) => 200 + index) })),
    ...['GET', 'HEAD', 'get', 'POST', ''].map((method) => withCheck({ method })),
    ...[null, '', 'x', 'é'.repeat(256), 'é'.repeat(257), 'a\nb', '\ud800'].map((expectBody) => withCheck({ expectBody })),
    ...['', '/', 'a', '/a?b=%20', '/a#b', '/a b', '/é', '/\n', `/${'x'.repeat(2_047)}`, `/${'x'.repeat(2_048)}`].map((path) =>
      withCheck({ path }),
    ),
    withCdn({ healthCheck: null }),
    ...[null, '', '{path}', '{scheme}://{base}{path}', 'https://u@h{path}', `https://h{path}/${'x'.repeat(500)}`].map(
      (urlTemplate) => withCdn({ urlTemplate }),
    ),
    ...[true, false].map((httpsOnly) => withCdn({ httpsOnly })),
    ...numbers(MAX_BUDGET_PER_SECOND).map((maxRequestsPerSecond) => withCluster({ maxRequestsPerSecond })),
    ...[-0.1, 0, 0.000_000_1, 0.5, 1, 1.000_1, null].map((maxShare) => withCluster({ maxShare })),
    ...numbers(100).map((maxEjectedPercent) => withSettings({ maxEjectedPercent })),
    ...numbers(MAX_ASN).map((asn) => withMatch({ asns: [asn] })),
    ...[100, 101].map((length) => withMatch({ asns: Array.from({ length }, (_, index) => index + 1) })),
    ...[[], ['EU'], ['eu'], ['EU', 'XX'], null].map((list) => withMatch({ continents: list })),
    ...[7, 8].map((length) => withMatch({ continents: Array.from({ length }, () => 'EU') })),
    ...[[], ['DE'], ['de'], ['D'], ['DEU'], null].map((list) => withMatch({ countries: list })),
    ...[250, 251].map((length) => withMatch({ countries: Array.from({ length }, () => 'DE') })),
    ...['', 'x', 'x'.repeat(128), 'x'.repeat(129), 'a b', 'é', 'a\nb', 'a\tb', '\ud800'].map((text) =>
      withMatch({ userAgents: [text] }),
    ),
    ...[20, 21].map((length) => withMatch({ userAgents: Array.from({ length }, (_, index) => String(index)) })),
    ...[['A'], [''], ['x'.repeat(33)], null].map((list) => withMatch({ zones: list })),
    ...[
      [],
      ['192.0.2.0/24', '2001:db8::/32'],
      ['192.0.2.0'],
      ['x/8'],
      ['192.0.2.0/240'],
      ['192.0.2.0/33'],
      ['::/129'],
      ['::/128'],
      ['0.0.0.0/0'],
      ['0.0.0.0/00'],
      [''],
      ['::/1280'],
    ].map((cidrs) => withZone({ cidrs })),
    ...[MAX_CIDRS, MAX_CIDRS + 1].map((length) => withZone({ cidrs: Array.from({ length }, () => '192.0.2.0/24') })),
    ...['z', 'Z', '1', ''].map((key) => withZone({ key })),
    ...[MAX_ZONES, MAX_ZONES + 1].map((length) =>
      documentWith({ zones: Array.from({ length }, (_, index) => ({ key: `z${index}`, cidrs: [`10.0.${index}.0/24`] })) }),
    ),
    ...[[], ['DE'], ['de']].map((excludeCountries) => withCdn({ excludeCountries })),
    ...numbers(100).map((maxSharePercent) => withMember({ maxSharePercent })),
    ...numbers(MAX_DISTANCE_KM).map((distance) => withMember({ places: [{ country: 'DE', distance }] })),
    ...[[], [{ continent: 'EU' }], [{ continent: 'eu' }], [{ country: 'Germany' }], [{ zone: 'Z' }], [{ planet: 'X' }]].map(
      (places) => withMember({ places }),
    ),
    ...['file:a', 'file:../a', 'env:SLUICE_SECRET_A', 'env:PATH', 'hunter2', ''].map((secret) =>
      withCdn({ signing: { secret } }),
    ),
    ...numbers(604_800).map((ttlSeconds) => withCdn({ signing: { secret: 'file:a', ttlSeconds } })),
    ...numbers(3_600).map((clockSkewSeconds) => withCdn({ signing: { secret: 'file:a', clockSkewSeconds } })),
    ...['EDGE_AUTH', 'SECURE_LINK', 'URI_SIGNING', 'edge_auth'].map((form) => withCdn({ signing: { form, secret: 'file:a' } })),
    withCdn({ signing: {} }),
    withCdn({ signing: null }),
    withSettings({ accessLog: null }),
    withSettings({ accessLog: {} }),
    withSettings({ rateLimit: null }),
    withSettings({ rateLimit: {} }),
    withSettings({ rateLimit: { perAddress: null } }),
    withCluster({ serverLabelPattern: null }),
    documentWith({ originClusters: [] }),
    ...[MAX_CDNS, MAX_CDNS + 1].map((count) =>
      documentWith({ cdns: Array.from({ length: count }, (_, index) => ({ key: `c${index}`, baseUrl: 'c' })) }),
    ),
    ...[MAX_ORIGIN_CLUSTERS, MAX_ORIGIN_CLUSTERS + 1].map((count) =>
      documentWith({
        originClusters: Array.from({ length: count }, (_, index) => ({ key: `o${index}`, hostSuffix: `o${index}` })),
      }),
    ),
    ...['', 'x', 'x'.repeat(200), 'x'.repeat(201), 'Bé 😀', 'a\nb', 'a\tb', '\u0085', '\ud800', '\udc00\ud800'].map((name) =>
      withCdn({ name }),
    ),
  ])('%j', (document) => {
    expect.hasAssertions()
    expectAgreement(document, coreTakes(document))
  })

  it('for both ends of every range, and not by refusing everything', () => {
    expect([withCdn({ weight: MAX_WEIGHT }), withSettings({ ratio: MAX_RATIO })].map(schemaTakes)).toEqual([true, true])
    expect([withCdn({ weight: MAX_WEIGHT + 1 }), withSettings({ ratio: MAX_RATIO + 1 })].map(schemaTakes)).toEqual([false, false])
  })

  it('for keys', () => {
    expect.hasAssertions()
    const keys = textOf('a', 'Z', '0', '-', '_', '.', 'é', ' ', '\n', 'x'.repeat(31), 'x'.repeat(240))
    holds(fc.property(keys, (key) => expectAgreement(withCdn({ key }), coreTakes(withCdn({ key })))))
    holds(fc.property(keys, (key) => expectAgreement(withCluster({ key }), coreTakes(withCluster({ key })))))
  })

  it('for base URLs', () => {
    expect.hasAssertions()
    const hosts = [
      'a',
      'Z',
      '-',
      '.',
      '0',
      '09',
      '0x7F',
      '255',
      '256',
      '127.0.0.1',
      'xn--a',
      'é',
      '\u212a',
      'x'.repeat(62),
      '.y'.repeat(120),
    ]
    const ports = [':', ':80', ':00080', ':65535', ':65536', ':0']
    const paths = ['/', '/vod', '%2e', '%2E', '%', '%4', '%41', '..', '?', '#', '@', ' ', "~!$&'()*+,;=", '_', '"']
    const shaped = fc.tuple(
      fc.constantFrom('', 'http://', 'HTTPS://', 'ftp://', '//'),
      textOf(...hosts),
      textOf(...ports),
      textOf(...paths),
    )
    const urls = fc.oneof(
      shaped.map((parts) => parts.join('')),
      textOf(...hosts, ...ports, ...paths),
    )
    holds(
      fc.property(urls, (baseUrl) => expectAgreement(withCdn({ baseUrl }), parseBaseUrl(baseUrl).ok)),
      5_000,
    )
  })

  it('for host suffixes', () => {
    expect.hasAssertions()
    const suffixes = textOf('a', 'Z', '-', '.', '0', '1', '0x', '0Xf', 'é', '\u212a', ' ', 'x'.repeat(62), '.y'.repeat(100))
    holds(
      fc.property(suffixes, (hostSuffix) => expectAgreement(withCluster({ hostSuffix }), parseHostSuffix(hostSuffix).ok)),
      5_000,
    )
  })

  it('for patterns of server labels, but for those that run backwards', () => {
    expect.hasAssertions()
    const parts = [
      'a',
      '0',
      '-',
      '\\d',
      '[',
      '[a-f]',
      '[0-9]',
      ']',
      '?',
      '{2}',
      '{1,3}',
      '{',
      '}',
      ',',
      '.',
      'A',
      '*',
      '(',
      '|',
      '\\',
    ]
    const patterns = textOf(...parts, '^', '$', 'x'.repeat(126)).filter((pattern) => !runsBackwards(pattern))
    holds(
      fc.property(patterns, (serverLabelPattern) =>
        expectAgreement(withCluster({ serverLabelPattern }), parseServerLabelPattern(serverLabelPattern).ok),
      ),
      5_000,
    )
  })

  it('for whatever edits can make', () => {
    expect.hasAssertions()
    holds(
      fc.property(config, (whole) => {
        const document = { formatVersion: NEWEST_FORMAT_VERSION, ...whole }
        expectAgreement(document, coreTakes(document))
      }),
    )
  })
})

describe('the schema lets more through than the service', () => {
  it.each([
    { what: 'a class that runs backwards', document: withCluster({ serverLabelPattern: '[z-a]' }) },
    { what: 'a repetition that does', document: withCluster({ serverLabelPattern: 'a{3,1}' }) },
    { what: 'a timeout beyond the interval', document: withCheck({ intervalSeconds: 1, timeoutSeconds: 2 }) },
    { what: 'a body of an answer that has none', document: withCheck({ method: 'HEAD', expectBody: 'x' }) },
    { what: 'a template whose path ends in a dot segment', document: withCdn({ urlTemplate: '{scheme}://{base}{path}.' }) },
    { what: 'a country that is none', document: withMatch({ countries: ['XX'] }) },
    { what: 'a bit behind the prefix of a network', document: withZone({ cidrs: ['192.0.2.1/24'] }) },
    { what: 'an address of five parts', document: withZone({ cidrs: ['1.2.3.4.5/8'] }) },
    { what: 'a zone that is not there', document: withMatch({ zones: ['nowhere'] }) },
    { what: 'a place that is two', document: withMember({ places: [{ country: 'DE', continent: 'EU' }] }) },
    { what: 'a place twice', document: withMember({ places: [{ country: 'DE' }, { country: 'DE' }] }) },
    { what: 'a key twice', document: documentWith({ originClusters: [cluster, { ...cluster, hostSuffix: 'p' }] }) },
    { what: 'a suffix twice', document: documentWith({ originClusters: [cluster, { ...cluster, key: 'p' }] }) },
  ])('for $what', ({ document }) => expect([schemaTakes(document), coreTakes(document)]).toEqual([true, false]))

  it('for names of more than 200 UTF-16 units in at most 200 characters, to others', () => {
    const document = withCdn({ name: '😀'.repeat(101) })
    expect([isInSchema(document), coreTakes(document)]).toEqual([true, false])
  })
})

it.each([
  { what: 'no format version', document: { cdns: [], originClusters: [cluster], settings: {} } },
  { what: 'one of the future', document: documentWith({ formatVersion: NEWEST_FORMAT_VERSION + 1 }) },
  { what: 'an unknown field', document: documentWith({ speed: 1 }) },
  { what: 'an unknown field of a CDN', document: withCdn({ priority: 1 }) },
  { what: 'an unknown field of a limit', document: withSettings({ rateLimit: { global: { perSecond: 1, burst: 1, per: 1 } } }) },
  { what: 'an unknown field of a health check', document: withCheck({ intervalMs: 1 }) },
  { what: 'a health check without a path', document: withCdn({ healthCheck: {} }) },
  { what: 'a number for a flag', document: withCdn({ httpsOnly: 1 }) },
  { what: 'a text for a number', document: withCdn({ weight: '1' }) },
  { what: 'null where it means nothing', document: withCdn({ weight: null }) },
  { what: 'a CDN without a base URL', document: documentWith({ cdns: [{ key: 'a' }] }) },
  { what: 'no settings', document: { formatVersion: 1, cdns: [], originClusters: [cluster] } },
])('the schema refuses $what', ({ document }) => expect(schemaTakes(document)).toBe(false))

function expectAgreement(document: object, isTaken: boolean): void {
  expect({ document, isTaken: schemaTakes(document) }).toEqual({ document, isTaken })
}

function textOf(...fragments: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...fragments), { maxLength: 6 }).map((parts) => parts.join(''))
}

/** `[f-a]`, `{3,1}`: what a regular expression can't be made of, and another one can't see. */
function runsBackwards(pattern: string): boolean {
  try {
    return !(new RegExp(pattern) instanceof RegExp)
  } catch {
    return true
  }
}
