import { METHODS } from 'node:http'
import { beforeEach, describe, expect, it } from 'vitest'
import type { FastifyInstance } from 'fastify'
import type { TrafficCounts } from '../../src/core/routing/traffic.ts'
import { noCounts, type WorkerCounts } from '../../src/edge/worker-counts.ts'
import { noOverrides } from '../../src/core/override/override.ts'
import { giveOrders, noTable, type CurrentTable } from '../../src/edge/current-table.ts'
import { buildListener } from '../../src/edge/listener.ts'
import { openRecorder } from '../../src/edge/recorder.ts'
import { addRedirectRoute } from '../../src/edge/redirect-route.ts'
import { openRedirects } from '../../src/edge/redirects.ts'
import { openInMemoryAccessLog } from '../support/access-log.ts'
import { nobody } from '../support/clients.ts'
import { revisionWith } from '../support/config.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { openInMemoryWorkerLink } from '../support/worker-link.ts'

const video = '/?video=http://s1.origin-cluster/video/1488/xcg2djHckad.m3u8'
const origin = 'http://s1.origin-cluster/video/1488/xcg2djHckad.m3u8'
const cdn = 'http://cdn.example.com/s1/video/1488/xcg2djHckad.m3u8'

let app: FastifyInstance
let current: CurrentTable
let counts: WorkerCounts
let traffic: TrafficCounts
let accessLog: ReturnType<typeof openInMemoryAccessLog>

beforeEach(() => {
  current = noTable()
  counts = noCounts()
  accessLog = openInMemoryAccessLog()
  traffic = counts.traffic
  app = buildListener({ draining: false }, () => undefined)
  const clock = fixedClock()
  const redirects = openRedirects(current, counts, {
    clock,
    accessLog,
    client: { ...nobody, moveTo: () => undefined },
    recorder: openRecorder(current, { clock, random: () => 0.5, link: openInMemoryWorkerLink() }),
    addressKeyOf: () => 'nobody is counted',
  })
  addRedirectRoute(app, redirects, () => ({ version: '1.2.3', isReady: true, revision: 1, hasAdmin: true }))
  giveOrders(current, { overrides: noOverrides, revision: revisionWith({ number: 1, ratio: 3 }), as: 'LIVE' }, 0)
})

/** How many valid requests were counted. */
function turnNow(): number | undefined {
  return current.running.kind === 'RUNS' ? current.running.counters.turns[0] : undefined
}

it('sends every third request to the origin and the others to the CDN', async () => {
  const locations: unknown[] = []
  for (let turn = 0; turn < 6; turn += 1) locations.push((await app.inject(video)).headers['location'])
  expect(locations).toEqual([cdn, cdn, origin, cdn, cdn, origin])
})

it.each([301, 302, 307, 308] as const)('answers with status %i where the settings say so', async (redirectStatus) => {
  giveOrders(current, { revision: revisionWith({ number: 2, redirectStatus }), as: 'LIVE' }, 0)
  expect((await app.inject(video)).statusCode).toBe(redirectStatus)
})

it('sends no body, no caching and CORS with a redirect', async () => {
  const answer = await app.inject(video)
  expect(answer.body).toBe('')
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'access-control-allow-origin': '*', 'content-length': '0' })
  expect(answer.headers['timing-allow-origin']).toBe('*')
})

it('answers HEAD as the next GET and moves no counter', async () => {
  const seen: unknown[] = []
  for (const method of ['GET', 'GET', 'HEAD', 'HEAD', 'GET', 'HEAD'] as const)
    seen.push((await app.inject({ method, url: video })).headers['location'])
  expect(seen).toEqual([cdn, cdn, origin, origin, origin, cdn])
  expect(traffic).toMatchObject({ origin: 1, cdn: 2, refused: 0 })
})

it('answers OPTIONS for players that send CMCD headers, and moves no counter', async () => {
  const answer = await app.inject({ method: 'OPTIONS', url: '/' })
  expect(answer.statusCode).toBe(204)
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-allow-headers': 'CMCD-Request, CMCD-Object, CMCD-Session, CMCD-Status, Range, Content-Type',
  })
  expect(Number(answer.headers['access-control-max-age'])).toBeGreaterThan(0)
  expect(turnNow()).toBe(0)
})

it.each(METHODS.filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(method)))(
  'refuses %s with 405 and what is allowed',
  async (method) => {
    const answer = await app.inject({ method: method as 'POST', url: video })
    expect(answer.statusCode).toBe(405)
    expect(answer.headers['allow']).toBe('GET, HEAD, OPTIONS')
    expect(answer.json()).toMatchObject({ error: { code: 'METHOD_NOT_ALLOWED' } })
    expect(turnNow()).toBe(0)
  },
)

