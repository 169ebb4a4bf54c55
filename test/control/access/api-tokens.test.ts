import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { StoreUnavailable } from '../../../src/ports/config-store.ts'
import { openPrismaApiTokens } from '../../../src/adapters/prisma/api-tokens.ts'
import { adminToken, openControl, type ControlUnderTest } from '../../support/control.ts'
import { subscribe } from '../../support/sse.ts'
import { until } from '../../support/until.ts'
import { openSocket } from '../../support/web-socket.ts'

let control: ControlUnderTest
let url: string
/** While set, whoever asks for API tokens is told that the store is away. */
let isAway = false
beforeAll(async () => {
  control = await openControl({
    clock: systemClock,
    apiTokens: (client) => {
      const tokens = openPrismaApiTokens(client)
      const unlessAway = <T>(answer: Promise<T>): Promise<T> =>
        isAway ? Promise.reject(new StoreUnavailable('it is away')) : answer
      return {
        list: () => unlessAway(tokens.list()),
        usableAt: (moment) => unlessAway(tokens.usableAt(moment)),
        change: (attempt, planner) =>
          isAway ? Promise.reject(new StoreUnavailable('it is away')) : tokens.change(attempt, planner),
        touch: (id, moment) => tokens.touch(id, moment),
      }
    },
  })
  url = await control.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => control.close())

type Created = {
  readonly createApiToken: {
    readonly token: string
    readonly code: string
    readonly apiToken: { readonly id: string; readonly name: string; readonly expiresAt: string }
  }
}
const fields = 'id name roles createdBy createdAt expiresAt lastUsedAt revokedAt'
const creation = `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) {
  ... on CreateApiTokenSuccess { token apiToken { ${fields} } } ... on UserError { code message field } } }`
const revocation = `mutation ($id: ID!) { revokeApiToken(id: $id) {
  ... on RevokeApiTokenSuccess { apiToken { ${fields} } } ... on UserError { code message field } } }`

async function create(name: string, roles: readonly string[] = ['VIEWER'], more: object = {}) {
  const { data } = await control.graphql<Created>(creation, { input: { name, roles, ...more } })
  return { ...data.createApiToken, id: data.createApiToken.apiToken?.id ?? '' }
}
const revoke = (id: string) => control.graphql(revocation, { id })
const ask = (path: string, token: string, payload?: object) =>
  control.app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url: path,
    headers: { authorization: `Bearer ${token}` },
    ...(payload === undefined ? {} : { payload }),
  })

