import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, askRaw, graphql } from '../support/http.ts'
import { childrenOf, nameOf, startGroup, type Group } from '../support/process-group.ts'
import { subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

const video = '/?video=http://s1.origin-cluster/video/1488/xcg2djHckad.m3u8'
const origin = 'http://s1.origin-cluster/video/1488/xcg2djHckad.m3u8'
const cdn = 'http://cdn.example.com/s1/video/1488/xcg2djHckad.m3u8'

let group: Group
beforeAll(async () => {
  group = await startGroup()
})
afterAll(() => group.destroy())

const location = async (): Promise<string | undefined> => (await ask(`${group.url}${video}`)).headers.location

const put = (body: object, headers: Record<string, string> = {}) =>
  ask(`${group.url}/config`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${group.token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

it('is ready, and every health route says so', async () => {
  for (const path of ['/health/live', '/health/ready', '/health']) {
    const answer = await ask(`${group.url}${path}`)
    expect([path, answer.status, answer.body]).toEqual([path, 200, '{"status":"OK"}'])
  }
})

it('sends nine of ten requests to the CDN and the tenth to the original URL', async () => {
  const locations: unknown[] = []
  for (let request = 0; request < 10; request += 1) locations.push(await location())
  expect(locations).toEqual([...Array.from({ length: 9 }, () => cdn), origin])
})

it('tells in ps which process is which', async () => {
  const pids = [group.primaryPid, ...(await childrenOf(group.primaryPid))]
  expect(await Promise.all(pids.map(nameOf))).toEqual(['sluice: primary', 'sluice: control', 'sluice: worker-1'])
})

it('made a token that only this user can read, and never shows it', async () => {
  expect((await stat(join(group.dataDir, 'admin-token'))).mode & 0o777).toBe(0o600)
  expect(group.stderr()).toContain(`export SLUICE_TOKEN=$(cat ${join(group.dataDir, 'admin-token')})`)
  expect(group.stderr() + group.stdout()).not.toContain(group.token)
})

it('follows PUT /config with the very next redirect', async () => {
  const answer = await put({ cdn_host: 'other.example.com/vod', ratio: 2 })
  expect(answer.status).toBe(200)
  expect([await location(), await location()]).toEqual(['http://other.example.com/vod/s1/video/1488/xcg2djHckad.m3u8', origin])
})

it('shows a GraphQL publish on a subscription, and the very next redirect follows it', async () => {
  const subscription = await subscribe(
    group.url,
    group.token,
    'subscription { configPublished { number config { cdns { key } } } }',
  )
  const first = await subscription.next<{ configPublished: { number: number } }>()
  await graphql(
    group.url,
    group.token,
    `
      mutation {
        upsertCdn(input: { key: "default", enabled: false }) {
          __typename
        }
        b: upsertCdn(input: { key: "b", baseUrl: "https://b.example.com" }) {
          __typename
        }
        updateSettings(input: { ratio: 0, redirectStatus: 307 }) {
          __typename
        }
        publish(input: { message: "move to b" }) {
          __typename
        }
      }
    `,
  )
  const redirect = await ask(`${group.url}${video}`)
  expect([redirect.status, redirect.headers.location]).toEqual([307, 'https://b.example.com/s1/video/1488/xcg2djHckad.m3u8'])
  expect(await subscription.next()).toEqual({
    configPublished: { number: (first?.configPublished.number ?? 0) + 1, config: { cdns: [{ key: 'b' }, { key: 'default' }] } },
  })
  subscription.close()
})

it('tells of its traffic and its workers, over SSE too', async () => {
  const ticks = await subscribe(
    group.url,
    group.token,
    'subscription { trafficTick(intervalSeconds: 60) { requests origin cdn refused byCdn { key requests } } }',
  )
  expect(await ticks.next()).toBeDefined()
  ticks.close()
  await until('the report of all requests', 3_000, async () => {
    const { data } = await graphql<{ traffic: { requests: number } }>(
      group.url,
      group.token,
      '{ traffic(windowSeconds: 600) { requests } }',
    )
    return data?.traffic.requests === 13
  })
  const bySecond = await subscribe(group.url, group.token, 'subscription { trafficTick { requests } }')
  const tickRequests = async () => (await bySecond.next<{ trafficTick: { requests: number } }>())?.trafficTick.requests ?? 0
  await tickRequests()
  const asking = Array.from({ length: 20 }, location)
  let told = 0
  for (let tick = 0; told < 20 && tick < 8; tick += 1) told += await tickRequests()
  await Promise.all(asking)
  bySecond.close()
  expect(told).toBe(20)
  const workers = await subscribe(group.url, group.token, 'subscription { workersChanged { id state revision } }')
  expect(await workers.next()).toEqual({ workersChanged: [{ id: 'worker-1', state: 'READY', revision: 3 }] })
  workers.close()
})

it('names what is wrong with a bad document and leaves the live revision alone', async () => {
  const before = (await ask(`${group.url}/config`, { headers: { authorization: `Bearer ${group.token}` } })).body
  const answer = await put({ ratio: -1 })
  expect(answer.status).toBe(400)
  expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'RATIO_INVALID', field: 'ratio' } })
  expect((await ask(`${group.url}/config`, { headers: { authorization: `Bearer ${group.token}` } })).body).toBe(before)
})

