import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import type { Authenticate } from '../../src/control/access/authenticate.ts'
import type { Role } from '../../src/core/access/roles.ts'
import { schema } from '../../src/control/graphql/schema.ts'
import { openControl, type ControlUnderTest } from '../support/control.ts'
import { until } from '../support/until.ts'
import { openSocket } from '../support/web-socket.ts'

/** Whose token is a role's name has that role. */
const authenticate: Authenticate = async (headers) => {
  const role = /^Bearer (viewer|editor|publisher|admin)$/.exec(headers[headers.indexOf('authorization') + 1] ?? '')?.[1]
  if (role === undefined) return { kind: 'REFUSED' }
  return { kind: 'KNOWN', viewer: { name: `${role}-of-test`, roles: [role as Role], expiresAt: null } }
}

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl({ authenticate, addressOf: () => '192.0.2.7' })
}, 30_000)
afterAll(() => control.close())

type Sent = { readonly as: Role; readonly query: string; readonly variables?: object }

async function send({ as, query, variables = {} }: Sent) {
  const headers = { authorization: `Bearer ${as}` }
  const answer = await control.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })
  return { id: String(answer.headers['x-request-id']), body: answer.json() }
}

async function put(method: 'PUT' | 'POST', as: Role, payload: string, headers: Record<string, string> = {}) {
  const sent = { authorization: `Bearer ${as}`, 'content-type': 'application/json', ...headers }
  const answer = await control.app.inject({ method, url: '/config', headers: sent, payload })
  return { id: String(answer.headers['x-request-id']), status: answer.statusCode, body: answer.json() }
}

const rowsOf = (requestId: string) => control.client.auditEvent.findMany({ where: { requestId }, orderBy: { id: 'asc' } })

type Attempts = {
  /** What they are about when they come to no planner. */
  readonly target: string
  /** What an accepted one is about, where that is more. */
  readonly accepted: string
  readonly refused: string
  readonly code: string
  readonly acceptedTarget?: string
  /** Who has the role for it; a publisher unless told. */
  readonly refusedAs?: Role
}

