import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'

const authorization = `Bearer ${adminToken}`

let control: ControlUnderTest
const open = async (): Promise<void> => {
  control = await openControl()
}
const close = (): Promise<void> => control.close()

const put = (payload: object, headers: Record<string, string> = {}, url = '/config') =>
  control.app.inject({ method: 'PUT', url, headers: { authorization, ...headers }, payload })

const post = (payload: object) => control.app.inject({ method: 'POST', url: '/config', headers: { authorization }, payload })

describe('what changes nothing', () => {
  beforeAll(open)
  afterAll(close)

  it('tells the live configuration', async () => {
    const answer = await control.app.inject({ url: '/config', headers: { authorization } })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ cdn_host: 'cdn.example.com', ratio: 10, revision: 1 })
    expect(answer.headers['etag']).toBe('"1"')
  })

  it.each([{}, { ratio: 10 }, { cdn_host: 'cdn.example.com', ratio: 10 }])('makes no revision of a PUT of %o', async (body) => {
    expect((await put(body)).json()).toEqual({ cdn_host: 'cdn.example.com', ratio: 10, revision: 1 })
  })

  it.each([
    { body: { ratio: -1 }, code: 'RATIO_INVALID', field: 'ratio' },
    { body: { ratio: 1.5 }, code: 'RATIO_INVALID', field: 'ratio' },
    { body: { ratio: 1_000_001 }, code: 'RATIO_INVALID', field: 'ratio' },
    { body: { ratio: '5' }, code: 'BODY_INVALID', field: 'ratio' },
    { body: { ratio: null }, code: 'BODY_INVALID', field: 'ratio' },
    { body: { cdn_host: 'ftp://x' }, code: 'BASE_URL_INVALID', field: 'cdn_host' },
    { body: { cdn_host: '' }, code: 'BASE_URL_INVALID', field: 'cdn_host' },
    { body: { cdn_host: 'http://u:p@x' }, code: 'BASE_URL_INVALID', field: 'cdn_host' },
    { body: { ratio: 5, speed: 1 }, code: 'UNKNOWN_FIELD', field: 'speed' },
    { body: [], code: 'BODY_INVALID', field: undefined },
  ])('refuses a PUT of $body', async ({ body, code, field }) => {
    const answer = await put(body)
    expect(answer.statusCode).toBe(400)
    const { error } = answer.json<{ error: { code: string; message: string; field?: string } }>()
    expect([error.code, error.field]).toEqual([code, field])
    expect((await control.store.live())?.number).toBe(1)
  })

  it('refuses parameters in the query and says so', async () => {
    const answer = await put({}, {}, '/config?ratio=5')
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ error: { code: 'QUERY_NOT_ALLOWED', message: expect.stringContaining('JSON body') } })
  })

  it.each([
    { ifMatch: '"2"', status: 412, code: 'STALE_REVISION' },
    { ifMatch: '1', status: 400, code: 'IF_MATCH_INVALID' },
    { ifMatch: 'W/"1"', status: 400, code: 'IF_MATCH_INVALID' },
  ])('answers $status to If-Match $ifMatch while revision 1 is live', async ({ ifMatch, status, code }) => {
    const answer = await put({ ratio: 5 }, { 'if-match': ifMatch })
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { error: { code } }])
  })

  it.each([
    { payload: '{"ratio":', type: 'application/json', status: 400, code: 'BAD_REQUEST' },
    { payload: '{}', type: 'text/plain', status: 415, code: 'MEDIA_TYPE_NOT_SUPPORTED' },
    { payload: 'ratio=5', type: 'application/x-www-form-urlencoded', status: 415, code: 'MEDIA_TYPE_NOT_SUPPORTED' },
    { payload: JSON.stringify({ cdn_host: 'x'.repeat(600_000) }), type: 'application/json', status: 413, code: 'BODY_TOO_LARGE' },
  ])('answers $status to a body that is no JSON object of ours ($type)', async ({ payload, type, status, code }) => {
    const answer = await control.app.inject({
      method: 'PUT',
      url: '/config',
      headers: { authorization, 'content-type': type },
      payload,
    })
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { error: { code } }])
  })

  it('refuses a POST without cdn_host', async () => {
    const answer = await post({ ratio: 4 })
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: { code: 'BODY_INVALID', field: 'cdn_host' } }])
  })
})

describe('what publishes', () => {
  beforeEach(open)
  afterEach(close)

  it.each([
    { body: { ratio: 5 }, expected: { cdn_host: 'cdn.example.com', ratio: 5, revision: 2 } },
    {
      body: { cdn_host: 'HTTPS://B.example.com/vod/' },
      expected: { cdn_host: 'https://b.example.com/vod', ratio: 10, revision: 2 },
    },
    { body: { cdn_host: 'b.example.com:8080', ratio: 0 }, expected: { cdn_host: 'b.example.com:8080', ratio: 0, revision: 2 } },
  ])('is a PUT of $body', async ({ body, expected }) => {
    const answer = await put(body)
    expect([answer.statusCode, answer.json()]).toEqual([200, expected])
  })

  it.each(['"1"', '*'])('is a PUT with If-Match %s while revision 1 is live', async (ifMatch) => {
    expect((await put({ ratio: 5 }, { 'if-match': ifMatch })).statusCode).toBe(200)
  })

  it('leaves what else is pending pending', async () => {
    await control.graphql('mutation { upsertCdn(input: { key: "b", baseUrl: "b.example.com" }) { __typename } }')
    await put({ ratio: 5 })
    const { data } = await control.graphql('{ pendingChanges { path kind } liveRevision { config { cdns { key } } } }')
    expect(data).toEqual({
      pendingChanges: [{ path: 'cdns.b', kind: 'ADDED' }],
      liveRevision: { config: { cdns: [{ key: 'default' }] } },
    })
  })

  it('leaves the template of the CDN, whose base URL it is', async () => {
    const cdn = '{ key: "default", urlTemplate: "{scheme}://own.example.com{path}", httpsOnly: true }'
    await control.graphql(`mutation { upsertCdn(input: ${cdn}) { __typename } publish(input: {}) { __typename } }`)
    expect((await put({ cdn_host: 'b.example.com' })).json()).toEqual({ cdn_host: 'b.example.com', ratio: 10, revision: 3 })
    const { data } = await control.graphql('{ liveRevision { config { cdns { baseUrl urlTemplate httpsOnly } } } }')
    const kept = { baseUrl: 'b.example.com', urlTemplate: '{scheme}://own.example.com{path}', httpsOnly: true }
    expect(data).toEqual({ liveRevision: { config: { cdns: [kept] } } })
  })

  it('leaves a CDN whose deletion is pending deleted', async () => {
    await control.graphql('mutation { deleteCdn(key: "default") { __typename } }')
    await put({ cdn_host: 'y.example.com' })
    const { data } = await control.graphql('{ pendingChanges { path kind } liveRevision { config { cdns { baseUrl } } } }')
    expect(data).toEqual({
      pendingChanges: [{ path: 'cdns.default', kind: 'REMOVED' }],
      liveRevision: { config: { cdns: [{ baseUrl: 'y.example.com' }] } },
    })
  })

  it('is the first POST of an operator, and only the first', async () => {
    const first = await post({ cdn_host: 'mine.example.com', ratio: 4 })
    expect([first.statusCode, first.json()]).toEqual([201, { cdn_host: 'mine.example.com', ratio: 4, revision: 2 }])
    const second = await post({ cdn_host: 'other.example.com', ratio: 4 })
    expect([second.statusCode, second.json()]).toMatchObject([409, { error: { code: 'CONFIG_EXISTS' } }])
  })
})
