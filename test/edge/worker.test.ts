import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { revisionWith } from '../support/config.ts'
import { openEdge, workerWith, type EdgeParts, type WorkerUnderTest } from '../support/edge.ts'
import { ask } from '../support/http.ts'
import { openInMemoryOverrideFile } from '../support/override-file.ts'
import { allToOrigin, down } from '../support/overrides.ts'
import { settle } from '../support/settle.ts'
import { openInMemorySnapshots } from '../support/snapshots.ts'
import { vitals } from '../support/vitals.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
const anyPort = { port: 0, host: '127.0.0.1' }

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

function build(parts?: EdgeParts): WorkerUnderTest {
  const under = workerWith(parts)
  opened.push(under)
  return under
}

async function listening(parts?: EdgeParts, revision = revisionWith()) {
  const edge = await openEdge(parts, revision)
  opened.push(edge)
  return edge
}

/** One that has been answered, so the server has it for certain. */
async function openConnection(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(socket, 'data')
  return socket
}

const unusable = (number: number) => ({ ...revisionWith({ number }), sha256: '0'.repeat(64) })

describe('starting', () => {
  it('does not listen before it has a table, asks for one, and tells when it listens', async () => {
    const { worker, link, clock } = build()
    const started = worker.start(anyPort)
    expect(link.reports.all).toMatchObject([{ state: 'STARTING', revision: null, refused: null }])
    await clock.advance(60_000)
    expect(worker.app.server.listening).toBe(false)
    link.send(revisionWith({ number: 4 }))
    await started
    expect(worker.app.server.listening).toBe(true)
    expect(link.reports.all.at(-1)).toMatchObject({ state: 'READY', revision: 4 })
  })

  it('does not listen on a revision that it refuses', async () => {
    const { worker, link } = build()
    void worker.start(anyPort)
    link.send(unusable(4))
    await settle()
    expect(worker.app.server.listening).toBe(false)
    expect(link.reports.all.at(-1)).toMatchObject({ state: 'STARTING', revision: null, refused: { revision: 4 } })
  })

  it('rejects when another program has the port', async () => {
    const other = createServer().listen(anyPort)
    await once(other, 'listening')
    const { worker, link } = build()
    link.send(revisionWith())
    const { port } = other.address() as AddressInfo
    await expect(worker.start({ port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    other.close()
  })
})

describe('a replacement', () => {
  const snapshots = openInMemorySnapshots(revisionWith({ number: 3 }))

  it('starts from the snapshot when the agent has been silent for 300 ms, not earlier', async () => {
    const { worker, link, clock } = build({ isReplacement: true, snapshots })
    const started = worker.start(anyPort)
    await clock.advance(299)
    expect(worker.app.server.listening).toBe(false)
    await clock.advance(1)
    await started
    expect(link.reports.all.at(-1)).toMatchObject({ state: 'READY', revision: 3 })
  })

  it('leaves the snapshot alone when the agent has answered, with whatever revision', async () => {
    const { worker, link, clock } = build({ isReplacement: true, snapshots })
    link.send(revisionWith({ number: 2 }))
    await worker.start(anyPort)
    await clock.advance(300)
    expect(link.reports.all.at(-1)).toMatchObject({ state: 'READY', revision: 2 })
  })

  it('answers that the group is ready from its first moment, since it was before', async () => {
    const { url } = await listening({ isReplacement: true })
    expect((await ask(`${url}/health/ready`)).status).toBe(200)
  })

  it('waits for the agent when there is no snapshot', async () => {
    const { worker, link, clock } = build({ isReplacement: true })
    const started = worker.start(anyPort)
    await clock.advance(5_000)
    expect(worker.app.server.listening).toBe(false)
    link.send(revisionWith())
    await started
  })
})

it('is no replacement, it waits for the agent, snapshot or not', async () => {
  const { worker, clock } = build({ snapshots: openInMemorySnapshots(revisionWith()) })
  void worker.start(anyPort)
  await clock.advance(60_000)
  expect(worker.app.server.listening).toBe(false)
})

describe('reporting', () => {
  it.each([
    { draw: 0, everyMs: 500 },
    { draw: 0.5, everyMs: 1_000 },
    { draw: 0.999, everyMs: 1_499 },
  ])('is done again every $everyMs ms where $draw is drawn', async ({ draw, everyMs }) => {
    const { link, clock } = await listening({ random: () => draw })
    const before = link.reports.all.length
    await clock.advance(everyMs - 1)
    expect(link.reports.all).toHaveLength(before)
    await clock.advance(1)
    expect(link.reports.all).toHaveLength(before + 1)
    await clock.advance(9 * everyMs)
    expect(link.reports.all).toHaveLength(before + 10)
  })

  it('tells what was counted since the process started', async () => {
    const { url, link, clock } = await listening({}, revisionWith({ ratio: 3 }))
    for (const path of [video, video, video, video, '/?video=x']) await ask(`${url}${path}`)
    await clock.advance(1_000)
    const traffic = { origin: 1, cdn: 3, refused: 1, byCdn: new Map([['default', 3]]), byCode: new Map([['VIDEO_SCHEME', 1]]) }
    expect(link.reports.all.at(-1)).toMatchObject({ traffic })
  })

  it('tells how the process is doing, and how many connections were open a report before', async () => {
    const { port, link, clock } = await listening()
    const connections = await Promise.all([openConnection(port), openConnection(port)])
    await clock.advance(2_000)
    expect(link.reports.all.at(-1)).toMatchObject({ vitals: { ...vitals, connections: 2 } })
    for (const connection of connections) connection.destroy()
  })

  it('tells at once that it drains, and goes on telling until it stops', async () => {
    const { worker, link, clock } = await listening()
    const before = link.reports.all.length
    worker.drain()
    expect(link.reports.all.slice(before)).toMatchObject([{ state: 'DRAINING', revision: 1 }])
    await clock.advance(1_000)
    expect(link.reports.all.at(-1)).toMatchObject({ state: 'DRAINING' })
    await worker.stop()
    expect(link.reports.all.at(-1)).toMatchObject({ state: 'DRAINING' })
    const afterStop = link.reports.all.length
    await clock.advance(10_000)
    expect(link.reports.all).toHaveLength(afterStop)
  })
})

it('that is stopped tells so at once, and last of all what it counted meanwhile', async () => {
  const { worker, url, port, link } = await listening()
  const kept = connect(port, '127.0.0.1')
  await once(kept, 'connect')
  await ask(`${url}/health/live`) // the connection before it has been accepted
  const before = link.reports.all.length
  const stopped = worker.stop()
  expect(link.reports.all.slice(before)).toMatchObject([{ state: 'DRAINING', traffic: { cdn: 0 } }])
  kept.write(`GET ${video} HTTP/1.1\r\nHost: a\r\n\r\n`)
  await stopped
  expect(link.reports.all.at(-1)).toMatchObject({ state: 'DRAINING', traffic: { cdn: 1 } })
})

describe('a revision that comes', () => {
  const locationOf = async (url: string): Promise<unknown> => (await ask(`${url}${video}`)).headers.location
  const revision = (number: number) => revisionWith({ number, ratio: 0, cdns: [{ baseUrl: `cdn${number}.example.com` }] })

  it('decides the next request when it is newer, and is reported at once', async () => {
    const { url, link } = await listening({}, revision(1))
    expect(await locationOf(url)).toBe('http://cdn1.example.com/s1/v/x.m3u8')
    link.send(revision(2))
    expect(link.reports.all.at(-1)).toMatchObject({ state: 'READY', revision: 2 })
    expect(await locationOf(url)).toBe('http://cdn2.example.com/s1/v/x.m3u8')
  })

  it('changes nothing and is not reported when it runs already', async () => {
    const { url, link } = await listening({}, revision(2))
    const before = link.reports.all.length
    link.send({ ...revision(2), config: revision(9).config })
    expect(await locationOf(url)).toBe('http://cdn2.example.com/s1/v/x.m3u8')
    expect(link.reports.all).toHaveLength(before)
  })

  it.each([
    { what: 'has a lower number', next: () => revision(1) },
    { what: 'is another of that number', next: () => ({ ...revision(1), number: 2 }) },
  ])('decides the next request when it $what, and is reported with its hash', async ({ next }) => {
    const { url, link } = await listening({}, revision(2))
    link.send(next())
    expect(link.reports.all.at(-1)).toMatchObject({ revision: next().number, sha256: next().sha256 })
    expect(await locationOf(url)).toBe('http://cdn1.example.com/s1/v/x.m3u8')
  })

  it('is refused when it cannot be run: that is reported once, and the last good one goes on', async () => {
    const { url, link } = await listening({}, revision(1))
    const before = link.reports.all.length
    for (let time = 0; time < 3; time += 1) link.send(unusable(2))
    const refused = { revision: 2, problem: expect.stringContaining('sha256') }
    expect(link.reports.all.slice(before)).toMatchObject([{ state: 'READY', revision: 1, refused }])
    expect(await locationOf(url)).toBe('http://cdn1.example.com/s1/v/x.m3u8')
  })
})

describe('overrides', () => {
  const hostOf = async (url: string): Promise<string> =>
    new URL((await ask(`${url}${video}`)).headers.location ?? 'http://none').host
  const two = (number = 1) => revisionWith({ number, ratio: 0, cdns: [{ key: 'a' }, { key: 'b', weight: 0 }] })
  const downA = (version: number, until: string | null = null) => ({ version, overrides: [{ ...down('a'), until }] })

  it('that come decide the next request, and are reported at once', async () => {
    const { url, link } = await listening({}, two())
    expect(await hostOf(url)).toBe('a.cdn.example.com')
    link.sendOverrides(downA(1))
    expect(link.reports.all.at(-1)).toMatchObject({ state: 'READY', revision: 1, overrides: 1 })
    expect(await hostOf(url)).toBe('b.cdn.example.com')
    link.send(two(2))
    expect([link.reports.all.at(-1), await hostOf(url)]).toMatchObject([{ revision: 2, overrides: 1 }, 'b.cdn.example.com'])
  })

  it('end by themselves at their time, though the agent says nothing, weeks later', async () => {
    const { url, link, clock } = await listening({ random: () => 1_000_000 }, two())
    link.sendOverrides(downA(1, '2026-03-01T00:00:00.000Z'))
    await clock.advance(59 * 86_400_000 - 1)
    expect(await hostOf(url)).toBe('b.cdn.example.com')
    await clock.advance(1)
    expect(await hostOf(url)).toBe('a.cdn.example.com')
  })

  it('that ended before they came do not hold', async () => {
    const { url, link, clock } = await listening({}, two())
    await clock.advance(1_000)
    link.sendOverrides(downA(1, '2026-01-01T00:00:01.000Z'))
    expect(await hostOf(url)).toBe('a.cdn.example.com')
  })

  it('are waited for: no request is answered before it is known whether there are any', async () => {
    const { worker, link, clock } = build({ overrides: null })
    const started = worker.start(anyPort)
    link.send(two())
    await clock.advance(299)
    expect(worker.app.server.listening).toBe(false)
    expect(link.reports.all.at(-1)).toMatchObject({ revision: null, overrides: null })
    link.sendOverrides(downA(1))
    await started
    expect(await hostOf(urlOf(worker))).toBe('b.cdn.example.com')
  })

  it.each([
    { what: 'those on disk', kept: downA(4), overrides: 4, host: 'b.cdn.example.com' },
    { what: 'none where none are on disk', kept: undefined, overrides: 0, host: 'a.cdn.example.com' },
  ])('are $what when the agent has been silent for 300 ms', async ({ kept, overrides, host }) => {
    const { worker, link, clock } = build({ overrides: null, overrideFile: openInMemoryOverrideFile(kept) })
    const started = worker.start(anyPort)
    link.send(two())
    await clock.advance(300)
    await started
    expect(link.reports.all.at(-1)).toMatchObject({ overrides })
    expect(await hostOf(urlOf(worker))).toBe(host)
  })

  it('on disk hold from the first redirect of a replacement whose agent is away', async () => {
    const parts = { snapshots: openInMemorySnapshots(two()), overrideFile: openInMemoryOverrideFile(downA(4)) }
    const { worker, clock } = build({ ...parts, isReplacement: true, overrides: null })
    const started = worker.start(anyPort)
    await clock.advance(300)
    await started
    expect(await hostOf(urlOf(worker))).toBe('b.cdn.example.com')
  })

  it('on disk are left alone when the agent has said what holds', async () => {
    const { url, link, clock } = await listening({ overrideFile: openInMemoryOverrideFile(downA(4)) }, two())
    await clock.advance(300)
    expect([link.reports.all.at(-1), await hostOf(url)]).toMatchObject([{ overrides: 0 }, 'a.cdn.example.com'])
  })
})

function urlOf({ app }: WorkerUnderTest['worker']): string {
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

it.each([
  { what: 'an unknown path', path: '/nothing', controlSocket: '/nobody/asks' },
  { what: 'a control path where ADMIN_PORT keeps it off', path: '/graphql', controlSocket: undefined },
  { what: 'the metrics where ADMIN_PORT keeps them off', path: '/metrics', controlSocket: undefined },
])('answers $what with 404 in the common form', async ({ path, controlSocket }) => {
  const { url } = await listening(controlSocket === undefined ? {} : { controlSocket })
  const answer = await ask(`${url}${path}`)
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }])
})

it.each([7_200_000, -7_200_000])(
  'ends an override by the clock of the store, which is %d ms ahead of its own',
  async (offsetMs) => {
    const { link, clock, url } = await listening({}, revisionWith({ ratio: 0 }))
    const isAllToOrigin = async () => (await ask(`${url}${video}`)).headers.location?.includes('origin-cluster')
    const until = new Date(clock.nowEpochMs() + offsetMs + 60_000).toISOString()
    const set = { version: 1, overrides: [{ ...allToOrigin, until }] }
    link.sendOverrides(set, offsetMs)
    expect(link.reports.all.at(-1)).toMatchObject({ overrides: 1, clockOffsetMs: offsetMs })
    await clock.advance(59_999)
    expect(await isAllToOrigin()).toBe(true)
    await clock.advance(1)
    expect(await isAllToOrigin()).toBe(false)
    link.sendOverrides(set, offsetMs - 10_000) // told that it is earlier, it lets the same set hold once more
    expect(await isAllToOrigin()).toBe(true)
  },
)

it('reports the last counts of a rule that is gone, then forgets it', async () => {
  const rules = [{ key: 'live', pool: 'left' }]
  const { url, link, clock } = await listening({}, revisionWith({ number: 4, ratio: 0, pools: [{ key: 'left' }], rules }))
  await ask(`${url}${video}`)
  const counted = () => link.reports.all.at(-1)?.traffic.byRule.get('live')
  link.send(revisionWith({ number: 5 }))
  expect(counted()).toBe(1)
  await clock.advance(2_000)
  expect(counted()).toBeUndefined()
})
