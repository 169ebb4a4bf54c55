import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask, graphql } from '../support/http.ts'
import { childrenOf, controlPidOf, freePort, isRunning, runToEnd, startGroup, type Group } from '../support/process-group.ts'
import { openRawClient } from '../support/raw-client.ts'
import { subscribe } from '../support/sse.ts'
import { stack } from '../support/stack.ts'
import { until } from '../support/until.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const put = (group: Group, body: object) =>
  ask(`${group.url}/config`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${group.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const liveRevision = async (group: Group): Promise<number> =>
  (
    JSON.parse((await ask(`${group.url}/config`, { headers: { authorization: `Bearer ${group.token}` } })).body) as {
      revision: number
    }
  ).revision

/** Whether a redirect is served; a refused connection is not. */
const serves = async (group: Group): Promise<boolean> =>
  ask(`${group.url}${video}`, { timeoutMs: 1_000 }).then(
    ({ status }) => status === 302,
    () => false,
  )

type WorkerOf = { readonly id: string; readonly pid: number; readonly state: string; readonly revision: number }
const workersOf = async (group: Group): Promise<readonly WorkerOf[]> =>
  (await graphql<{ workers: WorkerOf[] }>(group.url, group.token, '{ workers { id pid state revision } }')).data?.workers ?? []

it('refuses no connection when the only worker is killed: they wait for the next one', async () => {
  const group = await startGroup({ dataDir })
  const [worker] = await workersOf(group)
  process.kill(worker?.pid ?? 0, 'SIGKILL')
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(`${group.url}${video}`)))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 302))
  await until('the new worker is ready', 2_000, async () => (await workersOf(group))[0]?.state === 'READY')
  await group.destroy()
})

describe('a killed process', () => {
  let group: Group
  beforeEach(async () => {
    group = await startGroup({ dataDir, env: { WORKERS: '2' } })
  })
  afterEach(() => group.destroy())

  it('is replaced within 2 s when it was a worker, and no connection is refused meanwhile', async () => {
    const [first] = await workersOf(group)
    process.kill(first?.pid ?? 0, 'SIGKILL')
    expect(await serves(group)).toBe(true)
    await until('the new worker is ready', 2_000, async () => {
      const now = (await workersOf(group)).find(({ id }) => id === first?.id)
      return now?.state === 'READY' && now.pid !== first?.pid
    })
  })

  it('is replaced within 5 s when it was the control process; redirects go on, and the revision is still there', async () => {
    await put(group, { ratio: 0, cdn_host: 'kept.example.com' })
    process.kill(await controlPidOf(group), 'SIGKILL')
    let failures = 0
    await until('the control process answers again', 5_000, async () => {
      if (!(await serves(group))) failures += 1
      return (await ask(`${group.url}/config`, { headers: { authorization: `Bearer ${group.token}` } })).status === 200
    })
    expect(failures).toBe(0)
    expect(await liveRevision(group)).toBe(2)
    expect((await put(group, { ratio: 1 })).status).toBe(200)
    expect((await ask(`${group.url}${video}`)).headers.location).toBe('http://s1.origin-cluster/v/x.m3u8')
  })

  it('takes the whole group with it within 1 s when it was the primary, and a restart finds port and data folder free', async () => {
    await put(group, { ratio: 7 })
    const children = await childrenOf(group.primaryPid)
    const environment = await readFile(`/proc/${children[0]}/environ`, 'utf8')
    const socketFolder = dirname(/SLUICE_CONTROL_SOCKET=([^\0]+)/.exec(environment)?.[1] ?? '')
    expect(existsSync(socketFolder)).toBe(true)
    process.kill(group.primaryPid, 'SIGKILL')
    await until('all children are gone', 1_000, async () => !(await Promise.all(children.map(isRunning))).includes(true))
    expect(existsSync(socketFolder)).toBe(false)
    await group.exited
    const again = await startGroup({ dataDir, port: group.port })
    expect(await liveRevision(again)).toBe(2)
    await again.destroy()
  })
})

it('loses no acknowledged publish when the whole group is killed in the middle of publishes', async () => {
  let acknowledged = 1
  for (let round = 0; round < 3; round += 1) {
    const group = await startGroup({ dataDir })
    expect(await liveRevision(group)).toBeGreaterThanOrEqual(acknowledged)
    const publishing = (async () => {
      for (let ratio = 1; ratio < 10_000; ratio += 1) {
        const answer = await put(group, { ratio: ratio + round }).catch(() => undefined)
        if (answer === undefined) return
        if (answer.status === 200) acknowledged = (JSON.parse(answer.body) as { revision: number }).revision
      }
    })()
    const target = acknowledged + 20
    await until('twenty publishes', 20_000, () => acknowledged >= target)
    await group.destroy()
    await publishing
  }
  const group = await startGroup({ dataDir })
  expect(await liveRevision(group)).toBeGreaterThanOrEqual(acknowledged)
  await group.destroy()
})

