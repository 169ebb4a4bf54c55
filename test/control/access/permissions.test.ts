import { request } from 'node:http'
import { isObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import type { Identify } from '../../../src/control/access/authenticate.ts'
import { graphqlRoles, routeRoles } from '../../../src/control/access/permissions.ts'
import { mayActAs, roles, type Role } from '../../../src/core/access/roles.ts'
import { schema } from '../../../src/control/graphql/schema.ts'
import { readGuidePage } from '../../support/api-guide.ts'
import { openControl, type ControlUnderTest } from '../../support/control.ts'
import { minimalOperation } from '../../support/minimal-operation.ts'
import { until } from '../../support/until.ts'
import { openSocket } from '../../support/web-socket.ts'

/** Whoever sends the name of a role has it; `nothing` has none. */
const identify: Identify = async (token) => ({
  kind: 'KNOWN',
  viewer: { name: token, roles: roles.filter((role) => role === token), expiresAt: null },
})
const callers = [...roles, 'nothing'] as const
type Caller = (typeof callers)[number]

let control: ControlUnderTest
let url: string
beforeAll(async () => {
  control = await openControl({ clock: systemClock, identities: [identify], limits: { requestsPerSecond: 0 } })
  url = await control.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => control.close())

const mayAsk = (caller: Caller, needed: Role | 'OPEN'): boolean =>
  needed === 'OPEN' || mayActAs({ name: '', roles: caller === 'nothing' ? [] : [caller], expiresAt: null }, needed)

const rootTypes = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
const operations = (['query', 'mutation', 'subscription'] as const).flatMap((kind, index) =>
  Object.values(rootTypes[index]?.getFields() ?? {}).map((field) => {
    const type = rootTypes[index]?.name ?? ''
    return { kind, name: `${type}.${field.name}`, needed: graphqlRoles[type]?.[field.name], query: minimalOperation(kind, field) }
  }),
)
const matrix = operations.flatMap(({ needed, ...operation }) =>
  callers.map((caller) => ({ ...operation, caller, verdict: mayAsk(caller, needed ?? 'OPEN') ? 'ALLOWED' : 'FORBIDDEN' })),
)
const asked = matrix.filter(({ kind }) => kind !== 'subscription')
const subscribed = matrix.filter(({ kind }) => kind === 'subscription')

describe('the table', () => {
  it('has every root field of the schema and no other', () => {
    const named = Object.entries(graphqlRoles).flatMap(([type, fields]) => Object.keys(fields).map((field) => `${type}.${field}`))
    expect(new Set(operations.map(({ name }) => name))).toEqual(new Set(named))
  })

  it.each(Object.keys(routeRoles))('has a route for %s', (route) => {
    const [method = '', path = ''] = route.split(' ')
    expect(control.app.hasRoute({ method, url: path })).toBe(true)
  })

  it('is what the API guide says', () => {
    const guide = readGuidePage('rules')
    const told = roles.map((role) => {
      const row = new RegExp(`^\\| \`${role}\` +\\|(.*)\\|$`, 'm').exec(guide)?.[1] ?? ''
      return [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
    })
    const { Query = {}, Mutation = {}, Subscription = {} } = graphqlRoles
    // Every query and subscription is for viewers, but for those that are named with another role.
    const reads = Object.entries({ ...Query, ...Subscription }).filter(([, role]) => role !== 'viewer')
    const all = [...reads, ...Object.entries(Mutation), ...Object.entries(routeRoles).filter(([route]) => !/graphql/.test(route))]
    const wanted = roles.map((role) =>
      all.filter(([, needed]) => needed === role).map(([name]) => name.replace(/^GET \/metrics$/, '/metrics')),
    )
    expect(told.map((names) => new Set(names.filter((name) => name !== '/health')))).toEqual(
      wanted.map((names) => new Set(names)),
    )
  })
})

describe('the schema', () => {
  it('has no way round the roles of its root fields: no node(id:), and nothing that is a Node', () => {
    const types = Object.values(schema.getTypeMap()).filter(isObjectType)
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^nodes?$/)]),
    )
    expect(types.filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'))).toEqual([])
  })

  it('says of every mutation which role it needs, once', () => {
    for (const { name, description } of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      expect(description?.match(/Role `\w+`\./g)).toEqual([`Role \`${graphqlRoles['Mutation']?.[name]}\`.`])
    }
  })
})

describe.each(asked)('$name, asked for by $caller', ({ kind, query, caller, verdict }) => {
  it(`is ${verdict} over POST`, async () => {
    expect(verdictOf((await ask('POST', '/graphql', caller, { query })).json())).toBe(verdict)
  })

  it('is so over GET as well, where a mutation is never executed', async () => {
    const answer = await ask('GET', `/graphql?query=${encodeURIComponent(query)}`, caller)
    const isRefused = kind === 'mutation' && answer.statusCode === 405
    expect(isRefused ? 'NEVER' : verdictOf(answer.json())).toBe(kind === 'mutation' && caller !== 'nothing' ? 'NEVER' : verdict)
  })
})

describe.each(subscribed)('$name, subscribed to by $caller', ({ query, caller, verdict }) => {
  it.each(['POST', 'GET'] as const)(`is ${verdict} over SSE with %s`, async (method) => {
    expect(await overSse(method, query, caller)).toBe(verdict)
  })
})

