import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl()
})
afterAll(() => control.close())

const authorization = `Bearer ${adminToken}`
const json = 'application/json'

describe('every answer says that it is what it is, and stays where it is', () => {
  it.each([
    { url: '/config', headers: { authorization }, status: 200 },
    { url: '/config', headers: {}, status: 401 },
    { url: '/config', headers: { origin: 'null' }, status: 403 },
    { method: 'PUT', url: '/config', headers: { authorization, 'content-type': 'text/plain' }, payload: 'x', status: 415 },
    { method: 'PUT', url: '/config', headers: { authorization, 'content-type': json }, payload: '{', status: 400 },
    {
      method: 'PUT',
      url: '/config',
      headers: { authorization, 'content-type': json },
      payload: ' '.repeat(524_289),
      status: 413,
    },
    { url: '/graphql?query={viewer{name}}', headers: { authorization }, status: 200 },
    { url: '/graphql?query={', headers: { authorization, accept: 'application/graphql-response+json' }, status: 400 },
    { method: 'DELETE', url: '/graphql', headers: { authorization }, status: 405 },
    { url: '/health', headers: {}, status: 200 },
    { url: '/metrics', headers: { authorization }, status: 200 },
    { url: '/openapi.json', headers: {}, status: 200 },
    { url: '/nothing', headers: {}, status: 404 },
  ] as const)('$status of $url', async ({ status, ...request }) => {
    const answer = await control.app.inject(request)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    expect(answer.headers).not.toHaveProperty('strict-transport-security')
  })
})

describe.each([
  { url: '/graphql', headers: { accept: 'text/html' }, inlineStyles: true },
  { url: '/docs', headers: {}, inlineStyles: false },
  { url: '/redoc', headers: {}, inlineStyles: true },
  { url: '/docs/guide', headers: {}, inlineStyles: false },
])('the page $url', ({ url, headers, inlineStyles }) => {
  it('runs no script but those that come from here, and none of its text is one', async () => {
    const answer = await control.app.inject({ url, headers })
    const policy = new Map(
      String(answer.headers['content-security-policy'])
        .split('; ')
        .map((directive) => [directive.split(' ', 1)[0], directive.replace(/^\S+ /, '')] as const),
    )
    expect(Object.fromEntries(policy)).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': inlineStyles ? "'self' 'unsafe-inline'" : "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    })
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe-eval|https?:|\*/)
    expect(answer.headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-store' })
    expect(answer.body).not.toMatch(/<script>|<script [^>]*>[^<]|<style|\son\w+=|\sstyle=/)
  })
})

it.each(['/graphql/graphiql.js', '/docs/swagger-ui.css', '/redoc/redoc.js'])(
  '%s may be kept, and nothing else of it is open',
  async (url) => {
    const { headers } = await control.app.inject(url)
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=86400', 'x-content-type-options': 'nosniff' })
  },
)
