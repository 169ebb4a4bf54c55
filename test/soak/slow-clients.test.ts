import { readdir, readlink } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { childrenOf, startGroup, type Group } from '../support/process-group.ts'
import { startLoad } from '../support/load.ts'
import { openSlowClients, slowKinds, type SlowKind } from '../support/slow-clients.ts'
import { until } from '../support/until.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'

let group: Group
beforeEach(async () => {
  group = await startGroup()
})
afterEach(() => group.destroy())

/** Whoever takes longer than the deadline, which counts from when the connection is open. */
async function late(kinds: Readonly<Record<string, SlowKind>>, deadlineMs: Readonly<Record<string, number>>) {
  const clients = await openSlowClients(group.port, kinds)
  const ends = await Promise.all(clients.map(async ({ kind, gone }) => ({ kind, ...(await gone) })))
  const statuses = new Map(
    ends.map(({ kind, text }) => [kind, [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, s]) => s).join()]),
  )
  return { late: ends.filter(({ kind, ms }) => ms > (deadlineMs[kind] ?? 0)).map(({ kind, ms }) => `${kind} ${ms}`), statuses }
}

it('lets go of 300 slow heads and bodies and 1,000 idle connections in time, keeps nothing of them, and fails no redirect', async () => {
  const before = await socketsOf(group)
  const canary = startLoad(`${group.url}${video}`, 2)
  const kinds = slowKinds({ heads: 150, bodies: 150, idle: 1_000 }, group.token)
  const ends = await late(kinds, { head: 12_000, idle: 12_000, body: 32_000 })
  expect(ends).toEqual({
    late: [],
    statuses: new Map([
      ['head', '408'],
      ['body', '408'],
      ['idle', '408'],
    ]),
  })
  const { redirects, failures } = await canary.stop()
  expect([failures, redirects > 1_000]).toEqual([[], true])
  await until('worker and control process have closed them', 5_000, async () => (await socketsOf(group)) <= before)
})

it('lets go of every other kind of client that stops half-way', async () => {
  const before = await socketsOf(group)
  const head = (line: string, fields: string) => `${line} HTTP/1.1\r\nHost: a\r\n${fields}\r\n\r\n`
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
  const socket = `${upgrade}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws`
  const one = (bytes: string, piece = ''): SlowKind => ({ count: 20, bytes, piece })
  const ends = await late(
    {
      'a few bytes': one('GET / HT'),
      'one request': one(head(`GET ${video}`, 'Accept: */*')),
      'one request and a few bytes': one(`${head(`GET ${video}`, 'Accept: */*')}GET / HT`),
      'half a body on /': one(`${head(`GET ${video}`, 'Transfer-Encoding: chunked')}5\r\nab`),
      'a slow body on /': one(head(`GET ${video}`, 'Content-Length: 100'), 'x'),
      'a slow body without a token': one(head('POST /graphql', 'Content-Length: 100'), 'x'),
      'half an upgrade': one('GET /graphql HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n'),
      'an upgrade without connection_init': one(head('GET /graphql', socket)),
      'a slow frame': one(head('GET /graphql', socket), '\x81'),
    },
    {
      'a few bytes': 12_000,
      'one request': 8_000,
      'one request and a few bytes': 8_000,
      'half a body on /': 8_000,
      'a slow body on /': 32_000,
      'a slow body without a token': 32_000,
      'half an upgrade': 12_000,
      // Told 4408 after 3 s; ws waits 30 s for a client that does not close in turn.
      'an upgrade without connection_init': 35_000,
      'a slow frame': 5_000,
    },
  )
  expect(ends).toEqual({
    late: [],
    statuses: new Map([
      ['a few bytes', '408'],
      ['one request', '302'],
      ['one request and a few bytes', '302'],
      ['half a body on /', '302'],
      ['a slow body on /', '302'],
      ['a slow body without a token', '401'],
      ['half an upgrade', '408'],
      ['an upgrade without connection_init', '101'],
      ['a slow frame', '101'],
    ]),
  })
  await until('worker and control process have closed them', 5_000, async () => (await socketsOf(group)) <= before)
})

/** Of all processes of the group. */
async function socketsOf({ primaryPid }: Group): Promise<number> {
  const counts = (await childrenOf(primaryPid)).map(async (pid) => {
    const files = await readdir(`/proc/${pid}/fd`)
    const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')))
    return targets.filter((target) => target.startsWith('socket:')).length
  })
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}