describe('an API token', () => {
  it('is shown once, and says later who made it, what it may do and when it ends', async () => {
    const { token, apiToken } = await create('shown-once', ['EDITOR'], { expiresInDays: 1 })
    expect(token).toMatch(/^sluice_[A-Za-z0-9_-]{43}$/)
    expect(apiToken).toMatchObject({
      name: 'shown-once',
      roles: ['EDITOR'],
      createdBy: 'admin-token',
      lastUsedAt: null,
      revokedAt: null,
    })
    const { data } = await control.graphql(`{ apiTokens { ${fields} } }`)
    expect(data).toEqual({ apiTokens: expect.arrayContaining([apiToken]) })
    expect(JSON.stringify(data)).not.toContain(token)
  })

  it('is a viewer of its own, on every transport', async () => {
    const { token, apiToken } = await create('of-its-own', ['VIEWER'], { expiresInDays: 30 })
    const viewer = { name: 'api-token:of-its-own', roles: ['VIEWER'], expiresAt: apiToken.expiresAt }
    expect((await ask('/graphql', token, { query: '{ viewer { name roles expiresAt } }' })).json()).toEqual({ data: { viewer } })
    expect((await ask('/config', token)).statusCode).toBe(200)
    expect(
      (await control.app.inject({ method: 'PUT', url: '/config', headers: { authorization: `Bearer ${token}` } })).statusCode,
    ).toBe(403)
    const { socket, received } = await openSocket(url, [
      { type: 'connection_init', payload: { Authorization: `Bearer ${token}` } },
    ])
    await until('it is acknowledged', 2_000, () => received[0]?.type === 'connection_ack')
    socket.terminate()
  })

  it('is revoked at once, and for good', async () => {
    const { token, id } = await create('revoked')
    expect((await ask('/config', token)).statusCode).toBe(200)
    expect((await revoke(id)).data).toMatchObject({
      revokeApiToken: { apiToken: { name: 'revoked', revokedAt: expect.any(String) } },
    })
    expect((await ask('/config', token)).statusCode).toBe(401)
    expect((await revoke(id)).data).toMatchObject({ revokeApiToken: { code: 'NOT_FOUND', field: 'id' } })
    expect((await create('revoked')).token).toMatch(/^sluice_/)
  })

  it('that is an admin of its own makes others, which are told to be made by it and do not outlive it', async () => {
    const { token, apiToken } = await create('deputy', ['ADMIN'], { expiresInDays: 30 })
    const make = async (input: object) =>
      (await ask('/graphql', token, { query: creation, variables: { input: { roles: ['ADMIN'], ...input } } })).json<object>()
    expect(await make({ name: 'of-the-deputy' })).toMatchObject({
      data: { createApiToken: { apiToken: { createdBy: 'api-token:deputy', expiresAt: apiToken.expiresAt } } },
    })
    expect(await make({ name: 'outliving', expiresInDays: 366 })).toMatchObject({
      data: { createApiToken: { code: 'EXPIRY_INVALID', field: 'expiresInDays' } },
    })
  })

  it.each([
    { what: 'PUBLISHER', query: '{ apiTokens { id } }' },
    { what: 'PUBLISHER', query: 'mutation { createApiToken(input: { name: "x", roles: [VIEWER] }) { __typename } }' },
    { what: 'PUBLISHER', query: 'mutation { revokeApiToken(id: 1) { __typename } }' },
  ])('of a $what may not: $query', async ({ what, query }) => {
    const { token } = await create(`may-not-${query.length}`, [what])
    expect((await ask('/graphql', token, { query })).json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] })
  })

  it.each([
    { input: { name: 'a b', roles: ['VIEWER'] }, code: 'NAME_INVALID' },
    { input: { name: 'x', roles: [] }, code: 'ROLES_INVALID' },
    { input: { name: 'x', roles: ['VIEWER'], expiresInDays: 0 }, code: 'EXPIRY_INVALID' },
    { input: { name: 'shown-once', roles: ['VIEWER'] }, code: 'DUPLICATE' },
  ])('is refused with $code, in the words of the problem', async ({ input, code }) => {
    const { data } = await control.graphql(creation, { input })
    expect(data).toMatchObject({ createApiToken: { code, message: expect.stringContaining('allowed is') } })
  })
})

it.each([
  { input: '{ name: "x", roles: ["VIEWER"] }', message: 'Enum "Role"' },
  { input: '{ name: "x", roles: [viewer] }', message: 'Did you mean the enum value "VIEWER"' },
  { input: '{ name: "x", roles: [VIEWER], expiresAt: "tomorrow" }', message: 'allowed is a moment such as' },
  { input: '{ name: "x", roles: [VIEWER], expiresAt: "2026-02-01T00:00:00" }', message: 'send it with its offset' },
])('is no input: $input', async ({ input, message }) => {
  const { errors } = await control.graphql(`mutation { createApiToken(input: ${input}) { __typename } }`)
  expect(errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }])
})

it('ends at the moment that it is given, or is refused with EXPIRY_INVALID', async () => {
  const { expiresAt } = (await create('in-a-day', ['VIEWER'], { expiresInDays: 1 })).apiToken
  const given = await create('then-too', ['VIEWER'], { expiresAt: expiresAt.replace('Z', '+00:00') })
  expect(given.apiToken).toMatchObject({ expiresAt })
  expect(await create('ended', ['VIEWER'], { expiresAt: '2001-01-01T00:00:00Z' })).toMatchObject({
    code: 'EXPIRY_INVALID',
    field: 'expiresAt',
    message: expect.stringContaining('received "2001-01-01T00:00:00.000Z", allowed is a moment in the future'),
  })
})

it('records each attempt, with neither the token nor its hash, in the trail and in the log', async () => {
  const { token, id } = await create('recorded', ['OPERATOR'])
  await create('recorded')
  await revoke(id)
  const { data } = await control.graphql<{ auditLog: { edges: readonly { node: object }[] } }>(
    '{ auditLog(first: 3) { edges { node { actor action target outcome before after } } } }',
  )
  const told = { roles: ['operator'], expiresAt: expect.any(String) }
  expect(data.auditLog.edges.map(({ node }) => node)).toEqual([
    {
      actor: 'admin-token',
      action: 'revokeApiToken',
      target: 'apiTokens.recorded',
      outcome: 'ACCEPTED',
      before: told,
      after: null,
    },
    {
      actor: 'admin-token',
      action: 'createApiToken',
      target: 'apiTokens.recorded',
      outcome: 'REFUSED',
      before: null,
      after: null,
    },
    {
      actor: 'admin-token',
      action: 'createApiToken',
      target: 'apiTokens.recorded',
      outcome: 'ACCEPTED',
      before: null,
      after: told,
    },
  ])
  expect(JSON.stringify(data) + control.logged.join('')).not.toContain(token.slice(7, 20))
})

