import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openPrismaApiTokens } from '../../src/adapters/prisma/api-tokens.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { makeApiToken } from '../../src/control/access/new-token.ts'
import type { RequestLimitSettings } from '../../src/control/access/request-limits.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { askRaw } from '../support/http.ts'
import { until } from '../support/until.ts'
import { openSocket } from '../support/web-socket.ts'

const authorization = `Bearer ${adminToken}`
/** 10 requests at once from one address, 20 from all; 5 wrong tokens. */
const tight: RequestLimitSettings = { requestsPerSecond: 1, failedLoginsPerMinute: 1 }

let control: ControlUnderTest
afterEach(() => control.close())

type Ask = {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly url: string
  readonly headers?: object
  readonly payload?: object
}

async function ask({ headers = { authorization }, ...rest }: Ask, remoteAddress = '192.0.2.1') {
  return control.app.inject({ ...rest, headers: { ...headers }, remoteAddress })
}

async function statuses(times: number, request: Ask, address?: string): Promise<readonly number[]> {
  const all: number[] = []
  for (let time = 0; time < times; time += 1) all.push((await ask(request, address)).statusCode)
  return all
}

const config: Ask = { url: '/config' }
const wrong: Ask = { url: '/config', headers: { authorization: 'Bearer wrong' } }
const times = (count: number, status: number): readonly number[] => Array.from({ length: count }, () => status)

const common = { error: { code: 'RATE_LIMITED', message: expect.stringContaining('try again in 1 s') } }
const graphqls = { errors: [{ message: expect.stringContaining('try again in 1 s'), extensions: { code: 'RATE_LIMITED' } }] }
const query = '{ viewer { name } }'

describe.each([
  { who: 'a token', policy: 'identity', headers: { authorization } },
  { who: 'an address without one', policy: 'address', headers: {} },
])('$who that has asked too often', ({ policy, headers }) => {
  const often: Ask = { url: '/config', headers }
  it.each<{ readonly what: string; readonly request: Ask; readonly body: object }>([
    { what: 'GET /config', request: config, body: common },
    { what: 'PUT /config', request: { method: 'PUT', url: '/config', payload: { ratio: 3 } }, body: common },
    {
      what: 'a body that is too large',
      request: { method: 'PUT', url: '/config', payload: ['x'.repeat(600_000)] },
      body: common,
    },
    { what: 'a page', request: { url: '/docs' }, body: common },
    { what: 'a path that is not there', request: { url: '/nothing', headers: {} }, body: common },
    { what: 'GraphQL over POST', request: { method: 'POST', url: '/graphql', payload: { query } }, body: graphqls },
    { what: 'GraphQL over GET', request: { url: `/graphql?query=${encodeURIComponent(query)}` }, body: graphqls },
    {
      what: 'a subscription',
      request: {
        method: 'POST',
        url: '/graphql',
        headers: { accept: 'text/event-stream' },
        payload: { query: 'subscription { configPublished { number } }' },
      },
      body: graphqls,
    },
  ])('gets 429 for $what, in the form of its route', async ({ request, body }) => {
    control = await openControl({ limits: tight })
    await statuses(10, often)
    const answer = await ask({ ...request, headers: { ...request.headers, ...headers } })
    expect([answer.statusCode, answer.json()]).toEqual([429, body])
    expect(JSON.parse(control.logged.find((line) => line.includes('too many requests')) ?? '{}')).toMatchObject({
      level: 40,
      address: '192.0.2.1',
    })
    expect(answer.headers).toMatchObject({
      'retry-after': '1',
      'ratelimit-policy': `"${policy}";q=10;w=10`,
      ratelimit: `"${policy}";r=0;t=1`,
      'cache-control': 'no-store',
      'x-request-id': expect.any(String),
    })
  })

  it('is told before that how much is left', async () => {
    control = await openControl({ limits: tight })
    expect((await ask(often)).headers).toMatchObject({
      'ratelimit-policy': `"${policy}";q=10;w=10`,
      ratelimit: `"${policy}";r=9;t=1`,
    })
    expect((await ask(often)).headers['retry-after']).toBeUndefined()
  })

  it('is answered again when the time that it was told is over', async () => {
    const clock = fixedClock()
    control = await openControl({ limits: tight, clock })
    const [answered] = await statuses(10, often)
    expect(await statuses(1, often)).toEqual([429])
    await clock.advance(1_000)
    expect(await statuses(2, often)).toEqual([answered, 429])
  })

  it('is still told whether the node is alive and ready', async () => {
    control = await openControl({ limits: tight })
    await statuses(11, often)
    for (const url of ['/health/live', '/health/ready']) expect(await statuses(30, { url, headers })).toEqual(times(30, 200))
  })
})