it('answers an upload that is too large through the public listener', async () => {
  const answer = await ask(`${group.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${group.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'x'.repeat(2_000_000) }),
  })
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([413, { errors: [{ extensions: { code: 'BODY_TOO_LARGE' } }] }])
})

it('answers an unknown path with 404 in the common form', async () => {
  const answer = await ask(`${group.url}/video`)
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }])
})

it('logs JSON lines on stdout, none of them for a redirect', () => {
  const lines = group
    .stdout()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ process: expect.stringMatching(/^(?:primary|control|worker)/) })
  expect(group.stdout()).not.toContain('video=')
})

type Case = {
  readonly id: string
  readonly target?: string
  readonly request?: string
  readonly headers?: readonly (readonly [string, string])[]
  readonly expect: Redirected | Refused
  readonly connection_closed?: boolean
}
type Redirected = { readonly kind: 'redirect'; readonly origin: string | string[]; readonly cdn: string | string[] }
type Refused = { readonly kind: 'refuse'; readonly status: number; readonly code?: string }

const cases = readFileSync(new URL('../core/request/cases/hostile-urls.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)

describe('the hostile URLs, byte for byte over a bare socket', () => {
  /** Sends a case and takes the answer apart. */
  async function send({ target, request, headers = [] }: Case) {
    const head = [`GET ${target} HTTP/1.1`, 'Host: localhost', ...headers.map(([name, value]) => `${name}: ${value}`)]
    const wire = request ?? [...head, 'Connection: close', '', ''].join('\r\n')
    const { text, closed } = await askRaw(group.port, Buffer.from(wire, 'utf8').toString('latin1'))
    const field = (name: string): string[] =>
      [...text.matchAll(new RegExp(`^${name}: (.*)\\r$`, 'gim'))].map(([, value = '']) => value)
    return {
      status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]),
      location: field('location'),
      cacheControl: field('cache-control'),
      cors: field('access-control-allow-origin'),
      body: text.slice(text.indexOf('\r\n\r\n') + 4),
      closed,
    }
  }

  describe.each([
    { ratio: 0, side: 'cdn' },
    { ratio: 1, side: 'origin' },
  ] as const)('with ratio $ratio', ({ ratio, side }) => {
    beforeAll(async () => {
      await graphql(
        group.url,
        group.token,
        `
          mutation {
            upsertCdn(input: { key: "default", enabled: true, baseUrl: "cdn.example.com" }) {
              __typename
            }
            deleteCdn(key: "b") {
              __typename
            }
            updateSettings(input: { redirectStatus: 302 }) {
              __typename
            }
            publish(input: {}) {
              __typename
            }
          }
        `,
      )
      await put({ ratio })
    })

    it.each(cases.filter(({ expect: { kind } }) => kind === 'redirect'))('$id is redirected', async (sent) => {
      const expected = sent.expect as Redirected
      const answer = await send(sent)
      expect(answer).toMatchObject({ status: 302, cacheControl: ['no-store'], cors: ['*'], body: '', closed: true })
      expect(answer.location).toHaveLength(1)
      expect([expected[side]].flat()).toContain(answer.location[0])
    })

    it.each(cases.filter(({ expect: { kind } }) => kind === 'refuse'))('$id is refused', async (sent) => {
      const { status, code } = sent.expect as Refused
      const answer = await send(sent)
      expect(answer).toMatchObject({ status, cacheControl: ['no-store'], cors: ['*'], location: [], closed: true })
      expect(JSON.parse(answer.body)).toMatchObject({ error: code === undefined ? {} : { code } })
    })
  })
})