describe('a connection that a token opened', () => {
  const subscription = 'subscription { configPublished { number } }'

  it('is closed with 4403 when the token is revoked, over a WebSocket', async () => {
    const { token, id } = await create('web-socket')
    const { socket, received, closed } = await openSocket(url, [
      { type: 'connection_init', payload: { Authorization: `Bearer ${token}` } },
    ])
    await until('it is acknowledged', 2_000, () => received.length === 1)
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: subscription } }))
    await until('the present state', 2_000, () => received.length === 2)
    await revoke(id)
    expect(await closed).toBe(4403)
  })

  it('may change nothing more, though it does not answer the close', async () => {
    const { token, id } = await create('deaf', ['EDITOR'])
    const { socket, received } = await openSocket(url, [
      { type: 'connection_init', payload: { Authorization: `Bearer ${token}` } },
    ])
    await until('it is acknowledged', 2_000, () => received.length === 1)
    const edit = (ratio: number) =>
      socket.send(
        JSON.stringify({
          type: 'subscribe',
          id: `${ratio}`,
          payload: { query: `mutation { updateSettings(input: { ratio: ${ratio} }) { __typename } }` },
        }),
      )
    const ratio = async () =>
      (
        await control.graphql<{ workingCopy: { config: { settings: { ratio: number } } } }>(
          '{ workingCopy { config { settings { ratio } } } }',
        )
      ).data?.workingCopy.config.settings.ratio
    const connections = () => new Promise<number>((resolve) => control.app.server.getConnections((_error, open) => resolve(open)))
    edit(41)
    await until('the edit is there', 2_000, async () => (await ratio()) === 41)
    socket.pause() // it sees no close
    await revoke(id)
    edit(42)
    await until('the connection is gone', 4_000, async () => (await connections()) === 0)
    expect(await ratio()).toBe(41)
    socket.terminate()
  })

  it('is completed when the token is revoked, over Server-Sent Events; nobody listens there any more', async () => {
    const { token, id } = await create('sse')
    const events = await subscribe(url, token, subscription)
    expect(await events.next()).toMatchObject({ configPublished: { number: 1 } })
    expect(control.feed.revisions.subscribers()).toBe(1)
    await revoke(id)
    expect([await events.next(), events.completed()]).toEqual([undefined, true])
    expect(control.feed.revisions.subscribers()).toBe(0)
  })

  it('is completed when the token expires, over Server-Sent Events', async () => {
    const { token } = await create('expiring', ['VIEWER'], { expiresAt: new Date(Date.now() + 1_500).toISOString() })
    const events = await subscribe(url, token, subscription)
    expect(await events.next()).toMatchObject({ configPublished: { number: 1 } })
    expect([await events.next(), events.completed()]).toEqual([undefined, true])
  })

  it('of the admin token goes on', async () => {
    const { id } = await create('another')
    const events = await subscribe(url, adminToken, subscription)
    await events.next()
    await revoke(id)
    expect([events.completed(), control.feed.revisions.subscribers()]).toEqual([false, 1])
    events.close()
  })
})

describe('while the store is away', () => {
  it('a known token works, an unknown one is 503, and changes are refused as the store is away', async () => {
    const { token } = await create('known')
    expect((await ask('/config', token)).statusCode).toBe(200)
    isAway = true
    const unknown = await ask('/config', `sluice_${'x'.repeat(43)}`)
    expect([unknown.statusCode, unknown.json()]).toMatchObject([503, { error: { code: 'STORE_UNAVAILABLE' } }])
    expect((await ask('/config', token)).statusCode).toBe(200)
    expect((await create('too-late')).code).toBe('STORE_UNAVAILABLE')
    expect((await revoke('1')).data).toMatchObject({ revokeApiToken: { code: 'STORE_UNAVAILABLE' } })
    expect((await control.graphql('{ apiTokens { id } }')).errors?.map(({ extensions }) => extensions.code)).toEqual([
      'STORE_UNAVAILABLE',
    ])
    isAway = false
  })
})