describe('an address without a token', () => {
  const missing: Ask = { url: '/config', headers: {} }

  it.each([
    { address: '2001:db8:1:2::1', same: '2001:db8:1:2:ffff::9', other: '2001:db8:1:3::1' },
    { address: '::ffff:192.0.2.7', same: '192.0.2.7', other: '::ffff:192.0.2.8' },
  ])('is $address, so $same too, but not $other', async ({ address, same, other }) => {
    control = await openControl({ limits: tight })
    await statuses(10, missing, address)
    expect(await statuses(1, missing, same)).toEqual([429])
    expect(await statuses(1, missing, other)).toEqual([401])
  })

  it('takes nothing from the others while it is refused', async () => {
    control = await openControl({ limits: tight })
    await statuses(50, missing)
    expect(await statuses(10, missing, '192.0.2.2')).toEqual(times(10, 401))
  })

  it('is told the health as often as other requests, however many others ask', async () => {
    control = await openControl({ limits: tight })
    const health: Ask = { url: '/health', headers: {} }
    for (const address of ['192.0.2.2', '192.0.2.3', '192.0.2.4']) await statuses(10, missing, address)
    expect(await statuses(1, missing)).toEqual([429])
    expect(await statuses(11, health)).toEqual([...times(10, 200), 429])
  })
})

it('a valid token is refused for nothing that others send, from its address and from all others', async () => {
  control = await openControl({ limits: tight })
  for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5']) {
    await statuses(20, { url: '/config', headers: {} }, address)
    await statuses(20, wrong, address)
    await statuses(20, { url: '/nothing', headers: {} }, address)
  }
  expect(await statuses(10, config, '192.0.2.1')).toEqual(times(10, 200))
})

it('refuses all without a valid token when they have asked too often together', async () => {
  control = await openControl({ limits: tight })
  const missing: Ask = { url: '/config', headers: {} }
  await statuses(10, missing, '192.0.2.1')
  await statuses(10, missing, '192.0.2.2')
  const answer = await ask(missing, '192.0.2.3')
  expect([answer.statusCode, answer.json()]).toEqual([429, common])
  expect(answer.headers).toMatchObject({ 'ratelimit-policy': '"all";q=20;w=5', ratelimit: '"all";r=0;t=1', 'retry-after': '1' })
})

it('refuses nobody when the limits are switched off', async () => {
  control = await openControl({ limits: { requestsPerSecond: 0, failedLoginsPerMinute: 0 } })
  expect(await statuses(50, wrong)).toEqual(times(50, 401))
  const answer = await ask(config)
  expect([answer.statusCode, answer.headers['ratelimit']]).toEqual([200, undefined])
})

describe('an address that has sent too many wrong tokens', () => {
  const onlyTokens = { ...tight, requestsPerSecond: 500 }

  it('gets 429 for each further wrong token, at every path; a right one and other addresses are answered', async () => {
    control = await openControl({ limits: onlyTokens })
    expect(await statuses(7, wrong)).toEqual([...times(5, 401), 429, 429])
    const answer = await ask(wrong)
    expect([answer.statusCode, answer.json()]).toMatchObject([429, { error: { code: 'RATE_LIMITED' } }])
    expect(answer.headers).toMatchObject({ 'ratelimit-policy': '"failed-logins";q=5;w=300', 'retry-after': '60' })
    for (const url of ['/docs', '/health', '/nothing', `/graphql?query=${encodeURIComponent(query)}`])
      expect(await statuses(1, { ...wrong, url })).toEqual([429])
    expect(await statuses(3, config)).toEqual(times(3, 200))
    expect(await statuses(1, wrong, '192.0.2.2')).toEqual([401])
  })

  it('has few tokens of the kinds checked that cost a look into the store', async () => {
    let asked = 0
    control = await openControl({
      limits: onlyTokens,
      apiTokens: (client) => {
        const tokens = openPrismaApiTokens(client)
        return { ...tokens, usableAt: (atIso) => ((asked += 1), tokens.usableAt(atIso)) }
      },
    })
    const guess: Ask = { url: '/config', headers: { authorization: `Bearer ${makeApiToken()}` } }
    await statuses(5, wrong)
    expect(await statuses(100, guess)).toEqual(times(100, 429))
    expect(asked).toBeLessThanOrEqual(20)
    expect(await statuses(1, config)).toEqual([200])
  })

  it('is still answered without a token, and a missing one is no wrong one', async () => {
    control = await openControl({ limits: onlyTokens })
    const missing = { url: '/config', headers: {} }
    expect(await statuses(20, missing)).toEqual(times(20, 401))
    expect(await statuses(6, wrong)).toEqual([...times(5, 401), 429])
    expect([await statuses(1, missing), await statuses(1, { url: '/health', headers: {} })]).toEqual([[401], [200]])
  })

  it('may try once more when a minute has passed', async () => {
    const clock = fixedClock()
    control = await openControl({ limits: onlyTokens, clock })
    await statuses(6, wrong)
    await clock.advance(60_000)
    expect(await statuses(2, wrong)).toEqual([401, 429])
  })

  it('is one that sends two at once, too', async () => {
    control = await openControl({ limits: onlyTokens })
    const port = await listen()
    const lines = `Authorization: ${authorization}\r\nAuthorization: ${authorization}\r\n`
    const answers: string[] = []
    for (let time = 0; time < 6; time += 1) {
      const { text } = await askRaw(port, `GET /config HTTP/1.1\r\nHost: h\r\n${lines}Connection: close\r\n\r\n`)
      answers.push(text.slice(9, 12))
    }
    expect(answers).toEqual(['401', '401', '401', '401', '401', '429'])
  })
})

