import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { StoreUnavailable } from '../../src/ports/config-store.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'

let control: ControlUnderTest
const open = async (): Promise<void> => {
  control = await openControl()
}
const close = (): Promise<void> => control.close()

type Outcome = { readonly __typename: string; readonly code?: string; readonly message?: string; readonly field?: string | null }

/** Runs one mutation field and asks for the error that it may answer. */
async function mutate(field: string, success = ''): Promise<Outcome & Record<string, unknown>> {
  const query = `mutation { result: ${field} { __typename ... on UserError { code message field } ${success} } }`
  const { data, errors } = await control.graphql<{ result: Outcome & Record<string, unknown> }>(query)
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.result
}

describe('the way of a change', () => {
  beforeEach(open)
  afterEach(close)

  it('shows revision 1 as the working copy, the live revision and the only revision', async () => {
    const { data } = await control.graphql(`{
      workingCopy { version config { settings { ratio redirectStatus } cdns { key baseUrl weight enabled } originClusters { key hostSuffix schemes ports } } }
      pendingChanges { path }
      liveRevision { number formatVersion author parent rollbackOf sha256 }
      revision(number: 1) { number }
      none: revision(number: 9) { number }
      revisions { totalCount edges { node { number } } }
      viewer { name roles expiresAt }
    }`)
    expect(data).toMatchObject({
      workingCopy: {
        config: {
          settings: { ratio: 10, redirectStatus: 302 },
          cdns: [{ key: 'default', baseUrl: 'cdn.example.com', weight: 1, enabled: true }],
          originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster', schemes: ['http', 'https'], ports: [] }],
        },
      },
      pendingChanges: [],
      liveRevision: { number: 1, formatVersion: 1, author: 'bootstrap', parent: null, rollbackOf: null },
      revision: { number: 1 },
      none: null,
      revisions: { totalCount: 1, edges: [{ node: { number: 1 } }] },
      viewer: { name: 'admin-token', roles: ['ADMIN'], expiresAt: null },
    })
  })

  it('stays in the working copy until it is published, with its author', async () => {
    expect(
      await mutate(
        'upsertCdn(input: { key: "b", baseUrl: "B.example.com/", weight: 3 })',
        '... on UpsertCdnSuccess { cdn { key name baseUrl weight enabled } }',
      ),
    ).toEqual({
      __typename: 'UpsertCdnSuccess',
      cdn: { key: 'b', name: 'b', baseUrl: 'b.example.com', weight: 3, enabled: true },
    })
    const { data } = await control.graphql('{ liveRevision { number } pendingChanges { path kind before after author } }')
    expect(data).toEqual({
      liveRevision: { number: 1 },
      pendingChanges: [
        {
          path: 'cdns.b',
          kind: 'ADDED',
          before: null,
          after: { key: 'b', name: 'b', baseUrl: 'b.example.com', weight: 3, enabled: true },
          author: 'admin-token',
        },
      ],
    })
  })

  it('is found by its key in the working copy, before it is published; nothing has another key', async () => {
    await mutate('upsertCdn(input: { key: "b", baseUrl: "b.example.com" })')
    await mutate('deleteCdn(key: "default")')
    const { data, errors } = await control.graphql(`{
      cdn(key: "b") { key baseUrl overrides { kind } } deleted: cdn(key: "default") { key } unlike: cdn(key: "NO KEY") { key }
      originCluster(key: "origin-cluster") { hostSuffix } none: originCluster(key: "b") { key } }`)
    expect([data, errors]).toEqual([
      {
        cdn: { key: 'b', baseUrl: 'b.example.com', overrides: [] },
        deleted: null,
        unlike: null,
        originCluster: { hostSuffix: 'origin-cluster' },
        none: null,
      },
      undefined,
    ])
  })

  it('is validated, published as the next revision, kept as a snapshot and announced', async () => {
    await mutate('updateSettings(input: { ratio: 4 })')
    const published = await mutate(
      'publish(input: { message: "quarter" })',
      '... on PublishSuccess { revision { number message author parent config { settings { ratio } } } }',
    )
    expect(published['revision']).toEqual({
      number: 2,
      message: 'quarter',
      author: 'admin-token',
      parent: 1,
      config: { settings: { ratio: 4 } },
    })
    expect(control.written.map(({ number }) => number)).toEqual([1, 2])
    expect((await control.graphql('{ pendingChanges { path } }')).data).toEqual({ pendingChanges: [] })
  })

  it('makes no revision when nothing is pending', async () => {
    expect((await mutate('publish(input: {})', '... on PublishSuccess { revision { number } }'))['revision']).toEqual({
      number: 1,
    })
  })

  it.each(['', 'acknowledgeWarnings: null', 'acknowledgeWarnings: true'])(
    'that warns is published with {%s}, and its success tells the warnings',
    async (field) => {
      await mutate('updateSettings(input: { redirectStatus: 301 })')
      const selection = '... on PublishSuccess { revision { number } warnings { severity code path } }'
      expect(await mutate(`publish(input: { ${field} })`, selection)).toMatchObject({
        revision: { number: 2 },
        warnings: [{ severity: 'WARNING', code: 'PERMANENT_REDIRECT', path: 'settings.redirectStatus' }],
      })
    },
  )

  it('that warns is refused with {acknowledgeWarnings: false}, which tells code, path and remedy', async () => {
    await mutate('updateSettings(input: { redirectStatus: 301 })')
    expect(await mutate('publish(input: { acknowledgeWarnings: false })')).toEqual({
      __typename: 'InvalidInput',
      code: 'WARNINGS_NOT_ACKNOWLEDGED',
      field: 'acknowledgeWarnings',
      message: expect.stringContaining('PERMANENT_REDIRECT at settings.redirectStatus: use 302 or 307'),
    })
    expect((await control.store.live())?.number).toBe(1)
  })

  it('is not asked about warnings where REST or applyConfig publish, which have no field for it', async () => {
    await mutate('updateSettings(input: { redirectStatus: 301 })')
    await mutate('publish(input: {})')
    const { statusCode } = await control.app.inject({
      method: 'PUT',
      url: '/config',
      headers: { authorization: `Bearer ${adminToken}` },
      payload: { ratio: 7 },
    })
    expect(statusCode).toBe(200)
    const config = '{ cdns: [], originClusters: [{ key: "o", hostSuffix: "o.example.com" }], settings: { ratio: 5 } }'
    expect(await mutate(`applyConfig(input: { config: ${config} })`)).toMatchObject({ __typename: 'ApplyConfigSuccess' })
  })

  it('has a rate limit that an edit sets whole, leaves alone, and switches off', async () => {
    const selection =
      '... on UpdateSettingsSuccess { settings { rateLimit { perAddress { perSecond burst } global { perSecond burst } } } }'
    const edit = async (input: string) => (await mutate(`updateSettings(input: { ${input} })`, selection))['settings']
    const limit = '{ perSecond: 50, burst: 100 }'
    const perAddress = { perSecond: 50, burst: 100 }
    expect(await edit(`rateLimit: { global: ${limit} }`)).toEqual({ rateLimit: { perAddress: null, global: perAddress } })
    expect(await edit(`rateLimit: { perAddress: ${limit}, global: null }`)).toEqual({ rateLimit: { perAddress, global: null } })
    expect(await edit('ratio: 4')).toEqual({ rateLimit: { perAddress, global: null } })
    await mutate('publish(input: {})')
    expect((await control.store.live())?.config.settings).toEqual({ ratio: 4, redirectStatus: 302, rateLimit: { perAddress } })
    expect(control.written.at(-1)).toMatchObject({ number: 2, formatVersion: 2 })
    expect(await edit('rateLimit: null')).toEqual({ rateLimit: null })
    const { data } = await control.graphql('{ pendingChanges { path kind before after } }')
    const change = { path: 'settings.rateLimit', kind: 'CHANGED', before: { perAddress }, after: null }
    expect(data).toEqual({ pendingChanges: [change] })
    await mutate('updateSettings(input: { ratio: 10 })')
    await mutate('publish(input: {})')
    const [first, , third] = control.written
    expect([third?.formatVersion, third?.sha256]).toEqual([1, first?.sha256])
  })

  it('can be discarded', async () => {
    await mutate('updateSettings(input: { ratio: 4 })')
    const discarded = await mutate(
      'discardChanges',
      '... on DiscardChangesSuccess { workingCopy { config { settings { ratio } } } }',
    )
    expect(discarded['workingCopy']).toEqual({ config: { settings: { ratio: 10 } } })
  })

  it('covers origin clusters and deletions alike', async () => {
    await mutate(
      'upsertOriginCluster(input: { key: "eu", hostSuffix: "EU.example.com", serverLabelPattern: "edge-[a-c]", ports: [8443, 8080] })',
    )
    await mutate('upsertCdn(input: { key: "b", baseUrl: "b.example.com" })')
    await mutate('deleteOriginCluster(key: "origin-cluster")')
    await mutate('deleteCdn(key: "default")')
    await mutate('publish(input: {})')
    const { data } = await control.graphql(
      '{ liveRevision { config { cdns { key } originClusters { key hostSuffix serverLabelPattern ports } } } }',
    )
    expect(data).toEqual({
      liveRevision: {
        config: {
          cdns: [{ key: 'b' }],
          originClusters: [{ key: 'eu', hostSuffix: 'eu.example.com', serverLabelPattern: 'edge-[a-c]', ports: [8080, 8443] }],
        },
      },
    })
  })

  it('is refused when an error only shows in the whole, which validate tells before', async () => {
    await mutate('upsertCdn(input: { key: "default", weight: 0 })')
    const { data } = await control.graphql('mutation { validate { valid issues { severity code path } } }')
    expect(data).toEqual({ validate: { valid: false, issues: [{ severity: 'ERROR', code: 'ZERO_WEIGHT', path: 'cdns' }] } })
    expect(await mutate('publish(input: {})')).toMatchObject({ __typename: 'InvalidInput', code: 'ZERO_WEIGHT', field: 'cdns' })
    expect((await control.store.live())?.number).toBe(1)
  })
})