/** A new mutation has to be listed here: how it is accepted and how it is refused, in this order. */
const attempts: Readonly<Record<string, Attempts>> = {
  upsertCdn: {
    target: 'cdns.new',
    accepted: 'upsertCdn(input: { key: "new", baseUrl: "new.example.com" })',
    refused: 'upsertCdn(input: { key: "new", weight: -1 })',
    code: 'WEIGHT_INVALID',
  },
  deleteCdn: { target: 'cdns.new', accepted: 'deleteCdn(key: "new")', refused: 'deleteCdn(key: "new")', code: 'NOT_FOUND' },
  upsertOriginCluster: {
    target: 'originClusters.new',
    accepted: 'upsertOriginCluster(input: { key: "new", hostSuffix: "new" })',
    refused: 'upsertOriginCluster(input: { key: "new", hostSuffix: "..." })',
    code: 'HOST_SUFFIX_INVALID',
  },
  deleteOriginCluster: {
    target: 'originClusters.new',
    accepted: 'deleteOriginCluster(key: "new")',
    refused: 'deleteOriginCluster(key: "new")',
    code: 'NOT_FOUND',
  },
  upsertPool: {
    target: 'pools.new',
    accepted: 'upsertPool(input: { key: "new", members: [{ cdn: "default" }] })',
    refused: 'upsertPool(input: { key: "new", members: [{ cdn: "nobody" }] })',
    code: 'UNKNOWN_REFERENCE',
  },
  upsertRule: {
    target: 'rules.new',
    accepted: 'upsertRule(input: { key: "new", position: 1, pool: "new" })',
    refused: 'upsertRule(input: { key: "new", position: 0 })',
    code: 'POSITION_INVALID',
  },
  deleteRule: { target: 'rules.new', accepted: 'deleteRule(key: "new")', refused: 'deleteRule(key: "new")', code: 'NOT_FOUND' },
  deletePool: { target: 'pools.new', accepted: 'deletePool(key: "new")', refused: 'deletePool(key: "new")', code: 'NOT_FOUND' },
  upsertExpectation: {
    target: 'expectations.new',
    accepted: 'upsertExpectation(input: { key: "new", never: ["default"] })',
    refused: 'upsertExpectation(input: { key: "new", atMostPercent: 10 })',
    code: 'EXPECTATION_INVALID',
  },
  upsertZone: {
    target: 'zones.new',
    accepted: 'upsertZone(input: { key: "new", cidrs: ["192.0.2.0/24"] })',
    refused: 'upsertZone(input: { key: "new", cidrs: ["192.0.2.1/24"] })',
    code: 'CIDR_INVALID',
  },
  deleteZone: { target: 'zones.new', accepted: 'deleteZone(key: "new")', refused: 'deleteZone(key: "new")', code: 'NOT_FOUND' },
  deleteExpectation: {
    target: 'expectations.new',
    accepted: 'deleteExpectation(key: "new")',
    refused: 'deleteExpectation(key: "new")',
    code: 'NOT_FOUND',
  },
  updateSettings: {
    target: 'settings',
    accepted: 'updateSettings(input: { ratio: 31 })',
    refused: 'updateSettings(input: { ratio: -1 })',
    code: 'RATIO_INVALID',
  },
  publish: {
    target: 'revisions',
    accepted: 'publish(input: {})',
    acceptedTarget: 'revisions.2',
    refused: 'publish(input: { expectedRevision: 77 })',
    code: 'STALE_REVISION',
  },
  rollback: {
    target: 'revisions.1',
    accepted: 'rollback(input: { toRevision: 1 })',
    acceptedTarget: 'revisions.3',
    refused: 'rollback(input: { toRevision: 1, expectedRevision: 77 })',
    code: 'STALE_REVISION',
  },
  endCanary: {
    target: 'revisions.77',
    accepted: 'endCanary(input: { revision: 4, outcome: TAKE_BACK })',
    acceptedTarget: 'revisions.4',
    refused: 'endCanary(input: { revision: 77, outcome: PROMOTE })',
    code: 'CANARY_NOT_RUNNING',
  },
  applyConfig: {
    target: 'revisions',
    accepted:
      'applyConfig(input: { config: { cdns: [{ key: "a", baseUrl: "a.example.com", capacity: { mbps: 100 } }], originClusters: [{ key: "o", hostSuffix: "o" }], settings: {} } })',
    acceptedTarget: 'revisions.5',
    refused:
      'applyConfig(input: { config: { cdns: [], originClusters: [{ key: "o", hostSuffix: "o" }], settings: { ratio: -1 } } })',
    code: 'RATIO_INVALID',
  },
  reportLoad: {
    target: 'cdns.a',
    accepted: 'reportLoad(input: { cdn: "a", mbps: 50 })',
    refused: 'reportLoad(input: { cdn: "a", mbps: 1001 })',
    code: 'LOAD_INVALID',
  },
  createApiToken: {
    target: 'apiTokens.ci',
    accepted: 'createApiToken(input: { name: "ci", roles: [VIEWER] })',
    refused: 'createApiToken(input: { name: "ci", roles: [VIEWER] })',
    code: 'DUPLICATE',
    refusedAs: 'admin',
  },
  revokeApiToken: {
    target: 'apiTokens.1',
    accepted: 'revokeApiToken(id: 1)',
    acceptedTarget: 'apiTokens.ci',
    refused: 'revokeApiToken(id: 1)',
    code: 'NOT_FOUND',
    refusedAs: 'admin',
  },
  setOverride: {
    target: 'overrides.RATIO',
    accepted: 'setOverride(input: { kind: RATIO, value: 3, reason: "tonight" })',
    refused: 'setOverride(input: { kind: RATIO, value: -1, reason: "tonight" })',
    code: 'OVERRIDE_VALUE_INVALID',
  },
  liftOverride: {
    target: 'overrides.RATIO',
    accepted: 'liftOverride(kind: RATIO)',
    refused: 'liftOverride(kind: RATIO)',
    code: 'NOT_FOUND',
  },
  checkNow: {
    target: 'cdns.default',
    accepted: 'checkNow(cdn: "default")',
    refused: 'checkNow(cdn: "default")',
    code: 'TOO_SOON',
  },
  discardChanges: {
    target: 'workingCopy',
    accepted: 'discardChanges',
    refused: 'discardChanges(expectedVersion: 77)',
    code: 'STALE_WORKING_COPY',
  },
}