describe('over WebSocket', () => {
  /** Real timers, but for the limits time stands still. */
  const clock = { ...systemClock, nowMonoMs: () => 0 }
  const init = (token: string) => ({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } })

  it('the upgrade is a request: one too many is 429 before the handshake', async () => {
    control = await openControl({ limits: tight, clock })
    const port = await listen()
    await statuses(10, { url: '/config', headers: {} }, '127.0.0.1')
    const { text } = await askRaw(
      port,
      'GET /graphql HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    )
    expect(text).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/)
    expect(text).toContain('\r\nRetry-After: 1\r\n')
    expect(text).toContain('\r\nRateLimit: "address";r=0;t=1\r\n')
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).toEqual(graphqls)
  })

  it('each operation is a request: one too many is an error of that operation, and the socket stays', async () => {
    control = await openControl({ limits: tight, clock })
    const { socket, received } = await openSocket(`http://127.0.0.1:${await listen()}`, [init(adminToken)])
    await until('it is acknowledged', 1_000, () => received.length === 1)
    for (let id = 1; id <= 11; id += 1) socket.send(JSON.stringify({ type: 'subscribe', id: `${id}`, payload: { query } }))
    await until('all are answered', 2_000, () => received.filter(({ type }) => type !== 'next').length === 12)
    expect(received.filter(({ type }) => type === 'next')).toHaveLength(10)
    expect(received.filter(({ type }) => type === 'error')).toEqual([{ type: 'error', id: '11', payload: graphqls.errors }])
    expect(socket.readyState).toBe(socket.OPEN)
    socket.terminate()
  })

  it('wrong tokens count with those of HTTP: then one more closes its socket with 4429, and a right one is welcome', async () => {
    control = await openControl({ limits: { ...tight, requestsPerSecond: 500 }, clock })
    const url = `http://127.0.0.1:${await listen()}`
    for (let time = 0; time < 4; time += 1) expect(await (await openSocket(url, [init('wrong')])).closed).toBe(4403)
    expect(await statuses(2, wrong, '127.0.0.1')).toEqual([401, 429])
    expect(await (await openSocket(url, [init('wrong')])).closed).toBe(4429)
    const { socket, received } = await openSocket(url, [init(adminToken)])
    await until('it is acknowledged', 1_000, () => received.length === 1)
    socket.terminate()
    expect(await statuses(1, config, '192.0.2.2')).toEqual([200])
  })

  it('an upgrade with a valid token in its head is counted by that, not by its address', async () => {
    control = await openControl({ limits: tight, clock })
    const url = `http://127.0.0.1:${await listen()}`
    await statuses(10, { url: '/config', headers: {} }, '127.0.0.1')
    await expect(openSocket(url, [init(adminToken)])).rejects.toThrow('refused with 429')
    const { socket, received } = await openSocket(url, [init(adminToken)], { headers: { authorization } })
    await until('it is acknowledged', 1_000, () => received.length === 1)
    socket.terminate()
  })

  it('a missing token is no wrong one', async () => {
    control = await openControl({ limits: tight, clock })
    const url = `http://127.0.0.1:${await listen()}`
    for (let time = 0; time < 6; time += 1) expect(await (await openSocket(url, [{ type: 'connection_init' }])).closed).toBe(4403)
    expect(await statuses(1, config, '127.0.0.1')).toEqual([200])
  })
})

async function listen(): Promise<number> {
  await control.app.listen({ port: 0, host: '127.0.0.1' })
  return (control.app.server.address() as AddressInfo).port
}