describe('a bad value', () => {
  // One database for all: none of them changes it.
  beforeAll(open)
  afterAll(close)

  it.each([
    { field: 'upsertCdn(input: { key: "UPPER", baseUrl: "x.com" })', code: 'KEY_INVALID', at: 'key' },
    { field: 'upsertCdn(input: { key: "b" })', code: 'REQUIRED', at: 'baseUrl' },
    { field: 'upsertCdn(input: { key: "b", baseUrl: "ftp://x" })', code: 'BASE_URL_INVALID', at: 'baseUrl' },
    { field: 'upsertCdn(input: { key: "b", baseUrl: "x.com", weight: -1 })', code: 'WEIGHT_INVALID', at: 'weight' },
    { field: 'upsertOriginCluster(input: { key: "b", hostSuffix: "1.2.3.4" })', code: 'HOST_SUFFIX_INVALID', at: 'hostSuffix' },
    { field: 'upsertOriginCluster(input: { key: "b", hostSuffix: "origin-cluster" })', code: 'DUPLICATE', at: 'hostSuffix' },
    {
      field: 'upsertOriginCluster(input: { key: "b", hostSuffix: "x", serverLabelPattern: "(a+)+" })',
      code: 'SERVER_LABEL_PATTERN_INVALID',
      at: 'serverLabelPattern',
    },
    { field: 'updateSettings(input: { ratio: -1 })', code: 'RATIO_INVALID', at: 'ratio' },
    { field: 'updateSettings(input: { ratio: 1000001 })', code: 'RATIO_INVALID', at: 'ratio' },
    {
      field: 'updateSettings(input: { rateLimit: { global: { perSecond: 1, burst: 0 } } })',
      code: 'RATE_LIMIT_INVALID',
      at: 'rateLimit.global.burst',
    },
    { field: 'updateSettings(input: { redirectStatus: 303 })', code: 'REDIRECT_STATUS_INVALID', at: 'redirectStatus' },
    { field: 'deleteCdn(key: "none")', code: 'NOT_FOUND', at: 'key' },
    { field: 'deleteOriginCluster(key: "none")', code: 'NOT_FOUND', at: 'key' },
    {
      field: 'upsertCdn(input: { key: "b", baseUrl: "x.com", expectedVersion: 99 })',
      code: 'STALE_WORKING_COPY',
      at: 'expectedVersion',
    },
    { field: 'publish(input: { expectedRevision: 7 })', code: 'STALE_REVISION', at: 'expectedRevision' },
    { field: 'publish(input: { expectedVersion: 99 })', code: 'STALE_WORKING_COPY', at: 'expectedVersion' },
  ])('in $field is $code about $at, and changes nothing', async ({ field, code, at }) => {
    const before = await control.store.state()
    expect(await mutate(field)).toMatchObject({ code, field: at, message: expect.stringContaining('allowed') })
    expect(await control.store.state()).toEqual(before)
  })

  it('tells both numbers to whoever was too late', async () => {
    const { data } = await control.graphql<{ publish: object }>(
      'mutation { publish(input: { expectedRevision: 7 }) { ... on Stale { expected actual } } }',
    )
    expect(data.publish).toEqual({ expected: 7, actual: 1 })
  })

  it.each([
    {
      query: 'mutation { publish(input: { message: "%s" }) { __typename ... on UserError { code field } } }',
      answer: { publish: { __typename: 'InvalidInput', code: 'MESSAGE_INVALID', field: 'message' } },
    },
  ])('of a wrong shape is an InvalidInput too', async ({ query, answer }) => {
    const { data } = await control.graphql(query.replace('%s', 'x'.repeat(1_001)))
    expect(data).toEqual(answer)
  })
})

