import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openControl, type ControlUnderTest } from '../support/control.ts'

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl()
})
afterAll(() => control.close())

const bundles = new URL('../../src/control/docs/redoc/', import.meta.url)

describe.each(['/docs', '/redoc'])('%s', (path) => {
  it('is a page that anyone may read, with a policy that lets no other host in', async () => {
    const answer = await control.app.inject(path)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    const policy = new Map(
      String(answer.headers['content-security-policy'])
        .split('; ')
        .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
    )
    expect(Object.fromEntries(policy)).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
    })
  })

  it('names no other host, and nothing that is not here', async () => {
    const { body } = await control.app.inject(path)
    expect(body).not.toMatch(/(?:https?:)?\/\/[a-z]/i)
    expect(body).not.toMatch(/<script>/)
    const addresses = [...body.matchAll(/(?:src|spec-url|<link [^>]*href)="(\/[^"]*)"/g)].map(([, address = '']) => address)
    expect(addresses.length).toBeGreaterThan(1)
    for (const address of addresses) expect([address, (await control.app.inject(address)).statusCode]).toEqual([address, 200])
  })
})

it.each([
  { path: '/docs/swagger-ui.css', type: 'text/css; charset=utf-8' },
  { path: '/docs/swagger-ui.js', type: 'text/javascript; charset=utf-8' },
  { path: '/docs/start.js', type: 'text/javascript; charset=utf-8' },
  { path: '/redoc/redoc.js', type: 'text/javascript; charset=utf-8' },
])('serves $path from here, cacheable', async ({ path, type }) => {
  const answer = await control.app.inject(path)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({
    'content-type': type,
    'cache-control': 'public, max-age=86400',
    'x-content-type-options': 'nosniff',
  })
  expect(answer.body.length).toBeGreaterThan(100)
})

it('serves the document uncached, as JSON', async () => {
  const answer = await control.app.inject('/openapi.json')
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
})

it('takes the picture from redoc that it would load from another host', async () => {
  const published = gunzipSync(readFileSync(new URL('redoc.standalone.js.gz', bundles))).toString('utf8')
  const served = (await control.app.inject('/redoc/redoc.js')).body
  const pictures = /src:"(?:https?:)?\/\/[^"]*"/g
  expect(published.match(pictures)).toHaveLength(1)
  expect(served.match(pictures)).toBeNull()
})

it("holds redoc's bundle as it was published", () => {
  const [, expected] = /SHA-256 `([0-9a-f]{64})`/.exec(readFileSync(new URL('README.md', bundles), 'utf8')) ?? []
  const bundle = gunzipSync(readFileSync(new URL('redoc.standalone.js.gz', bundles)))
  expect(createHash('sha256').update(bundle).digest('hex')).toBe(expected)
})

it('tells a person at the listener of the admin API what runs here, and a program that nothing is there', async () => {
  const page = await control.app.inject({ url: '/', headers: { accept: 'text/html' } })
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.body).toContain('This node is ready and runs revision 1.')
  expect((await control.app.inject({ url: '/', headers: { accept: '*/*' } })).statusCode).toBe(404)
})

it('has every page of the guide, and each is led to from the first', async () => {
  const { body } = await control.app.inject('/docs/guide')
  const names = readdirSync(new URL('../../docs/api/', import.meta.url)).map((name) => name.replace('.md', ''))
  expect(new Set([...body.matchAll(/<pre id="([^"]+)"/g)].map(([, name]) => name))).toEqual(new Set(names))
  for (const name of names) expect(body).toContain(`<a href="#${name}">`)
  expect(body).toContain('upsertCdn(input: { key: "second"')
})
