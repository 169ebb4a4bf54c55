import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { RateLimits } from '../../src/core/config/rate-limits.ts'
import { revisionWith } from '../support/config.ts'
import { openEdge, type Edge, type EdgeParts } from '../support/edge.ts'
import { ask, askRaw, type Answer, type Ask } from '../support/http.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'

let edge: Edge
afterEach(() => edge.close())

async function limitedTo(rateLimit: RateLimits, parts: EdgeParts = {}): Promise<void> {
  edge = await openEdge(parts, revisionWith({ ratio: 3, rateLimit }))
}

const get = (options: Ask = {}): Promise<Answer> => ask(`${edge.url}${video}`, options)
const statuses = async (count: number, options?: Ask): Promise<readonly number[]> => {
  const all: number[] = []
  for (let turn = 0; turn < count; turn += 1) all.push((await get(options)).status)
  return all
}
const behindProxy = (address: string): Ask => ({ headers: { 'x-forwarded-for': address } })

describe('a limit for each address', () => {
  it('lets a burst through, refuses what is beyond it, and lets one more through when its time has come', async () => {
    await limitedTo({ perAddress: { perSecond: 2, burst: 3 } })
    expect(await statuses(5)).toEqual([302, 302, 302, 429, 429])
    await edge.clock.advance(499)
    expect(await statuses(1)).toEqual([429])
    await edge.clock.advance(1)
    expect(await statuses(2)).toEqual([302, 429])
  })

  it('says in the common form, readable by a page, when to try again', async () => {
    await limitedTo({ perAddress: { perSecond: 1, burst: 2 } })
    await statuses(2)
    const { status, headers, body } = await get()
    expect({ status, body: JSON.parse(body) }).toEqual({
      status: 429,
      body: {
        error: {
          code: 'RATE_LIMITED',
          message: 'received too many requests from this address, allowed are 2 in 2 s; try again in 1 s',
        },
      },
    })
    expect(headers).toMatchObject({
      'retry-after': '1',
      'ratelimit-policy': '"address";q=2;w=2',
      ratelimit: '"address";r=0;t=1',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'RateLimit-Policy, RateLimit, Retry-After',
      'cache-control': 'no-store',
      connection: 'close',
    })
  })

  it('counts GET and HEAD alike, requests that are refused for another reason, too; no preflight and no other path', async () => {
    await limitedTo({ perAddress: { perSecond: 1, burst: 3 } })
    const seen: number[] = []
    for (const [method, path] of [
      ['OPTIONS', video],
      ['POST', video],
      ['GET', '/health/live'],
      ['HEAD', video],
      ['GET', '/'],
      ['GET', video],
      ['HEAD', video],
      ['GET', '/'],
      ['OPTIONS', video],
      ['GET', '/health/live'],
    ] as const)
      seen.push((await ask(`${edge.url}${path}`, { method })).status)
    expect(seen).toEqual([204, 405, 200, 302, 400, 302, 429, 429, 204, 200])
  })

  it('moves no turn with a refusal, and counts that of a GET as refused', async () => {
    await limitedTo({ perAddress: { perSecond: 1, burst: 2 } })
    await statuses(4)
    await statuses(2, { method: 'HEAD' })
    await edge.clock.advance(1_000)
    expect((await get()).headers.location).toBe('http://s1.origin-cluster/v/x.m3u8') // the third turn
    edge.worker.drain()
    expect(edge.link.reports.all.at(-1)?.traffic).toMatchObject({ origin: 1, cdn: 2, refused: 2 })
  })

  it('holds over the connections of a client, and over the requests of one connection', async () => {
    await limitedTo({ perAddress: { perSecond: 1, burst: 3 } })
    const request = `GET ${video} HTTP/1.1\r\nHost: h\r\n`
    const { text } = await askRaw(edge.port, `${request}\r\n${request}\r\n${request}\r\n${request}Connection: close\r\n\r\n`)
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 302', 'HTTP/1.1 302', 'HTTP/1.1 302', 'HTTP/1.1 429'])
    expect(await statuses(1)).toEqual([429])
  })

  it('is for each address of its own, and no header of a client makes it another', async () => {
    await limitedTo({ perAddress: { perSecond: 1, burst: 1 } })
    expect(await statuses(1)).toEqual([302])
    const headers = { 'x-forwarded-for': '192.0.2.1', forwarded: 'for=192.0.2.1', 'x-sluice-client-address': '192.0.2.1' }
    expect(await statuses(1, { headers })).toEqual([429])
    expect(await statusFrom('127.0.0.2')).toBe(302)
  })

  it("is for each client's address behind a trusted proxy, by /64 in IPv6", async () => {
    await limitedTo({ perAddress: { perSecond: 1, burst: 1 } }, { trustedProxies: '127.0.0.1' })
    const asked: number[] = []
    for (const address of ['192.0.2.1', '192.0.2.2', '6.6.6.6, 192.0.2.1', '2001:db8::1', '2001:db8::2', '2001:db8:0:1::1'])
      asked.push((await get(behindProxy(address))).status)
    expect(asked).toEqual([302, 302, 429, 302, 429, 302])
  })
})

describe('a limit for all', () => {
  it('holds for all addresses together', async () => {
    await limitedTo({ global: { perSecond: 1, burst: 2 } }, { trustedProxies: '127.0.0.1' })
    const answers: Answer[] = []
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) answers.push(await get(behindProxy(address)))
    expect(answers.map(({ status }) => status)).toEqual([302, 302, 429])
    expect(answers[2]?.headers).toMatchObject({ ratelimit: '"global";r=0;t=1' })
    expect(answers[2]?.body).toContain('received too many requests, allowed are 2 in 2 s')
  })

  it('is not used up by what one address asks beyond its own', async () => {
    const rateLimit = { global: { perSecond: 1, burst: 3 }, perAddress: { perSecond: 1, burst: 1 } }
    await limitedTo(rateLimit, { trustedProxies: '127.0.0.1' })
    expect(await statuses(6, behindProxy('192.0.2.1'))).toEqual([302, 429, 429, 429, 429, 429])
    expect(await statuses(1, behindProxy('192.0.2.2'))).toEqual([302])
    expect(await statuses(1, behindProxy('192.0.2.3'))).toEqual([302])
    expect(await statuses(1, behindProxy('192.0.2.4'))).toEqual([429])
  })
})

it('is switched on and off by a revision', async () => {
  edge = await openEdge({}, revisionWith({ number: 1 }))
  expect(await statuses(3)).toEqual([302, 302, 302])
  edge.link.send(revisionWith({ number: 2, rateLimit: { perAddress: { perSecond: 1, burst: 1 } } }))
  expect(await statuses(2)).toEqual([302, 429])
  edge.link.send(revisionWith({ number: 3 }))
  expect(await statuses(3)).toEqual([302, 302, 302])
})

/** The status that a client at another loopback address gets. */
function statusFrom(localAddress: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: edge.port, host: '127.0.0.1', localAddress }, () =>
      socket.write(`GET ${video} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`),
    )
    socket.on('data', (chunk) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString())?.[1])))
    socket.on('error', reject)
  })
}