it('starts from the snapshot when the database is damaged, says so, and refuses to publish', async ({ skip }) => {
  skip(stack === 'services', 'it damages the embedded database, and this run is on PostgreSQL')
  const first = await startGroup({ dataDir, env: { RATIO: '0' } })
  await put(first, { cdn_host: 'from-snapshot.example.com' })
  expect(await first.end()).toBe(0)
  await rm(join(dataDir, 'database', 'global'), { recursive: true })
  const group = await startGroup({ dataDir, port: first.port })
  expect((await ask(`${group.url}${video}`)).headers.location).toBe('http://from-snapshot.example.com/s1/v/x.m3u8')
  expect(JSON.parse((await ask(`${group.url}/health`)).body)).toEqual({ status: 'DEGRADED' })
  expect((await ask(`${group.url}/health/ready`)).status).toBe(200)
  const metrics = await ask(`${group.url}/metrics`, { headers: { authorization: `Bearer ${group.token}` } })
  expect([metrics.status, metrics.body]).toEqual([200, expect.stringContaining('\nsluice_revision 2\n')])
  const refused = await put(group, { ratio: 1 })
  expect([refused.status, JSON.parse(refused.body)]).toMatchObject([503, { error: { code: 'STORE_UNAVAILABLE' } }])
  expect(group.stderr()).toContain('running from the newest snapshot')
  await group.destroy()
})

it('lets connections beyond MAX_CONNECTIONS wait until there is room, again and again', async () => {
  const group = await startGroup({ dataDir, env: { MAX_CONNECTIONS: '2' } })
  for (let time = 1; time <= 3; time += 1) {
    const held = await Promise.all([1, 2].map(() => openRawClient(group.port)))
    const answer = ask(`${group.url}${video}`)
    await Promise.all(held.map((client) => client.send('GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n')))
    for (const client of held) client.socket.destroy()
    expect((await answer).status).toBe(302)
  }
  await group.destroy()
})

it('warns at the start of an origin cluster under which anybody may register a name', async () => {
  const group = await startGroup({ dataDir, env: { ORIGIN_CLUSTERS: 'origin-cluster,co.uk' } })
  expect(group.stderr().match(/^sluice: ORIGIN_CLUSTERS .*$/gm)).toEqual([
    expect.stringContaining('"co.uk", under which anybody may register a name'),
  ])
  await group.destroy()
})

describe('stopping', () => {
  it('on SIGTERM is not ready at once, serves on with Connection: close, ends subscriptions cleanly, and leaves with 0', async () => {
    const group = await startGroup({ dataDir, env: { PRE_STOP_SECONDS: '1' } })
    const subscription = await subscribe(group.url, group.token, 'subscription { workersChanged { id } }')
    expect(await subscription.next()).toBeDefined()
    const ended = group.end()
    await until('not ready', 500, async () => (await ask(`${group.url}/health/ready`)).status === 503)
    expect(await subscription.next()).toBeUndefined()
    expect(subscription.completed()).toBe(true)
    const redirect = await ask(`${group.url}${video}`)
    expect([redirect.status, redirect.headers.connection]).toEqual([302, 'close'])
    expect((await ask(`${group.url}/health/ready`)).headers.connection).toBe('close')
    expect(await ended).toBe(0)
  })

  it.each([
    { to: 'the primary', signal: 'SIGTERM', target: (group: Group) => group.primaryPid },
    { to: 'the whole group', signal: 'SIGTERM', target: (group: Group) => -group.npmPid },
    { to: 'the whole group', signal: 'SIGINT', target: (group: Group) => -group.npmPid },
  ] as const)('on $signal to $to leaves with 0 and no process behind', async ({ signal, target }) => {
    const group = await startGroup({ dataDir, env: { WORKERS: '2' } })
    const children = await childrenOf(group.primaryPid)
    process.kill(target(group), signal)
    expect(await group.exited).toBe(0)
    expect(await Promise.all(children.map(isRunning))).toEqual(children.map(() => false))
  })

  it('on SIGINT skips the wait', async () => {
    const group = await startGroup({ dataDir, env: { PRE_STOP_SECONDS: '60' } })
    const slow = await subscribe(group.url, group.token, 'subscription { workersChanged { id } }')
    process.kill(group.primaryPid, 'SIGINT')
    expect(await group.exited).toBe(0)
    slow.close()
  }, 30_000)

  it('on SIGTERM before it is ready leaves at once with 0', async () => {
    const { code } = await runToEnd({ DATA_DIR: dataDir, PORT: String(await freePort()) }, async (pid, stderr) => {
      await until('it starts', 5_000, () => stderr().includes('starting'))
      process.kill(pid, 'SIGTERM')
    })
    expect(code).toBe(0)
  })
})