describe('a refused request', () => {
  it('gets the common error form with CORS, counts as refused, and moves no counter', async () => {
    const answer = await app.inject('/?video=http://evil.com/x')
    expect(answer.statusCode).toBe(403)
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'access-control-allow-origin': '*' })
    expect(answer.json()).toMatchObject({ error: { code: 'HOST_NOT_ALLOWED', field: 'video' } })
    expect(turnNow()).toBe(0)
    expect(traffic.refused).toBe(1)
  })

  it.each([
    { host: 'http://evil.com', says: 'a listed origin cluster; ask the operator to list the origin cluster' },
    { host: 'http://x1.origin-cluster', says: 'a server label that fits the pattern of this origin cluster; correct the part' },
    { host: 'http://s1.secure.example', says: 'the schemes of this origin cluster; ask with the other one' },
  ])('says what of $host does not fit', async ({ host, says }) => {
    const originClusters = [{}, { hostSuffix: 'secure.example', schemes: ['https' as const] }]
    giveOrders(current, { revision: revisionWith({ number: 2, originClusters }), as: 'LIVE' }, 0)
    const answer = await app.inject(`/?video=${host}/x`)
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ error: { code: 'HOST_NOT_ALLOWED', message: expect.stringContaining(says) } })
  })

  it('echoes nothing but printable ASCII cut at 64 characters', async () => {
    const answer = await app.inject(`/?video=${encodeURIComponent(`ftp://<é${'x'.repeat(500)}`)}`)
    const { message } = answer.json<{ error: { message: string } }>().error
    expect(message).toContain('ftp://<?xxx')
    expect(message).not.toContain('x'.repeat(64))
    expect(message).toMatch(/^[\x20-\x7e]*$/)
  })
})

it('answers 503 while it has no table', async () => {
  current.running = noTable().running
  expect((await app.inject(video)).json()).toMatchObject({ error: { code: 'NOT_READY' } })
})

it('measures one GET in 64 that is counted, and no HEAD, page or preflight', async () => {
  const measured = (): number => counts.timings.redirect.counts.reduce((sum, count) => sum + count, 0)
  for (let turn = 1; turn <= 129; turn += 1) await app.inject(turn % 5 === 0 ? '/?video=nothing' : video)
  expect(measured()).toBe(3)
  for (let turn = 130; turn <= 192; turn += 1) await app.inject(video)
  expect(measured()).toBe(3)
  await app.inject({ method: 'HEAD', url: video })
  await app.inject({ method: 'OPTIONS', url: video })
  await app.inject({ url: '/', headers: { accept: 'text/html' } })
  expect(measured()).toBe(3)
  await app.inject(video)
  expect(measured()).toBe(4)
})

describe('the access log', () => {
  const logOneIn = (oneIn: number): void => {
    const revision = revisionWith({ number: 2, ratio: 3, accessLog: { oneIn } })
    giveOrders(current, { revision, as: 'LIVE' }, 0)
  }

  it('is off unless the revision has one', async () => {
    for (let turn = 0; turn < 5; turn += 1) await app.inject(video)
    expect(accessLog.lines).toEqual([])
  })

  it('has each decision at 1, refusals among them, without an address or anything of the URL', async () => {
    logOneIn(1)
    for (const url of [video, '/?video=ftp://secret', video, video, `${video}&video=again`]) await app.inject(url)
    await app.inject({ method: 'HEAD', url: video })
    const common = { revision: 2, status: 302 }
    expect(accessLog.lines).toEqual([
      { ...common, turn: 1, reason: 'SELECTED', cdn: 'default' },
      { revision: 2, turn: null, reason: 'VIDEO_SCHEME', cdn: null, status: 400 },
      { ...common, turn: 2, reason: 'SELECTED', cdn: 'default' },
      { ...common, turn: 3, reason: 'RATIO', cdn: null },
      { revision: 2, turn: null, reason: 'VIDEO_AMBIGUOUS', cdn: null, status: 400 },
    ])
  })

  it('has the requests beyond a rate limit', async () => {
    const rateLimit = { global: { perSecond: 1, burst: 1 } }
    giveOrders(current, { revision: revisionWith({ number: 2, rateLimit, accessLog: { oneIn: 1 } }), as: 'LIVE' }, 0)
    for (let turn = 0; turn < 2; turn += 1) await app.inject(video)
    expect(accessLog.lines.map(({ reason, status }) => `${reason} ${status}`)).toEqual(['SELECTED 302', 'RATE_LIMITED 429'])
  })

  it('has one of each so many, and shows the ratio', async () => {
    logOneIn(6)
    for (let turn = 0; turn < 180; turn += 1) await app.inject(video)
    expect(accessLog.lines).toHaveLength(30)
    const toOrigin = accessLog.lines.filter(({ cdn: key }) => key === null)
    expect(toOrigin.length).toBeGreaterThan(5)
    expect(toOrigin.length).toBeLessThan(15)
  })
})