describe.each(matrix.filter(({ caller }) => caller !== 'nothing'))('$name over a WebSocket', ({ query, caller, verdict }) => {
  it(`is ${verdict} for ${caller}`, async () => {
    expect(await overSocket(query, caller)).toBe(verdict)
  })
})

it('closes the WebSocket of somebody without a role with 4403', async () => {
  const { closed, reason } = await openSocket(url, [{ type: 'connection_init', payload: { Authorization: 'Bearer nothing' } }])
  expect([await closed, await reason]).toEqual([
    4403,
    'the role viewer is needed, the token has none; use a token with viewer or a higher role',
  ])
})

describe.each(Object.entries(routeRoles).map(([route, needed]) => ({ route, needed })))('$route', ({ route, needed }) => {
  const [method = '', path = ''] = route.split(' ')

  it.each([
    ...callers.map((caller) => ({ caller, refusal: mayAsk(caller, needed) ? undefined : 403 })),
    {
      caller: undefined,
      refusal: needed === 'OPEN' ? undefined : 401,
    },
  ])('refuses $caller with $refusal', async ({ caller, refusal }) => {
    const { statusCode } = await ask(method, path, caller)
    expect([401, 403].find((status) => status === statusCode)).toBe(refusal)
  })
})

describe('a refusal for the role', () => {
  const fresh = 'mutation { publish(input: {}) { __typename } }'

  it('names the role that is needed and the ones that the token has, in words and for programs', async () => {
    const { errors } = (await ask('POST', '/graphql', 'editor', { query: fresh })).json<{ readonly errors: readonly object[] }>()
    expect(errors).toMatchObject([
      {
        message: 'the role publisher is needed, the token has editor; use a token with publisher or a higher role',
        extensions: { code: 'FORBIDDEN', needed: 'PUBLISHER', held: ['EDITOR'] },
      },
    ])
  })

  it('does so before anything is executed', async () => {
    expect((await ask('POST', '/graphql', 'nothing', { query: fresh })).json()).toEqual({
      errors: [
        {
          message: 'the role viewer is needed, the token has none; use a token with viewer or a higher role',
          extensions: { code: 'FORBIDDEN', needed: 'VIEWER', held: [] },
        },
      ],
    })
  })

  it('does so over REST', async () => {
    expect((await ask('PUT', '/config', 'viewer', { ratio: 1 })).json()).toEqual({
      error: {
        code: 'FORBIDDEN',
        message: 'the role publisher is needed, the token has viewer; use a token with publisher or a higher role',
      },
    })
  })
})

function ask(method: string, path: string, caller: Caller | undefined, payload?: object) {
  return control.app.inject({
    method: method as 'GET',
    url: path,
    ...(caller === undefined ? {} : { headers: { authorization: `Bearer ${caller}` } }),
    ...(payload === undefined ? {} : { payload }),
  })
}

/** Refused for the role, or executed, whatever came of it. A document that isn't valid would prove nothing. */
function verdictOf(answer: unknown): string {
  const { errors = [] } = answer as { readonly errors?: readonly { readonly extensions: { readonly code: string } }[] }
  const code = errors
    .map(({ extensions }) => extensions.code)
    .find((each) => /^GRAPHQL_|^FORBIDDEN$|^UNAUTHENTICATED$|^BAD_/.test(each))
  return code ?? 'ALLOWED'
}

/** Whether somebody listens by now: a subscription that has nothing to say yet is one all the same. */
function isSubscribed(): boolean {
  return Object.values(control.feed).some((part) => typeof part === 'object' && part.subscribers() > 0)
}

async function overSocket(query: string, caller: Caller): Promise<string> {
  const { socket, received } = await openSocket(url, [
    { type: 'connection_init', payload: { Authorization: `Bearer ${caller}` } },
  ])
  await until('it is acknowledged', 5_000, () => received.length > 0)
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }))
  await until('it is answered', 5_000, () => received.length > 1 || isSubscribed())
  const answer = received[1]
  socket.terminate()
  await until('nobody listens', 5_000, () => !isSubscribed())
  return verdictOf(answer?.type === 'error' ? { errors: answer.payload } : (answer?.payload ?? {}))
}

async function overSse(method: 'GET' | 'POST', query: string, caller: Caller): Promise<string> {
  const path = method === 'GET' ? `/graphql?query=${encodeURIComponent(query)}` : '/graphql'
  const headers = { accept: 'text/event-stream', authorization: `Bearer ${caller}`, 'content-type': 'application/json' }
  let text = ''
  const outgoing = request(`${url}${path}`, { method, headers, agent: false }, (response) => {
    response
      .setEncoding('utf8')
      .on('data', (chunk: string) => (text += chunk))
      .on('error', () => undefined)
  })
  outgoing.on('error', () => undefined).end(method === 'POST' ? JSON.stringify({ query }) : undefined)
  await until('it is answered', 5_000, () => /"errors"[^]*\}\s*$/.test(text) || isSubscribed())
  outgoing.destroy()
  await until('nobody listens', 5_000, () => !isSubscribed())
  const json = /\{"errors".*\}|\{"data".*"errors".*\}/.exec(text)?.[0]
  return json === undefined ? 'ALLOWED' : verdictOf(JSON.parse(json))
}
