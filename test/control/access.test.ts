import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAuthentication } from '../../src/control/access/authenticate.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { mayCheck } from '../support/may-check.ts'

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl()
})
afterAll(() => control.close())

describe('the admin token', () => {
  const authenticate = openAuthentication(adminToken)

  it('belongs to an admin', async () => {
    expect(await authenticate(['Authorization', `Bearer ${adminToken}`], mayCheck)).toEqual({
      kind: 'KNOWN',
      viewer: { name: 'admin-token', roles: ['admin'], expiresAt: null },
    })
  })

  it.each([
    { what: 'none', headers: [] },
    { what: 'another token', headers: ['Authorization', 'Bearer wrong'] },
    { what: 'a longer token', headers: ['Authorization', `Bearer ${adminToken}x`] },
    { what: 'another scheme', headers: ['Authorization', `Basic ${adminToken}`] },
    { what: 'no scheme', headers: ['Authorization', adminToken] },
    { what: 'an empty one', headers: ['Authorization', 'Bearer '] },
    { what: 'two headers', headers: ['Authorization', `Bearer ${adminToken}`, 'authorization', `Bearer ${adminToken}`] },
    { what: 'a wrong and a right one', headers: ['Authorization', 'Bearer wrong', 'Authorization', `Bearer ${adminToken}`] },
  ])('is not accepted as $what', async ({ headers }) => {
    expect(await authenticate(headers, mayCheck)).toEqual({ kind: 'REFUSED' })
  })
})

describe.each([
  { method: 'GET', url: '/config' },
  { method: 'PUT', url: '/config' },
  { method: 'POST', url: '/config' },
  { method: 'PUT', url: '/config?token=test-token-of-the-admin' },
] as const)('$method $url without a token', ({ method, url }) => {
  it('is 401 with WWW-Authenticate, in the common form', async () => {
    const answer = await control.app.inject({ method, url })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer', 'cache-control': 'no-store' })
    expect(answer.json()).toMatchObject({ error: { code: 'UNAUTHENTICATED' } })
  })
})

describe.each([
  { method: 'POST', url: '/graphql' },
  { method: 'GET', url: '/graphql?query={viewer{name}}' },
  { method: 'GET', url: '/graphql' },
] as const)('$method $url without a token', ({ method, url }) => {
  it("is 401 with WWW-Authenticate, in GraphQL's form", async () => {
    const answer = await control.app.inject({ method, url })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    expect(answer.json()).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] })
  })
})

it('shows GraphiQL to a browser without a token, with a policy that lets no other host in', async () => {
  const answer = await control.app.inject({ url: '/graphql', headers: { accept: 'text/html,application/xhtml+xml' } })
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toContain('/graphql/graphiql.js')
  expect(answer.body).not.toMatch(/https?:\/\//)
  expect(answer.headers['content-security-policy']).toMatch(/script-src 'self';/)
})

it.each(['graphiql.js', 'graphiql.css', 'start.js', 'worker-editor.js', 'worker-json.js', 'worker-graphql.js'])(
  'serves %s of GraphiQL from here, cacheable',
  async (name) => {
    const answer = await control.app.inject(`/graphql/${name}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toContain('max-age')
    expect(answer.body.length).toBeGreaterThan(100)
  },
)

it('tells an anonymous caller the overall health alone, and everything to a viewer', async () => {
  expect((await control.app.inject('/health')).json()).toEqual({ status: 'OK' })
  const report = (await control.app.inject({ url: '/health', headers: { authorization: `Bearer ${adminToken}` } })).json<{
    dependencies: { name: string }[]
  }>()
  expect(report.dependencies.map(({ name }) => name)).toEqual(['config-store', 'workers', 'fast-tier', 'cdns', 'overrides'])
})

it('never logs a token', async () => {
  await control.app.inject({ url: '/config', headers: { authorization: `Bearer ${adminToken}` } })
  expect(control.logged.length).toBeGreaterThan(0)
  expect(control.logged.join('')).not.toContain(adminToken)
})

it.each([
  { method: 'DELETE', url: '/graphql?query={x}', allow: 'GET, HEAD, POST' },
  { method: 'POST', url: '/health', allow: 'GET, HEAD' },
  { method: 'PATCH', url: '/config', allow: 'GET, HEAD, POST, PUT' },
] as const)('answers $method $url with 405 and what is allowed, whoever asks', async ({ method, url, allow }) => {
  const answer = await control.app.inject({ method, url })
  expect([answer.statusCode, answer.headers['allow']]).toEqual([405, allow])
  expect(answer.body).toContain(`received ${method}, allowed are ${allow}`)
})

it.each(['/nothing', '/health/*x', '/health/:a(', '/*', '/:x((a+)+)'])(
  'answers the unknown path %s with 404 in the common form and a request id',
  async (path) => {
    const answer = await control.app.inject(path)
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ error: { code: 'NOT_FOUND' } })
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  },
)
