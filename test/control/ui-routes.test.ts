import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openControl, type ControlUnderTest } from '../support/control.ts'

const built = new URL('../../src/generated/ui/', import.meta.url)
const files = readdirSync(new URL('assets/', built))

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl()
})
afterAll(() => control.close())

describe.each(['/admin', '/admin/', '/admin/cdns', '/admin/config/cdns/second'])('%s', (url) => {
  it('is the page, open to all and kept by nobody', async () => {
    const { statusCode, headers, body } = await control.app.inject(url)
    expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-store'])
    expect(body).toContain('<div id="root">')
    expect(body).not.toContain('__NONCE__')
  })
})

it('has a nonce of its own for each answer, for styles alone', async () => {
  const [first, second] = [await control.app.inject('/admin'), await control.app.inject('/admin')]
  const policies = [first, second].map(({ headers }) => String(headers['content-security-policy']))
  const nonces = policies.map((policy) => /'nonce-([\w+/=]{24})'/.exec(policy)?.[1] ?? '')
  expect(new Set(nonces).size).toBe(2)
  expect(first.body).toContain(`nonce="${nonces[0]}"`)
  expect(policies[0]).toBe(
    `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonces[0]}'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
})

it.each(files)('%s is kept for a year, since other content has another name', async (name) => {
  const { statusCode, headers, rawPayload } = await control.app.inject(`/admin/assets/${name}`)
  expect([statusCode, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
  expect(rawPayload.equals(readFileSync(new URL(`assets/${name}`, built)))).toBe(true)
  expect(name).toMatch(/-[\w-]{8}\.(?:js|css)$/)
})

it('has no other files, and none above them', async () => {
  for (const name of ['none.js', '../index.html', '%2e%2e%2findex.html', ''])
    expect((await control.app.inject(`/admin/assets/${name}`)).statusCode, name).toBe(name === '../index.html' ? 200 : 404)
})

it('loads at most 300 KiB, compressed, before the first page is shown', () => {
  const page = readFileSync(new URL('index.html', built), 'utf8')
  const first = [...page.matchAll(/\/admin\/assets\/([\w.-]+)/g)].map(([, name = '']) => name)
  const now = files.filter((name) => name.startsWith('now-page-'))
  const bytes = [...new Set([...first, ...now])].map((name) => gzipSync(readFileSync(new URL(`assets/${name}`, built))).length)
  expect(first.length).toBeGreaterThan(1)
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(300 * 1_024)
})