const canaryOfRevision4 =
  'updateSettings(input: { ratio: 5 }) { __typename } publish(input: { canary: { workers: 1, seconds: 60 } }) { __typename }'

/** These never change anything. */
const harmless = { validate: 'validate' }

it('knows every mutation of the schema', () => {
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {})
  expect(mutations.toSorted()).toEqual([...Object.keys(attempts), ...Object.keys(harmless)].toSorted())
})

const from = (role: Role) => ({ actor: `${role}-of-test`, role, address: '192.0.2.7' })

describe.each(Object.entries(attempts))(
  '%s',
  (action, { target, accepted, acceptedTarget = target, refused, refusedAs = 'publisher', code }) => {
    const mutation = (field: string) => `mutation { ${field} { __typename ... on UserError { code message field } } }`

    it('leaves one event when it is accepted', async () => {
      if (action === 'discardChanges') await send({ as: 'admin', query: mutation('updateSettings(input: { ratio: 3 })') })
      if (action === 'endCanary') await send({ as: 'admin', query: `mutation { ${canaryOfRevision4} }` })
      const { id, body } = await send({ as: 'admin', query: mutation(accepted) })
      expect(body).toEqual({ data: { [action]: { __typename: expect.stringMatching(/Success$/) } } })
      expect(await rowsOf(id)).toMatchObject([
        { ...from('admin'), action, target: acceptedTarget, outcome: 'ACCEPTED', code: null },
      ])
    })

    it('leaves one event with the words of the answer when it is refused', async () => {
      const { id, body } = await send({ as: refusedAs, query: mutation(refused) })
      const told = body.data[action]
      expect(told).toMatchObject({ code })
      const { message, field } = told
      expect(await rowsOf(id)).toMatchObject([{ ...from(refusedAs), action, target, outcome: 'REFUSED', code, message, field }])
    })

    it('leaves one event when the role is missing', async () => {
      const { id, body } = await send({ as: 'viewer', query: mutation(refused) })
      const [{ message, extensions }] = body.errors
      expect(extensions).toEqual({ code: 'FORBIDDEN', needed: expect.stringMatching(/^[A-Z]+$/), held: ['VIEWER'] })
      expect(await rowsOf(id)).toMatchObject([
        { ...from('viewer'), action, target, outcome: 'REFUSED', code: 'FORBIDDEN', message },
      ])
    })
  },
)

describe('an attempt that comes to no planner', () => {
  const wait = 'publish(input: { waitForWorkersSeconds: 99 }) { ... on UserError { code message } }'
  const bySize = 'mutation ($input: CdnInput!) { upsertCdn(input: $input) { __typename } }'
  const byNull = 'mutation ($key: String = "a") { deleteCdn(key: $key) { __typename } }'

  it.each([
    { what: 'an input out of range', query: `mutation { ${wait} }`, rows: [['publish', 'revisions', 'INPUT_INVALID']] },
    {
      what: 'a variable of another type',
      query: bySize,
      variables: { input: { key: 'a', weight: 'heavy' } },
      rows: [['upsertCdn', '-', 'BAD_USER_INPUT']],
    },
    { what: 'a null where none may be', query: byNull, variables: { key: null }, rows: [['deleteCdn', '-', 'BAD_USER_INPUT']] },
    {
      what: 'one variable for several mutations',
      query:
        'mutation ($n: Int!) { a: deleteCdn(key: "a", expectedVersion: $n) { __typename } ...more } fragment more on Mutation { publish(input: { expectedVersion: $n }) { __typename } validate { valid } }',
      variables: { n: 'many' },
      rows: [
        ['deleteCdn', '-', 'BAD_USER_INPUT'],
        ['publish', '-', 'BAD_USER_INPUT'],
      ],
    },
  ])('is recorded once: $what', async ({ query, variables = {}, rows }) => {
    const { id, body } = await send({ as: 'admin', query, variables })
    const recorded = await rowsOf(id)
    expect(recorded.map(({ action, target, code }) => [action, target, code])).toEqual(rows)
    expect(JSON.stringify(body)).toContain(recorded[0]?.code)
  })

  it('is told and recorded without the variables that it came with', async () => {
    const variables = { input: { key: 'a; b" at "c', token: 'hush-hush', baseUrl: ['hush; at "x"'] } }
    const { id, body } = await send({ as: 'admin', query: bySize, variables })
    expect(JSON.stringify(body)).toMatch(
      / got an invalid value at .*input.baseUrl.*; String cannot represent a non string value"/,
    )
    expect(JSON.stringify(body)).not.toContain('hush')
    const [{ message } = {}] = await rowsOf(id)
    expect(message).toMatch(/^Variable "\$input" got an invalid value(?: at "[\w.]+")?; /)
    expect(message).not.toContain('hush')
  })

  it('keeps of a long key no more than its beginning', async () => {
    const { id } = await send({ as: 'viewer', query: `mutation { deleteCdn(key: "${'k'.repeat(9_000)}") { __typename } }` })
    expect((await rowsOf(id)).map(({ target }) => target)).toEqual([`cdns.${'k'.repeat(294)}…`])
  })
})

