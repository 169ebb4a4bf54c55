import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { makeDatabaseDamageRevisions } from '../support/damaged-database.ts'
import { startFakeIngest, type FakeIngest, type SentryEvent } from '../support/fake-ingest.ts'
import { ask, graphql } from '../support/http.ts'
import { childrenOf, freePort, launchGroup, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// Every secret has a mark, and so has whatever of a player must not leave the node.
const mark = 'm4rk'
const address = '192.0.2.77'
const bug = `no such thing: token=${mark}1, http://${mark}2:${mark}3@s1.origin-cluster/${mark}4.m3u8?sig=${mark}5, Bearer ${mark}6, from ${address}`
/** Throws in each process that gets the signal, as a bug would. */
const thrower = `process.on('SIGUSR2', () => { throw new RangeError(${JSON.stringify(bug)}) })`

let dataDir: string
let ingest: FakeIngest
let group: Group
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  ingest = await startFakeIngest(`${mark}key`)
  const first = await startGroup({ dataDir })
  await first.end()
  await makeDatabaseDamageRevisions(dataDir)
  group = await startGroup({ dataDir, env: envOf() })
})
afterAll(async () => {
  await group.destroy()
  await ingest.close()
  await rm(dataDir, { recursive: true, force: true })
})

function envOf(): Readonly<Record<string, string>> {
  return {
    SENTRY_DSN: ingest.dsn,
    SENTRY_ENVIRONMENT: 'test',
    ADMIN_TOKEN: `${mark}-admin-token-0123456789abcdef`,
    JWT_SECRET: `${mark}-jwt-secret-0123456789abcdef0123`,
    NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(thrower)}"`,
    [`${mark}_VARIABLE`]: mark,
  }
}

async function eventOf(group_: string, process_: string, port = group.port): Promise<SentryEvent> {
  let found: SentryEvent | undefined
  await until(`${group_} of ${process_} is reported`, 20_000, () => {
    found = ingest.events.find(({ tags, server_name: node }) => {
      return tags['group'] === group_ && tags['process'] === process_ && node === `${hostname()}:${port}`
    })
    return found !== undefined
  })
  return found as SentryEvent
}

const pidOf = async (index: 0 | 1): Promise<number> => (await childrenOf(group.primaryPid))[index] ?? 0
const publish = (message: string, ratio: number): Promise<unknown> =>
  graphql(
    group.url,
    group.token,
    `mutation { updateSettings(input: { ratio: ${ratio} }) { __typename } publish(input: { message: "${message}" }) { __typename } }`,
  )

it('reports a revision that the node refuses', async () => {
  await publish('wrong hash', 3)
  const { fingerprint, environment, exception } = await eventOf('REFUSED_REVISION', 'control')
  expect([fingerprint, environment]).toEqual([['REFUSED_REVISION'], 'test'])
  expect(exception.values[0]?.value).toContain('does not match its sha256')
})

it('reports a publish that fails', async () => {
  await rename(join(dataDir, 'snapshots'), join(dataDir, 'snapshots-away'))
  await writeFile(join(dataDir, 'snapshots'), '')
  await publish('not durable', 4)
  const { exception } = await eventOf('FAILED_PUBLISH', 'control')
  expect(exception.values[0]?.value).toContain('could not be made durable')
  await rm(join(dataDir, 'snapshots'))
  await rename(join(dataDir, 'snapshots-away'), join(dataDir, 'snapshots'))
})

it('reports an error that nothing caught, of a worker through the control process, and goes on', async () => {
  await ask(`${group.url}${video}%3Fsig%3D${mark}7`, { headers: { cookie: `a=${mark}8`, 'x-forwarded-for': address } })
  process.kill(await pidOf(1), 'SIGUSR2')
  const { tags, fingerprint, exception } = await eventOf('UNHANDLED_ERROR', 'worker')
  expect([tags['worker'], fingerprint[0], exception.values[0]?.type]).toEqual(['worker-1', 'UNHANDLED_ERROR', 'RangeError'])
  expect(exception.values[0]?.value).toContain('no such thing')
  await until(
    'it redirects again',
    10_000,
    async () => (await ask(`${group.url}${video}`).catch(() => ({ status: 0 }))).status === 302,
  )
})

it('reports that of the control process itself, which is replaced', async () => {
  process.kill(await pidOf(0), 'SIGUSR2')
  expect((await eventOf('UNHANDLED_ERROR', 'control')).exception.values[0]?.type).toBe('RangeError')
  expect(group.stderr()).toContain(
    'sluice: nothing caught an error in the control process, so it ends: RangeError: no such thing',
  )
  const headers = { authorization: `Bearer ${group.token}` }
  await until(
    'it answers',
    20_000,
    async () => (await ask(`${group.url}/metrics`, { headers }).catch(() => ({ status: 0 }))).status === 200,
  )
  expect((await ask(`${group.url}/metrics`, { headers })).body).toMatch(/^sluice_error_reports_total\{outcome="sent"\} \d+$/m)
})

it('reports that of the primary, which takes the group along', async () => {
  process.kill(group.primaryPid, 'SIGUSR2')
  expect((await eventOf('UNHANDLED_ERROR', 'primary')).tags['process']).toBe('primary')
  expect(await group.exited).toBe(1)
})

it('reports a store that is away', async () => {
  const dead = await freePort()
  const url = `postgresql://${mark}9:${mark}10@127.0.0.1:${dead}/sluice`
  const started = await launchGroup({ dataDir, env: { ...envOf(), DATABASE_URL: url } })
  const { exception } = await eventOf('STORE_TROUBLE', 'control', started.port)
  expect(exception.values[0]?.value).toContain('ECONNREFUSED')
  await started.destroy()
})

it('told the ingest no secret and no address in all of that, and its key in one header alone', () => {
  expect(ingest.events.length).toBeGreaterThan(5)
  for (const { url, headers, body } of ingest.received) {
    const { 'x-sentry-auth': auth, ...others } = headers
    expect(auth).toContain(`sentry_key=${mark}key`)
    expect([url, JSON.stringify(others), body].filter((text) => text.includes(mark) || text.includes(address))).toEqual([])
  }
})