describe('an error that no editor can mend', () => {
  beforeAll(open)
  afterAll(close)

  it.each([
    { query: '{ traffic(windowSeconds: 0) { requests } }', code: 'INPUT_INVALID' },
    { query: '{ traffic(windowSeconds: 3601) { requests } }', code: 'INPUT_INVALID' },
    { query: '{ nothing }', code: 'GRAPHQL_VALIDATION_FAILED' },
    { query: '{', code: 'GRAPHQL_PARSE_FAILED' },
    { query: 'mutation { updateSettings(input: { ratio: 1.5 }) { __typename } }', code: 'GRAPHQL_VALIDATION_FAILED' },
  ])('has a code: $query', async ({ query, code }) => {
    const { errors } = await control.graphql(query)
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual([code])
  })

  const cursorOf = (text: string): string => Buffer.from(text).toString('base64')
  const noCursors = [
    '',
    'x',
    ...['S:a', 'N:1.5', 'N:-1', 'N:2147483648', 'N:1e400', 'I:1', 'D:5', 'Z:', 'O:{"gt":0}', 'T:["N:1"]'].map((value) =>
      cursorOf(`GPC:${value}`),
    ),
  ]
  const pairs = 'allowed is first with after, or last with before'
  const first = cursorOf('GPC:N:1')
  it.each([
    ...[0, -1, 101, 2 ** 31 - 1].flatMap((size) =>
      ['first', 'last'].map((name) => ({
        page: `${name}: ${size}`,
        code: 'PAGE_SIZE_INVALID',
        message: `${name}: received ${size}, allowed is an integer from 1 to 100; ask for pages of that size`,
      })),
    ),
    ...noCursors.map((given) => ({
      page: `after: "${given}"`,
      code: 'CURSOR_INVALID',
      message: `after: received "${given}", allowed is a cursor that a page of this field gave; take endCursor or startCursor of a page, or leave it out`,
    })),
    { page: `first: 1, before: "${first}"`, code: 'CURSOR_INVALID', message: pairs },
    { page: `last: 1, after: "${first}"`, code: 'CURSOR_INVALID', message: pairs },
    { page: `after: "${first}", before: "${first}"`, code: 'CURSOR_INVALID', message: pairs },
  ])('is a page that no connection has: $page', async ({ page, code, message }) => {
    for (const field of ['revisions', 'auditLog']) {
      const { errors } = await control.graphql(`{ ${field}(${page}) { pageInfo { endCursor } } }`)
      expect(errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code } }])
    }
  })

  const allowedStep = 'allowed is an integer from 1 to 300, at most windowSeconds'
  it.each([
    {
      args: 'windowSeconds: 0',
      code: 'INPUT_INVALID',
      message: 'windowSeconds: received 0, allowed is an integer from 1 to 3600',
    },
    { args: 'windowSeconds: 3601', code: 'INPUT_INVALID', message: 'windowSeconds: received 3601' },
    { args: 'stepSeconds: 0', code: 'INPUT_INVALID', message: `stepSeconds: received 0, ${allowedStep}` },
    { args: 'stepSeconds: 301', code: 'INPUT_INVALID', message: `stepSeconds: received 301, ${allowedStep}` },
    { args: 'windowSeconds: 9', code: 'INPUT_INVALID', message: `stepSeconds: received 10, ${allowedStep}` },
    {
      args: 'windowSeconds: 361, stepSeconds: 1',
      code: 'TOO_MANY_POINTS',
      message: 'windowSeconds: received 361, allowed is at most 360 times stepSeconds; ask for longer steps or a shorter window',
    },
  ])('is a history that nobody keeps: $args', async ({ args, code, message }) => {
    const { errors } = await control.graphql(`{ trafficHistory(${args}) { stepSeconds } }`)
    expect(errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code } }])
  })

  it.each(['', '(windowSeconds: 3600)', '(windowSeconds: 360, stepSeconds: 1)', '(windowSeconds: null, stepSeconds: null)'])(
    'is none with a history of at most 360 points: trafficHistory%s',
    async (args) => {
      const { errors } = await control.graphql(`{ trafficHistory${args} { stepSeconds points { at } } }`)
      expect(errors).toBeUndefined()
    },
  )

  it('tells the value that it received', async () => {
    const { errors } = await control.graphql('{ traffic(windowSeconds: 3601) { requests } }')
    expect(errors?.map(({ message }) => message)).toEqual([
      'windowSeconds: received 3601, allowed is an integer from 1 to 3600; correct it',
    ])
  })

  it.each([
    { payload: '{"query":"{viewer{name}}"}', type: 'text/plain', status: 415 },
    { payload: 'query=%7Bviewer%7Bname%7D%7D', type: 'application/x-www-form-urlencoded', status: 415 },
    { payload: '{"query":', type: 'application/json', status: 400 },
    { payload: 'null', type: 'application/json', status: 400 },
    { payload: '{}', type: 'application/json', status: 400 },
    { payload: '{"query":1}', type: 'application/json', status: 400 },
    { payload: '[{"query":"{viewer{name}}"}]', type: 'application/json', status: 400 },
    { payload: '{"query":"{viewer{name}}","variables":1}', type: 'application/json', status: 400 },
  ])("is $status in GraphQL's form: $type $payload", async ({ payload, type, status }) => {
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': type }
    const answer = await control.app.inject({ method: 'POST', url: '/graphql', headers, payload })
    expect(answer.statusCode).toBe(status)
    const errors = [{ message: expect.any(String), extensions: expect.objectContaining({ code: expect.any(String) }) }]
    expect(answer.json()).toEqual({ errors })
  })

  it('is STORE_UNAVAILABLE with no word of the database when the store is away', async () => {
    const { store } = control
    store.change = () =>
      Promise.reject(new StoreUnavailable('the config store did not answer', { cause: new Error('SELECT secret FROM x') }))
    const refused = await mutate('updateSettings(input: { ratio: 4 })')
    expect(refused).toMatchObject({ __typename: 'StoreUnavailable', code: 'STORE_UNAVAILABLE' })
    expect(JSON.stringify(refused)).not.toContain('SELECT')
  })
})

