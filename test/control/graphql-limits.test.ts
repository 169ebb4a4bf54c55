import { getIntrospectionQuery, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { openDocumentCache } from '../../src/control/graphql/limits/document-cache.ts'
import { findDocumentExcess } from '../../src/control/graphql/limits/document-limits.ts'
import { findSourceExcess } from '../../src/control/graphql/limits/source-limits.ts'
import { configSelection } from '../../src/core/config/document.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { transports } from '../support/graphql-transports.ts'
import { until } from '../support/until.ts'
import { openSocket } from '../support/web-socket.ts'

let control: ControlUnderTest
let url: string
beforeAll(async () => {
  control = await openControl({ clock: systemClock })
  url = await control.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => control.close())

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ')

/** Introspection's types go as deep as one likes: `{ __type { ofType { … } } }`. */
const introspection = (depth: number): string =>
  `{ __type(name: "Query") ${'{ ofType '.repeat(depth - 2)}{ name }${' }'.repeat(depth - 2)} }`

// Each row: a document at the limit, which is answered, and one over it, which is refused with this code.
const limits = [
  {
    limit: '2,000 tokens',
    code: 'TOO_MANY_TOKENS',
    within: `{ revision(number: 1) { number } } # ${'x '.repeat(3_000)}`,
    over: `{ ${'a '.repeat(1_999)} }`,
  },
  {
    limit: '30 aliases',
    code: 'TOO_MANY_ALIASES',
    within: `{ viewer { ${times(30, (i) => `a${i}: name`)} } }`,
    over: `{ viewer { ${times(31, (i) => `a${i}: name`)} } }`,
  },
  {
    limit: '30 aliases, by way of fragments',
    code: 'TOO_MANY_ALIASES',
    within: `{ viewer { ${times(6, () => '...F')} } } fragment F on Viewer { ${times(5, (i) => `a${i}: name`)} }`,
    over: `{ viewer { ${times(7, () => '...F')} } } fragment F on Viewer { ${times(5, (i) => `a${i}: name`)} }`,
  },
  {
    limit: '20 root fields',
    code: 'TOO_MANY_ROOT_FIELDS',
    within: `{ ${times(20, (i) => `a${i}: __typename`)} }`,
    over: `{ ${times(21, (i) => `a${i}: __typename`)} }`,
  },
  {
    limit: '20 root fields, by way of fragments',
    code: 'TOO_MANY_ROOT_FIELDS',
    within: `{ ... { ...A } ...A ...A ...A } fragment A on Query { viewer { name } ...B } fragment B on Query { ${times(4, () => '__typename')} }`,
    over: `{ ... { ...A } ...A ...A ...A __typename } fragment A on Query { viewer { name } ...B } fragment B on Query { ${times(4, () => '__typename')} }`,
  },
  {
    limit: '20 directives',
    code: 'TOO_MANY_DIRECTIVES',
    within: `{ viewer { ${times(20, (i) => `name @include(if: ${i >= 0})`)} } }`,
    over: `{ viewer { ${times(21, (i) => `name @include(if: ${i >= 0})`)} } }`,
  },
  {
    limit: '20 directives, on fields, fragments and what spreads them',
    code: 'TOO_MANY_DIRECTIVES',
    within: `query { viewer { ${times(10, () => '...F @include(if: true)')} } } fragment F on Viewer { name @skip(if: false) }`,
    over: `query { viewer { ${times(10, () => '...F @include(if: true)')} ... @skip(if: true) { name } } } fragment F on Viewer { name @skip(if: false) }`,
  },
  {
    limit: 'as many fields with fragments as without',
    code: 'TOO_MANY_FIELDS',
    within: `{ viewer { ${times(20, () => '...F')} } } fragment F on Viewer { ${'...G '.repeat(9)} } fragment G on Viewer { ${'name '.repeat(10)} }`,
    over: `{ viewer { ${times(20, () => '...F')} } } fragment F on Viewer { ${'...G '.repeat(10)} } fragment G on Viewer { ${'name '.repeat(10)} }`,
  },
  {
    limit: '10,000 fields executed, by pages',
    code: 'OPERATION_TOO_COSTLY',
    within: `{ ${times(20, (i) => `a${i}: revisions(first: 100) { edges { node { number sha256 author } } }`)} }`,
    over: `{ ${times(20, (i) => `a${i}: revisions(first: 100) { edges { node { number sha256 author message } } }`)} }`,
  },
  {
    limit: '10,000 fields executed, by configurations in pages',
    code: 'OPERATION_TOO_COSTLY',
    within:
      '{ revisions(first: 16) { edges { node { ...F } } } } fragment F on ConfigRevision { config { cdns { key name baseUrl weight } } }',
    over: `{ ${times(20, (i) => `a${i}: revisions(first: 100) { edges { node { ...F } } }`)} } fragment F on ConfigRevision { config { cdns { key } } }`,
  },
  {
    limit: '10,000 fields executed, by the page that a query without one has',
    code: 'OPERATION_TOO_COSTLY',
    within: '{ revisions { edges { node { config { cdns { key name baseUrl weight } } } } } }',
    over: '{ revisions { edges { node { config { cdns { key name baseUrl weight enabled } } } } } }',
  },
  {
    limit: 'a whole configuration, or the networks of four',
    code: 'OPERATION_TOO_COSTLY',
    within: `{ liveRevision { number formatVersion config ${configSelection} } }`,
    over: '{ revisions(first: 5) { nodes { config { zones { cidrs } } } } }',
  },
  {
    limit: 'the networks of four configurations, or denied countries of 19',
    code: 'OPERATION_TOO_COSTLY',
    within: '{ revisions(first: 4) { nodes { config { zones { cidrs } } } } }',
    over: '{ revisions(first: 20) { nodes { config { cdns { excludeCountries } } } } }',
  },
  {
    limit: 'four counts of all entries',
    code: 'OPERATION_TOO_COSTLY',
    within: `{ ${times(4, (i) => `a${i}: auditLog { totalCount }`)} }`,
    over: `{ auditLog { ${times(5, (i) => `a${i}: totalCount`)} } }`,
  },
  {
    limit: 'a page of 100 by its nodes as by its edges',
    code: 'OPERATION_TOO_COSTLY',
    within: `{ ${times(20, (i) => `a${i}: revisions(first: 100) { nodes { number sha256 author message } }`)} }`,
    over: `{ ${times(20, (i) => `a${i}: revisions(first: 100) { nodes { number sha256 author message parent } }`)} }`,
  },
  {
    limit: 'one history with all that it has, or four with less',
    code: 'OPERATION_TOO_COSTLY',
    within: `{ ${times(1, (i) => `a${i}: trafficHistory { points { at requests origin cdn refused } byCdn { key requests } }`)} }`,
    over: `{ ${times(5, (i) => `a${i}: trafficHistory { stepSeconds }`)} }`,
  },
  {
    limit: 'health nine times',
    code: 'OPERATION_TOO_COSTLY',
    within: `{ ${times(9, (i) => `a${i}: health { status }`)} }`,
    over: `{ ${times(10, (i) => `a${i}: health { status }`)} }`,
  },
  {
    limit: 'the traffic of all pools, CDN by CDN, nine times',
    code: 'OPERATION_TOO_COSTLY',
    within: `{ ${times(9, (i) => `a${i}: traffic { byPool { key requests byCdn { key requests share wantedShare } } byRule { key requests } }`)} }`,
    over: `{ ${times(10, (i) => `a${i}: traffic { byPool { key requests byCdn { key requests share wantedShare } } byRule { key requests } }`)} }`,
  },
  {
    limit: '20 levels of introspection',
    code: 'DOCUMENT_TOO_DEEP',
    within: introspection(20),
    over: introspection(21),
  },
]

const pages = `($first: Int = 100) { revisions(first: $first) { edges { node { config { cdns { key name } } } } } }`
const costs: readonly { query: string; variables: object; isRefused: boolean }[] = [
  { query: `query ${pages}`, variables: {}, isRefused: true },
  { query: `query ${pages}`, variables: { first: 100 }, isRefused: true },
  { query: `query ${pages}`, variables: { first: 10 }, isRefused: false },
  { query: `query ${pages.replace(' = 100', '')}`, variables: {}, isRefused: false },
  // All that there is of two configurations, as the command line and an editor ask for it.
  {
    query: `{ workingCopy { config { ...C } } liveRevision { config { ...C } } }
      fragment C on RoutingConfig { cdns { key name baseUrl weight enabled overrides { kind reason until } }
        originClusters { key hostSuffix serverLabelPattern schemes ports } settings { ratio redirectStatus overrides { kind } } }`,
    variables: {},
    isRefused: false,
  },
]

describe.each(Object.entries(transports))('over %s', (name, send) => {
  it.each(limits)('takes $limit and refuses more with $code', async ({ within, over, code }) => {
    expect((await send(url, adminToken, { query: within })).codes).toEqual([])
    const refused = await send(url, adminToken, { query: over })
    expect(refused).toMatchObject({ codes: [code], status: name === 'WebSocket' ? undefined : 400 })
    expect(refused.body).not.toContain('"http"')
  })

  it.each(costs)('counts a page as its variable says: $variables of $query', async ({ query, variables, isRefused }) => {
    const { codes } = await send(url, adminToken, { query, variables })
    expect(codes).toEqual(isRefused ? ['OPERATION_TOO_COSTLY'] : [])
  })

  it('answers the standard introspection query', async () => {
    const query = getIntrospectionQuery({
      specifiedByUrl: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    })
    const answer = await send(url, adminToken, { query })
    expect(answer.codes).toEqual([])
    expect(answer.body).toContain('"__schema"')
  })

  it.each([
    '{ revisions(first: 101) { totalCount } }',
    '{ revisions(first: 0) { totalCount } }',
    '{ auditLog(last: 101) { pageInfo { hasNextPage } } }',
  ])('refuses the page of %s', async (query) =>
    expect((await send(url, adminToken, { query })).codes).toEqual(['PAGE_SIZE_INVALID']),
  )

  it('refuses a document whose operation is not told', async () => {
    const query = 'query A { viewer { name } } query B { viewer { name } }'
    const unresolved = { codes: ['OPERATION_RESOLUTION_FAILURE'], status: name === 'WebSocket' ? undefined : 400 }
    expect(await send(url, adminToken, { query })).toMatchObject(unresolved)
    expect(await send(url, adminToken, { query, operationName: 'C' })).toMatchObject(unresolved)
    expect((await send(url, adminToken, { query, operationName: 'B' })).codes).toEqual([])
  })
})

describe('a document', () => {
  const nested = (levels: number): string => `{ revision${'('.repeat(levels - 1)}`

  it('may nest brackets 64 deep; those in strings and comments are text', () => {
    expect(findSourceExcess(nested(64))).toBeUndefined()
    expect(findSourceExcess(nested(65))?.extensions['code']).toBe('DOCUMENT_TOO_DEEP')
    expect(
      findSourceExcess(`{ a(text: "${'('.repeat(100)}", block: """${'{'.repeat(100)}""") } # ${'['.repeat(100)}`),
    ).toBeUndefined()
  })

  it('may have 2,000 tokens', () => {
    expect(findSourceExcess(`{${' a'.repeat(1_998)}}`)).toBeUndefined()
    expect(findSourceExcess(`{${' a'.repeat(1_999)}}`)?.extensions['code']).toBe('TOO_MANY_TOKENS')
  })

  const deep = (levels: number, inside = 'a'): string => `${'a { '.repeat(levels - 1)}${inside}${' }'.repeat(levels - 1)}`

  it.each([
    { what: 'fields', query: (levels: number) => `{ ${deep(levels)} }` },
    { what: 'fragments', query: (levels: number) => `{ a { ...F } } fragment F on A { ${deep(levels - 1)} }` },
    {
      what: 'fragments of fragments',
      query: (levels: number) => `{ a { ...F } } fragment F on A { a { ...G } } fragment G on A { ${deep(levels - 2)} }`,
    },
    { what: 'fragments without a type', query: (levels: number) => `{ a { ... { ... { ${deep(levels - 1)} } } } }` },
    {
      what: 'introspection further down',
      query: (levels: number) => `{ ${deep(levels, '__typename')} __schema { ${deep(19)} } }`,
    },
    { what: 'a second operation', query: (levels: number) => `query A { a } query B { ${deep(levels)} }` },
  ])('may have 12 levels by way of $what', ({ query }) => {
    expect(findDocumentExcess(parse(query(12)))).toBeUndefined()
    expect(findDocumentExcess(parse(query(13)))?.extensions['code']).toBe('DOCUMENT_TOO_DEEP')
  })

  it.each([
    { what: 'on the operation', query: (directives: string) => `query ${directives} { a }` },
    { what: 'on its variables', query: (directives: string) => `query ($x: Int ${directives}) { a(x: $x) }` },
    { what: 'on a fragment', query: (directives: string) => `{ ...F } fragment F on Query ${directives} { a }` },
    { what: 'of a mutation', query: (directives: string) => `mutation { a ${directives} }` },
  ])('may have 20 directives $what', ({ query }) => {
    expect(findDocumentExcess(parse(query('@d '.repeat(20))))).toBeUndefined()
    expect(findDocumentExcess(parse(query('@d '.repeat(21))))?.extensions['code']).toBe('TOO_MANY_DIRECTIVES')
  })

  it.each([
    { what: 'itself', query: '{ ...A } fragment A on Query { ...A }' },
    { what: 'itself by others', query: '{ ...A } fragment A on Query { a { ...B } } fragment B on Query { ... { ...A } }' },
    { what: 'itself, unused', query: '{ a } fragment A on Query { ...B } fragment B on Query { ...A }' },
    {
      what: 'others that spread it, everywhere',
      query: `{ a } ${times(150, (i) => `fragment F${i} on Query { ${times(3, (j) => `...F${(i + j + 1) % 150}`)} }`)}`,
    },
  ])('with a fragment that spreads $what is refused before it is validated', ({ query }) => {
    expect(findSourceExcess(query)).toBeUndefined()
    expect(findDocumentExcess(parse(query))?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  it('of exponential size is measured as fast as any other', () => {
    const bomb = `{ ...F0 } ${times(180, (i) => `fragment F${i} on Query { ${i < 179 ? `...F${i + 1} ...F${i + 1}` : 'viewer { name }'} }`)}`
    expect(findSourceExcess(bomb)).toBeUndefined()
    // 2^179 fields: following each spread would take for ever, and the test its time.
    expect(findDocumentExcess(parse(bomb))?.extensions['code']).toBe('TOO_MANY_ROOT_FIELDS')
  })
})

it('keeps 64 documents, the newest, and none over 8 KiB', () => {
  const documents = openDocumentCache()
  const document = parse('{ a }')
  for (let index = 0; index < 65; index += 1) documents.set(`{ a${index} }`, document)
  documents.set(`{ a } ${' '.repeat(8_192)}`, document)
  expect(documents.get('{ a0 }')).toBeUndefined()
  expect(documents.get('{ a1 }')).toBe(document)
  expect(documents.get(`{ a } ${' '.repeat(8_192)}`)).toBeUndefined()
})

describe('over HTTP', () => {
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' }

  it.each([
    { what: 'a list of operations', payload: '[{"query":"{viewer{name}}"},{"query":"{viewer{name}}"}]', code: 'BAD_REQUEST' },
    {
      what: 'the hash of a query alone',
      payload: '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
      code: 'BAD_REQUEST',
    },
  ])('refuses $what', async ({ payload, code }) => {
    const answer = await control.app.inject({ method: 'POST', url: '/graphql', headers, payload })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toEqual({ errors: [{ message: expect.any(String), extensions: { code } }] })
  })

  it('takes a body of 512 KiB and refuses a larger one with 413', async () => {
    const body = (bytes: number): string => `{"query":"{viewer{name}}","variables":{"x":"${'x'.repeat(bytes - 47)}"}}`
    const send = async (payload: string) =>
      (await control.app.inject({ method: 'POST', url: '/graphql', headers, payload })).statusCode
    expect(body(524_288)).toHaveLength(524_288)
    expect([await send(body(524_288)), await send(body(524_289))]).toEqual([200, 413])
  })
})

describe('before the token is checked', () => {
  const refuses = async (headers: Readonly<Record<string, string>>, payload: string) =>
    (
      await control.app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { 'content-type': 'application/json', ...headers },
        payload,
      })
    ).json<object>()

  it.each(['{ nothing }', '{', '{ __schema { types { name } } }', `{ ${'a '.repeat(3_000)} }`])(
    'no document is looked at: %s',
    async (query) => {
      const unauthenticated = { errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] }
      expect(await refuses({}, JSON.stringify({ query }))).toEqual(unauthenticated)
      expect(await refuses({ authorization: 'Bearer wrong' }, JSON.stringify({ query }))).toEqual(unauthenticated)
      expect((await control.app.inject({ url: `/graphql?query=${encodeURIComponent(query)}` })).json()).toEqual(unauthenticated)
    },
  )

  it('a message of a WebSocket has 64 KiB', async () => {
    const connection = (padding: number) => ({
      type: 'connection_init',
      payload: { Authorization: `Bearer ${adminToken}`, x: 'x'.repeat(padding) },
    })
    const fits = await openSocket(url, [connection(65_000)])
    await until('it is acknowledged', 1_000, () => fits.received.length === 1)
    const { closed, received } = await openSocket(url, [connection(66_000)])
    expect(await closed).toBe(1009)
    expect(received).toEqual([])
    // Once it is, a message has 256 KiB.
    fits.socket.send(
      JSON.stringify({ type: 'subscribe', id: '1', payload: { query: `{ viewer { name } } # ${'x'.repeat(200_000)}` } }),
    )
    await until('its answer', 1_000, () => fits.received.some(({ type }) => type === 'next'))
    fits.socket.terminate()
  })
})
