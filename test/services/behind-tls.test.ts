import { once } from 'node:events'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCaddyServer, type CaddyServer } from '../support/caddy-server.ts'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { findProgram } from '../support/server-process.ts'
import { openSocket } from '../support/web-socket.ts'

// The Caddyfile of ops/, run by Debian's Caddy in front of a whole group.
let group: Group
let caddy: CaddyServer
let authorization: string
beforeAll(async () => {
  group = await startGroup({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
  caddy = await openCaddyServer(group.port)
  authorization = `authorization: Bearer ${group.token}`
})
afterAll(async () => {
  await caddy?.remove()
  await group?.destroy()
})

const video = '/?video=http://s1.origin-cluster/video/1/a.m3u8'
const claims = ['-H', 'x-forwarded-for: 6.6.6.6', '-H', 'forwarded: for=6.6.6.6']
const operation = (query: string): readonly string[] => ['--json', JSON.stringify({ query })]

describe('players', () => {
  it('are redirected over HTTP/2, and told of HTTP/3 and of HTTPS alone', async () => {
    const answer = await caddy.curl('--http2', `${caddy.urls.players}${video}`)
    expect(answer).toMatch(/^HTTP\/2 302 \r\n/)
    expect(answer).toContain('\r\nlocation: http://cdn.example.com/s1/video/1/a.m3u8\r\n')
    expect(answer).toMatch(/\r\nalt-svc: h3=":\d+"/)
    expect(answer).toContain('\r\nstrict-transport-security: max-age=31536000\r\n')
    expect(answer).toContain('\r\nx-content-type-options: nosniff\r\n')
    expect(answer).not.toMatch(/\r\nserver:/)
  })

  it('are redirected over HTTP/1.1', async () => {
    expect(await caddy.curl('--http1.1', `${caddy.urls.players}${video}`)).toMatch(/^HTTP\/1\.1 302 /)
  })

  it('who ask by HTTP are sent to HTTPS', async () => {
    const answer = await caddy.curl(`${caddy.urls.plain}${video}`)
    expect(answer).toMatch(/^HTTP\/1\.1 308 /)
    expect(answer).toContain(`\r\nLocation: https://video.test${video}\r\n`)
  })

  it.each(['/health/live', '/health/ready'])('and load balancers have %s', async (path) => {
    expect(await caddy.curl(`${caddy.urls.players}${path}`)).toMatch(/^HTTP\/2 200 /)
  })

  it.each(['/graphql', '/config', '/health', '/metrics', '/docs', '//graphql', '/%67raphql', '/health/live/../../graphql'])(
    'find nothing at %s',
    async (path) => {
      expect(await caddy.curl('--path-as-is', '-H', authorization, `${caddy.urls.players}${path}`)).toMatch(/^HTTP\/2 404 /)
    },
  )
})

describe('people who administer', () => {
  it('are told of HTTPS alone, too', async () => {
    expect(await caddy.curl(`${caddy.urls.admin}/health`)).toContain('\r\nstrict-transport-security: max-age=31536000\r\n')
  })

  it('follow what happens by Server-Sent Events, one by one', async () => {
    const stream = ['-H', authorization, '-H', 'accept: text/event-stream', `${caddy.urls.admin}/graphql`]
    const events = caddy.follow(...stream, ...operation('subscription { configPublished { number } }'))
    const first = Number((await events.next(/"number":\d+/)).slice('"number":'.length))
    for (const turn of [1, 2]) {
      await caddy.curl('-X', 'PUT', '-H', authorization, '--json', `{"ratio": ${20 + turn}}`, `${caddy.urls.admin}/config`)
      expect(await events.next(/"number":\d+/)).toBe(`"number":${first + turn}`)
    }
    await events.close()
  })

  it('are known by their own address over HTTP, whatever they claim', async () => {
    const edit = operation('mutation { updateSettings(input: { ratio: 30 }) { __typename } }')
    const answer = await caddy.curl(
      '--interface',
      '127.0.0.2',
      '-H',
      authorization,
      ...claims,
      ...edit,
      `${caddy.urls.admin}/graphql`,
    )
    expect(answer).toContain('UpdateSettingsSuccess')
    expect(await lastAddress()).toBe('127.0.0.2')
  })

  it('change something over a WebSocket, and are known by their own address there', async () => {
    const init = { type: 'connection_init', payload: { Authorization: `Bearer ${group.token}` } }
    const agent = caddy.agentFrom('127.0.0.3')
    const { socket, received, closed } = await openSocket(caddy.urls.admin, [init], {
      agent,
      origin: caddy.urls.admin,
      headers: { 'x-forwarded-for': '6.6.6.6' },
    })
    await once(socket, 'message')
    const query = 'mutation { updateSettings(input: { ratio: 31 }) { __typename } }'
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }))
    await once(socket, 'message')
    expect(JSON.stringify(received)).toContain('UpdateSettingsSuccess')
    expect(await lastAddress()).toBe('127.0.0.3')
    socket.close()
    await closed
    agent.destroy()
  })

  it('see no error in their browser: pages and a WebSocket of their own', async () => {
    const browser = await chromium.launch({
      executablePath: findProgram('chromium') ?? '',
      chromiumSandbox: process.getuid?.() !== 0,
      args: ['--disable-gpu', '--host-resolver-rules=MAP *.video.test 127.0.0.1'],
    })
    const page = await browser.newPage({ ignoreHTTPSErrors: true }) // it knows nothing of this CA
    const problems: string[] = []
    page.on('console', (message) => problems.push(...(['error', 'warning'].includes(message.type()) ? [message.text()] : [])))
    page.on('pageerror', ({ message }) => problems.push(message))
    await page.goto(`${caddy.urls.admin}/graphql`)
    await page.getByText('Paste your token under').last().waitFor()
    const acknowledged = await page.evaluate<string>(
      `new Promise((resolve) => {
        const socket = new WebSocket(location.href.replace('https', 'wss'), 'graphql-transport-ws')
        const payload = { Authorization: 'Bearer ${group.token}' }
        socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init', payload }))
        socket.onmessage = ({ data }) => resolve(data)
        socket.onclose = ({ code }) => resolve(String(code))
      })`,
    )
    await browser.close()
    expect(acknowledged).toContain('connection_ack')
    expect(problems).toEqual([])
  })
})

/** Asked past Caddy. */
async function lastAddress(): Promise<string | undefined> {
  type Log = { readonly auditLog: { readonly nodes: readonly { readonly address: string }[] } }
  const { data } = await graphql<Log>(group.url, group.token, '{ auditLog(first: 1) { nodes { address } } }')
  return data?.auditLog.nodes[0]?.address
}
