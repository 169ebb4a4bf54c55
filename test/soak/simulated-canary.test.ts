import { Agent, request as httpRequest } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

/** Distinct requests, each sent so often before the publish and after it. */
const [REQUESTS, ROUNDS] = [3_000, 3]
const CLIENTS = 16

let group: Group
beforeAll(async () => {
  group = await startGroup({ env: { WORKERS: '2', TRUSTED_PROXIES: '127.0.0.1', RATIO: '10' } })
}, 60_000)
afterAll(() => group.destroy())

const edits = `mutation {
  a: upsertCdn(input: { key: "a", baseUrl: "a.example.com" }) { __typename }
  b: upsertCdn(input: { key: "b", baseUrl: "b.example.com", weight: 3 }) { __typename }
  hashed: upsertPool(input: { key: "hashed", policy: HASH_PATH, members: [{ cdn: "a", weight: 2 }, { cdn: "b" }, { cdn: "default" }] }) { __typename }
  stuck: upsertPool(input: { key: "stuck", policy: STICKY, members: [{ cdn: "b" }, { cdn: "default" }] }) { __typename }
  films: upsertRule(input: { key: "films", position: 1, pool: "hashed", match: { pathPrefixes: ["/films/"] } }) { __typename }
  early: upsertRule(input: { key: "early", position: 2, pool: "stuck", match: { clientPercent: 30 } }) { __typename }
}`

it('predicts from what workers recorded the shares of a canary within one percentage point', async () => {
  await sendAll()
  expect(await graphql(group.url, group.token, edits)).not.toHaveProperty('errors')
  const { simulate } = await answer<{ simulate: Simulated }>(
    `{ simulate(input: { workingCopy: true }) { requests undecided { requests } origin { after { share } } byCdn { key after { share } } } }`,
  )
  expect(simulate).toMatchObject({ requests: REQUESTS * ROUNDS, undecided: [] })
  const { publish } = await answer<{ publish: object }>(
    `mutation { publish(input: { canary: { workers: 2, seconds: 300 } }) { __typename ... on PublishSuccess { workers { isRunning } } } }`,
  )
  expect(publish).toMatchObject({ workers: [{ isRunning: true }, { isRunning: true }] })
  const given = await sendAll()
  const predicted = [
    ...simulate.byCdn.map(({ key, after }) => [key, after.share] as const),
    ['origin', simulate.origin.after.share] as const,
  ]
  expect(predicted).toHaveLength(4)
  for (const [key, share] of predicted) {
    const was = (given.get(key) ?? 0) / (REQUESTS * ROUNDS)
    expect({ key, share, was, isNear: Math.abs(share - was) <= 0.01 }).toMatchObject({ isNear: true })
  }
}, 120_000)

type Simulated = {
  readonly origin: { readonly after: { readonly share: number } }
  readonly byCdn: readonly { readonly key: string; readonly after: { readonly share: number } }[]
}

async function answer<T>(query: string): Promise<T> {
  const { data, errors } = await graphql<T>(group.url, group.token, query)
  expect(errors).toBeUndefined()
  return data as T
}

/** Sends every request so many times and counts targets, by the first label of the host. */
async function sendAll(): Promise<ReadonlyMap<string, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const counts = new Map<string, number>()
  let next = 0
  const total = REQUESTS * ROUNDS
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let turn = (next += 1); turn <= total; turn = next += 1) {
        const target = await targetOf(agent, turn % REQUESTS)
        counts.set(target, (counts.get(target) ?? 0) + 1)
      }
    }),
  )
  agent.destroy()
  return counts
}

function targetOf(agent: Agent, number: number): Promise<string> {
  const kind = number % 3 === 0 ? 'films' : 'live'
  const path = `/?video=${encodeURIComponent(`http://s1.origin-cluster/${kind}/${number}/x.m3u8`)}`
  const headers = { 'x-forwarded-for': `80.${number % 200}.${number % 251}.7` }
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${group.url}${path}`, { agent, headers }, (response) => {
      response.resume()
      response.once('end', () => resolve(nameOf(response.headers.location ?? '')))
    })
    sent.once('error', reject)
    sent.end()
  })
}

function nameOf(location: string): string {
  const label = /^https?:\/\/([^./]+)/.exec(location)?.[1] ?? location
  return label === 's1' ? 'origin' : label === 'cdn' ? 'default' : label
}
