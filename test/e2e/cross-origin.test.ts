import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../support/http.ts'
import { freePort, startGroup, type Group } from '../support/process-group.ts'
import { openSocket } from '../support/web-socket.ts'

const page = 'https://admin.example.com'

describe.each([{ listener: 'the public listener' }, { listener: 'ADMIN_PORT' }])('a browser at $listener', ({ listener }) => {
  let group: Group
  let url: string
  beforeAll(async () => {
    const adminPort = listener === 'ADMIN_PORT' ? await freePort() : undefined
    group = await startGroup({ env: { CORS_ORIGINS: page, ...(adminPort && { ADMIN_PORT: String(adminPort) }) } })
    url = adminPort === undefined ? group.url : `http://127.0.0.1:${adminPort}`
  })
  afterAll(() => group.destroy())

  it('with an allowed page asks first, then reads the answer', async () => {
    const preflight = { origin: page, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' }
    const asked = await ask(`${url}/config`, { method: 'OPTIONS', headers: preflight })
    expect(asked).toMatchObject({ status: 204, body: '', headers: { 'access-control-allow-origin': page, vary: 'Origin' } })
    const answer = await ask(`${url}/config`, { headers: { origin: page, authorization: `Bearer ${group.token}` } })
    expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': page } })
  })

  it('with a foreign page is refused', async () => {
    const headers = { origin: 'https://evil.example.com', authorization: `Bearer ${group.token}` }
    const answer = await ask(`${url}/graphql?query={viewer{name}}`, { headers })
    expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('"code":"ORIGIN_NOT_ALLOWED"')])
    await expect(openSocket(url, [], { origin: 'https://evil.example.com' })).rejects.toThrow('refused with 403')
  })

  it('plays from wherever it likes', async () => {
    const headers = { origin: 'https://player.example.org' }
    const answer = await ask(`${group.url}/?video=http://s1.origin-cluster/v.m3u8`, { headers })
    expect(answer).toMatchObject({ status: 302, headers: { 'access-control-allow-origin': '*' } })
  })
})