it('leaves one event for each mutation of a document that was attempted, none for those after the end of it', async () => {
  const fields = ['a: deleteCdn(key: "a1")', 'b: deleteCdn(key: "b1")', 'c: publish(input: {})', 'd: deleteCdn(key: "d1")']
  const { id } = await send({ as: 'editor', query: `mutation { ${fields.map((field) => `${field} { __typename }`).join(' ')} }` })
  expect((await rowsOf(id)).map(({ target, code }) => [target, code])).toEqual([
    ['cdns.a1', 'NOT_FOUND'],
    ['cdns.b1', 'NOT_FOUND'],
    ['revisions', 'FORBIDDEN'],
  ])
})

it('says of an attempt that changed nothing that it did', async () => {
  const { id } = await send({
    as: 'admin',
    query: 'mutation { publish(input: {}) { __typename } a: publish(input: {}) { __typename } }',
  })
  expect((await rowsOf(id)).at(-1)).toMatchObject({ action: 'publish', outcome: 'UNCHANGED', code: null, after: null })
})

it.each([
  'mutation { validate { valid } }',
  'mutation { applyConfig(input: { dryRun: true, config: { cdns: [], originClusters: [], settings: { ratio: -1 } } }) { __typename } }',
  '{ viewer { name } }',
  '{ auditLog(first: 101) { edges { cursor } } }',
  'mutation { nothing }',
  'mutation {',
])('leaves no event of what attempts no change: %s', async (query) => {
  const { id } = await send({ as: 'publisher', query })
  expect(await rowsOf(id)).toEqual([])
})

describe.each([
  { method: 'PUT', action: 'putConfig' },
  { method: 'POST', action: 'postConfig' },
] as const)('$method /config', ({ method, action }) => {
  const body = '{"cdn_host": "other.example.com", "ratio": 12}'
  it.each([
    { as: 'viewer', body, status: 403, code: 'FORBIDDEN' },
    { as: 'publisher', body: '{', status: 400, code: 'BAD_REQUEST' },
    { as: 'publisher', body: '{"ratio": "many", "cdn_host": "a"}', status: 400, code: 'BODY_INVALID' },
    { as: 'publisher', body: '{"secret": "hush", "cdn_host": "a", "ratio": 1}', status: 400, code: 'UNKNOWN_FIELD' },
    { as: 'publisher', body: '{"ratio": -1, "cdn_host": "a.example.com"}', status: 400, code: 'RATIO_INVALID', unless: 'POST' },
    { as: 'publisher', body, headers: { 'content-type': 'text/plain' }, status: 415, code: 'MEDIA_TYPE_NOT_SUPPORTED' },
    { as: 'publisher', body: ' '.repeat(600_000), status: 413, code: 'BODY_TOO_LARGE' },
    { as: 'publisher', body, headers: { 'if-match': 'never' }, status: 400, code: 'IF_MATCH_INVALID', unless: 'POST' },
    { as: 'publisher', body, headers: { 'if-match': '"77"' }, status: 412, code: 'STALE_REVISION', unless: 'POST' },
  ] as const)('leaves one event when it is refused as $code', async (sent) => {
    if ('unless' in sent && sent.unless === method) return
    const { id, status, body: told } = await put(method, sent.as, sent.body, 'headers' in sent ? sent.headers : {})
    expect([status, told.error.code]).toEqual([sent.status, sent.code])
    expect(await rowsOf(id)).toMatchObject([
      { ...from(sent.as), action, target: 'revisions', outcome: 'REFUSED', code: sent.code },
    ])
  })
})

