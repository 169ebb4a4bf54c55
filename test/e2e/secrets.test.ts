import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { transports } from '../support/graphql-transports.ts'
import { ask, graphql, type Ask } from '../support/http.ts'
import { childrenOf, freePort, runToEnd, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'
import { openSocket } from '../support/web-socket.ts'

// Every secret has a mark; whatever a running or failing Sluice says to anybody is searched for it.
const mark = 'm4rk'
const adminToken = `${mark}-admin-token-0123456789abcdef`
const wrongToken = `${mark}-wrong-token`

let dataDir: string
let group: Group
/** What came over HTTP and from the command line. */
const told: string[] = []
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  group = await startGroup({ dataDir, env: { ADMIN_TOKEN: adminToken, LOG_LEVEL: 'trace' } })
})
afterAll(async () => {
  await group.destroy()
  await rm(dataDir, { recursive: true, force: true })
})

/** Answers, with their headers, are kept. */
async function send(path: string, options: Ask = {}): Promise<number> {
  const { status, headers, body } = await ask(`${group.url}${path}`, options)
  told.push(`${JSON.stringify(headers)}\n${body}`)
  return status
}

const authorized = { authorization: `Bearer ${adminToken}` }
const json = { 'content-type': 'application/json' }
const marked = (output: string): readonly string[] => output.split('\n').filter((line) => line.includes(mark))

describe('no secret comes back', () => {
  it.each<{ readonly what: string; readonly path: string; readonly options?: Ask; readonly status: number }>([
    { what: 'a wrong token', path: '/config', options: { headers: { authorization: `Bearer ${wrongToken}` } }, status: 401 },
    { what: 'another scheme', path: '/config', options: { headers: { authorization: `Basic ${wrongToken}` } }, status: 401 },
    {
      what: 'a token for a proxy',
      path: '/config',
      options: { headers: { 'proxy-authorization': wrongToken, cookie: `a=${wrongToken}` } },
      status: 401,
    },
    { what: 'a token in the URL', path: `/config?token=${adminToken}`, status: 401 },
    { what: 'a token in the URL of GraphQL', path: `/graphql?query={viewer{name}}&access_token=${adminToken}`, status: 401 },
    { what: 'a token in the URL of a page', path: `/docs?token=${adminToken}`, status: 200 },
    { what: 'a token in a path', path: `/${adminToken}`, status: 404 },
    { what: 'a token in a path of the control process', path: `/graphql/${adminToken}`, status: 404 },
    {
      what: 'a token in a body that is no JSON',
      path: '/config',
      options: { method: 'PUT', headers: { ...authorized, ...json }, body: wrongToken },
      status: 400,
    },
    { what: 'a password in a video URL', path: `/?video=http://user:${wrongToken}@s1.origin-cluster/v.m3u8`, status: 400 },
    { what: 'a user in a video URL', path: `/?video=http://${wrongToken}@s1.origin-cluster/v.m3u8`, status: 400 },
    { what: 'a right token', path: '/health', options: { headers: authorized }, status: 200 },
    { what: 'a right token for the metrics', path: '/metrics', options: { headers: authorized }, status: 200 },
    { what: 'a right token for the configuration', path: '/config', options: { headers: authorized }, status: 200 },
  ])('of $what', async ({ path, options, status }) => expect(await send(path, options)).toBe(status))

  it.each(Object.entries(transports))('of variables, over %s', async (_name, transport) => {
    const operation = { query: 'query ($key: Int) { revision(number: $key) { number } }', variables: { other: wrongToken } }
    const failed = await transport(group.url, adminToken, operation)
    const query = '{ viewer { name roles } workers { id problem } auditLog { edges { node { actor before after } } } }'
    const answered = await transport(group.url, adminToken, { query })
    told.push(failed.body, answered.body)
    expect([failed.codes, answered.codes]).toEqual([[expect.any(String)], []])
  })

  it('of a WebSocket that has the wrong token', async () => {
    const { closed, received } = await openSocket(group.url, [
      { type: 'connection_init', payload: { Authorization: `Bearer ${wrongToken}` } },
    ])
    expect(await closed).toBe(4403)
    told.push(JSON.stringify(received))
  })

  it('of the command line', () => {
    const { PATH = '', HOME = '' } = process.env
    const cli = (token: string): string => {
      try {
        return execFileSync('npm', ['run', '--silent', 'sluice', '--', 'config', 'export'], {
          cwd: new URL('../..', import.meta.url).pathname,
          env: { PATH, HOME, SLUICE_URL: group.url, SLUICE_TOKEN: token },
          encoding: 'utf8',
          stdio: 'pipe',
        })
      } catch (error) {
        const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string }
        return `${stdout}${stderr}`
      }
    }
    told.push(cli(adminToken), cli(wrongToken))
    expect(told.at(-2)).toContain('"ratio"')
    expect(told.at(-1)).toContain('sluice: ')
  })

  it('in any of that, nor in the log of it at its most talkative', () => {
    expect(marked(told.join('\n'))).toEqual([])
    expect(group.stdout()).toContain('"path":"/config"')
    expect(marked(group.stdout() + group.stderr())).toEqual([])
  })

  it('when processes are killed', async () => {
    for (const pid of await childrenOf(group.primaryPid)) process.kill(pid, 'SIGKILL')
    await until(
      'it redirects again',
      20_000,
      async () => (await ask(`${group.url}${video}`).catch(() => ({ status: 0 }))).status === 302,
    )
    await until('it is administered again', 20_000, async () => (await send('/config', { headers: authorized })) === 200)
    expect(marked(told.join('\n') + group.stdout() + group.stderr())).toEqual([])
  })
})

it('no password of a store that is away is told', async () => {
  expect(await group.end()).toBe(0)
  const dead = await freePort()
  group = await startGroup({
    dataDir,
    env: {
      ADMIN_TOKEN: adminToken,
      LOG_LEVEL: 'trace',
      DATABASE_URL: `postgresql://${mark}-user:${mark}-password@127.0.0.1:${dead}/sluice`,
      REDIS_URL: `redis://${mark}-user:${mark}-password@127.0.0.1:${dead}`,
    },
  })
  for (const path of ['/health', '/metrics', '/config']) await send(path, { headers: authorized })
  const answer = await graphql(
    group.url,
    adminToken,
    'mutation { publish(input: {}) { __typename ... on UserError { code message } } }',
  )
  expect(JSON.stringify(answer)).toContain('STORE_UNAVAILABLE')
  told.push(JSON.stringify(answer))
  expect(await group.end()).toBe(0)
  expect(marked(told.join('\n') + group.stdout() + group.stderr())).toEqual([])
})

it.each<Readonly<Record<string, string>>>([
  { ADMIN_TOKEN: `${mark} token` },
  { DATABASE_URL: `mysql://user:${mark}@host/db` },
  { DATABASE_URL: `postgresql://user:${mark}/x@host/db` },
  { REDIS_URL: `http://:${mark}@host` },
  { JWT_SECRET: mark },
  { JWT_SECRET: `${mark}-0123456789-0123456789-0123456789`, PORT: 'x' },
  { DATABASE_URL: `postgresql://user:${mark}@host/db`, REDIS_URL: `redis://:${mark}@host`, ADMIN_TOKEN: mark, PORT: 'x' },
])('a bad start tells no secret of %o', async (env) => {
  const { code, stderr } = await runToEnd({ DATA_DIR: dataDir, ...env })
  expect([code, stderr]).toEqual([64, expect.stringMatching(/^sluice: [A-Z_]+/m)])
  expect(marked(stderr)).toEqual([])
})
