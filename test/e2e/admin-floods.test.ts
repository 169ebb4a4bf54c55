import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asking, pipelined, subscribing, type AdminFlood } from '../support/admin-floods.ts'
import { graphql } from '../support/http.ts'
import { startLoad } from '../support/load.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// What an operator does beside what others do to the admin API. The times are shown, and no test asserts them but by deadlines.
const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
const overrides = 5

let group: Group
let operator: string
let viewer: string
let calmP99Ms: number

describe.each<{ readonly limits: string; readonly env: Readonly<Record<string, string>>; readonly floods: readonly Flood[] }>([
  {
    limits: 'with the limits as they are',
    env: {},
    floods: [
      { what: '1,500 pipelined /health of one client', begin: () => pipelined(group.port, '/health', 1_500) },
      { what: '1,500 pipelined files of a page', begin: () => pipelined(group.port, '/redoc/redoc.js', 1_500) },
      { what: '40 clients that ask for a file of a page', begin: async () => asking(`${group.url}/graphql/graphiql.js`, 40) },
      { what: '200 clients that ask for /health', begin: async () => asking(`${group.url}/health`, 200) },
      { what: 'as many streams as a viewer may hold', begin: () => subscribing(group.url, viewer, 2_200) },
    ],
  },
  {
    limits: 'with limits that are reached at once',
    env: { ADMIN_RATE_LIMIT: '20' },
    floods: [
      {
        what: 'anonymous requests of five addresses',
        begin: async () =>
          asking(
            `${group.url}/config`,
            10,
            [1, 2, 3, 4, 5].map((last) => `127.0.0.${last}`),
          ),
      },
    ],
  },
])('$limits', ({ env, floods }) => {
  beforeAll(async () => {
    group = await startGroup({ env })
    operator = await createToken('operator', 'operator')
    viewer = await createToken('viewer', 'viewer')
    await override(0)
    const calm = startLoad(`${group.url}${video}`, 4)
    const times = await overrideTimes()
    calmP99Ms = p99((await calm.stop()).answerMs)
    console.log(`calm: overrides within ${Math.max(...times).toFixed(0)} ms, p99 of a redirect ${calmP99Ms.toFixed(1)} ms`)
  })
  afterAll(() => group.destroy())

  it.each(floods)('an operator overrides beside $what, and no redirect fails', async ({ what, begin }) => {
    const flood = await begin()
    const players = startLoad(`${group.url}${video}`, 4)
    const times = await overrideTimes()
    const { failures, answerMs } = await players.stop()
    const answers = [...(await flood.stop())].map(([status, count]) => `${count} × ${status}`).join(', ')
    expect(failures).toEqual([])
    console.log(
      `${what}: overrides within ${Math.max(...times).toFixed(0)} ms, p99 of a redirect ${p99(answerMs).toFixed(1)} ms (${answers})`,
    )
  })
})

type Flood = { readonly what: string; readonly begin: () => Promise<AdminFlood> }

/** Each succeeds, within the 5 s of an operation and on the connection's 10. */
async function overrideTimes(): Promise<readonly number[]> {
  const times: number[] = []
  for (let count = 0; count < overrides; count += 1) {
    const started = performance.now()
    await override(count)
    times.push(performance.now() - started)
  }
  return times
}

async function override(count: number): Promise<void> {
  const input = `{ kind: ADMIN_STATE, target: "default", value: "${count % 2 === 0 ? 'UP' : 'DRAIN'}", reason: "it burns" }`
  const answer = await graphql(
    group.url,
    operator,
    `mutation { setOverride(input: ${input}) { __typename ... on UserError { message } } }`,
  )
  expect(answer).toEqual({ data: { setOverride: { __typename: 'SetOverrideSuccess' } } })
}

async function createToken(name: string, role: string): Promise<string> {
  const query = `mutation { createApiToken(input: { name: "${name}", roles: [${role.toUpperCase()}], expiresInDays: 1 }) {
    ... on CreateApiTokenSuccess { token } ... on UserError { message } } }`
  const { data } = await graphql<{ createApiToken: { token: string } }>(group.url, group.token, query)
  return data?.createApiToken.token ?? ''
}

function p99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0
}