it('leaves one event of a PUT that publishes, of one that finds nothing to do, and of a POST that comes too late', async () => {
  const body = '{"cdn_host": "cdn-2.example.com", "ratio": 13}'
  const ids = [
    await put('PUT', 'publisher', body),
    await put('PUT', 'publisher', body),
    await put('POST', 'publisher', body),
  ].map(({ id }) => id)
  const rows = await Promise.all(ids.map(rowsOf))
  expect(rows).toMatchObject([
    [{ action: 'putConfig', outcome: 'ACCEPTED', code: null }],
    [{ action: 'putConfig', outcome: 'UNCHANGED', code: null }],
    [{ action: 'postConfig', outcome: 'REFUSED', code: 'CONFIG_EXISTS' }],
  ])
})

it('leaves one event for a mutation over WebSocket, whose request has an id of its own', async () => {
  const ticking = await openControl({ authenticate, addressOf: () => '192.0.2.8', clock: systemClock })
  const url = await ticking.app.listen({ port: 0, host: '127.0.0.1' })
  const query = 'mutation { publish(input: {}) { __typename } }'
  const messages = [
    { type: 'connection_init', payload: { Authorization: 'Bearer viewer' } },
    { type: 'subscribe', id: 'a', payload: { query } },
  ]
  const { socket, received } = await openSocket(url, messages.slice(0, 1))
  await until('the acknowledgement', 9_000, () => received.length > 0)
  socket.send(JSON.stringify(messages[1]))
  await until('the answer', 9_000, () => received.some(({ type }) => type === 'complete'))
  const rows = await ticking.client.auditEvent.findMany({ where: { action: 'publish' } })
  await ticking.close()
  const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/)
  const by = { ...from('viewer'), address: '192.0.2.8', requestId }
  expect(rows).toMatchObject([{ ...by, target: 'revisions', outcome: 'REFUSED', code: 'FORBIDDEN' }])
}, 30_000)

it('refuses all the same when the refusal can not be recorded, logs it and counts it', async () => {
  await control.client.$executeRaw`ALTER TABLE audit_event RENAME TO elsewhere`
  const before = control.refusals.unrecorded()
  const planned = await send({ as: 'admin', query: 'mutation { deleteCdn(key: "nobody") { ... on UserError { code } } }' })
  const forbidden = await send({ as: 'viewer', query: 'mutation { publish(input: {}) { __typename } }' })
  const rest = await put('PUT', 'viewer', '{}')
  const accepted = await send({
    as: 'admin',
    query: 'mutation { updateSettings(input: { ratio: 999 }) { ... on UserError { code } } }',
  })
  await control.client.$executeRaw`ALTER TABLE elsewhere RENAME TO audit_event`
  expect(planned.body.data).toEqual({ deleteCdn: { code: 'NOT_FOUND' } })
  expect(forbidden.body.errors[0].extensions.code).toBe('FORBIDDEN')
  expect([rest.status, rest.body.error.code]).toEqual([403, 'FORBIDDEN'])
  // A change that can't be recorded is none.
  expect(accepted.body.data).toEqual({ updateSettings: { code: 'STORE_UNAVAILABLE' } })
  expect((await control.store.state()).workingCopy.settings.ratio).not.toBe(999)
  expect(control.refusals.unrecorded() - before).toBe(4)
  const logged = control.logged
    .filter((line) => line.includes('missing from the audit trail'))
    .map((line) => JSON.parse(line).refused)
  expect(logged.map(({ action, refusal }) => [action, refusal.code])).toEqual([
    ['deleteCdn', 'NOT_FOUND'],
    ['publish', 'FORBIDDEN'],
    ['putConfig', 'FORBIDDEN'],
    ['updateSettings', 'STORE_UNAVAILABLE'],
  ])
})
