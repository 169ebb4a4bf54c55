import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openControl, type ControlUnderTest } from '../support/control.ts'
import { exchange, openRawClient } from '../support/raw-client.ts'
import { until } from '../support/until.ts'

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl()
})
afterAll(() => control.close())

const paths = ['/graphql/graphiql.js', '/graphql/worker-json.js', '/docs/swagger-ui.js', '/docs/start.js', '/redoc/redoc.js']

describe.each([...paths, '/openapi.json'])('%s', (url) => {
  it('is compressed for a client that takes it so, and says of which encodings it has a form', async () => {
    const [plain, gzipped] = [await ask(url), await ask(url, { 'accept-encoding': 'br, gzip' })]
    expect(gunzipSync(gzipped.rawPayload).equals(plain.rawPayload)).toBe(true)
    expect([plain.headers['content-encoding'], gzipped.headers['content-encoding']]).toEqual([undefined, 'gzip'])
    for (const { headers } of [plain, gzipped]) expect(headers.vary).toBe('Origin, Accept-Encoding')
    expect(gzipped.headers['content-type']).toBe(plain.headers['content-type'])
  })

  it.each([{ encoding: 'identity' }, { encoding: 'gzip' }])('is not sent again to whoever has it as $encoding', async (row) => {
    const encoding = { 'accept-encoding': row.encoding }
    const etag = String((await ask(url, encoding)).headers.etag)
    expect(etag).toMatch(/^"[\w-]+"$/)
    for (const known of [etag, `"other", W/${etag}`, '*']) {
      const again = await ask(url, { ...encoding, 'if-none-match': known })
      expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
    }
    expect((await ask(url, { ...encoding, 'if-none-match': '"other"' })).statusCode).toBe(200)
  })
})

it.each([
  { accepted: 'gzip;q=0', encoding: undefined },
  { accepted: 'gzip; q=0.0, identity', encoding: undefined },
  { accepted: 'deflate, br', encoding: undefined },
  { accepted: '*;q=0', encoding: undefined },
  { accepted: '*', encoding: 'gzip' },
  { accepted: 'GZIP;q=0.5', encoding: 'gzip' },
])('compresses as "$accepted" asks', async ({ accepted, encoding }) => {
  expect((await ask('/docs/start.js', { 'accept-encoding': accepted })).headers['content-encoding']).toBe(encoding)
})

it('has other tags for other bytes', async () => {
  const all = paths.flatMap((url) => [ask(url), ask(url, { 'accept-encoding': 'gzip' })])
  const tags = (await Promise.all(all)).map(({ headers }) => headers.etag)
  expect(new Set(tags).size).toBe(all.length)
})

it('keeps one copy for all who wait for it, however many of them do not read', async () => {
  const other = await openControl()
  const { app } = other
  let sent = 0
  app.addHook('onSend', async () => void (sent += 1))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  await exchange(port, 'GET /graphql/graphiql.js HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
  const before = process.memoryUsage().rss
  const clients = await Promise.all(Array.from({ length: 40 }, () => openRawClient(port)))
  for (const client of clients) {
    client.socket.pause()
    await client.send('GET /graphql/graphiql.js HTTP/1.1\r\nHost: h\r\n\r\n')
  }
  await until('all are answered', 10_000, () => sent > clients.length)
  // 5 MB each would be 208.
  expect(process.memoryUsage().rss - before).toBeLessThan(96 * 1_048_576)
  for (const client of clients) client.socket.destroy()
  await other.close()
})

function ask(url: string, headers: Readonly<Record<string, string>> = {}) {
  return control.app.inject({ url, headers })
}