describe('many changes', () => {
  beforeEach(open)
  afterEach(close)

  it('pages through revisions, newest first', async () => {
    for (let ratio = 1; ratio <= 5; ratio += 1) {
      await mutate(`updateSettings(input: { ratio: ${ratio} })`)
      await mutate('publish(input: {})')
    }
    type Page = { revisions: { edges: { node: { number: number } }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }
    const page = '{ edges { node { number } } pageInfo { endCursor hasNextPage } }'
    const first = await control.graphql<Page>(`{ revisions(first: 4) ${page} }`)
    expect(first.data.revisions.edges.map(({ node }) => node.number)).toEqual([6, 5, 4, 3])
    const second = await control.graphql<Page>(
      `{ revisions(first: 4, after: "${first.data.revisions.pageInfo.endCursor}") ${page} }`,
    )
    expect(second.data.revisions.edges.map(({ node }) => node.number)).toEqual([2, 1])
    expect(second.data.revisions.pageInfo.hasNextPage).toBe(false)
  })

  it('loses no edit of twenty at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        mutate(`upsertCdn(input: { key: "c${index}", baseUrl: "c${index}.example.com" })`),
      ),
    )
    const { workingCopy } = await control.store.state()
    expect(workingCopy.cdns).toHaveLength(21)
  })
})
