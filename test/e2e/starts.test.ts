import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, truncate } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { healthOf, location, put } from '../support/admin.ts'
import { makeDatabaseDamageRevisions } from '../support/damaged-database.ts'
import { ask, graphql } from '../support/http.ts'
import { childrenOf, freePort, isRunning, launchGroup, runToEnd, startGroup } from '../support/process-group.ts'
import { until } from '../support/until.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

it('works where the path of TMPDIR is too long for a socket', async () => {
  const folder = join(dataDir, 'x'.repeat(120))
  await mkdir(folder)
  const group = await startGroup({ dataDir, env: { TMPDIR: folder } })
  expect((await ask(`${group.url}/health`)).status).toBe(200)
  await group.destroy()
})

it('loads no compiled code from a folder that another user could have made first', () => {
  const main = join(import.meta.dirname, '../../src/main.ts')
  const { status } = spawnSync(process.execPath, [main], { env: { TMPDIR: dataDir, PORT: 'none' } })
  expect([status, readdirSync(dataDir)]).toEqual([64, []])
})

describe('a bad setting ends it with 64 and one line, and nothing is left half on', () => {
  const main = join(import.meta.dirname, '../../src/main.ts')
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const start = (env: Readonly<Record<string, string>>, as = {}): readonly unknown[] => {
    const folder = join(dataDir, 'fresh')
    const options = { env: { DATA_DIR: folder, PORT: '0', ...env }, encoding: 'utf8', ...as } as const
    const { status, stdout, stderr } = spawnSync(process.execPath, [main], options)
    return [status, stdout, stderr, existsSync(folder)]
  }
  const ended = (says: string): readonly unknown[] => [64, '', expect.stringMatching(`^sluice: ${says}[^\\n]*\\n$`), false]

  it.each<{ readonly env: Readonly<Record<string, string>>; readonly says: string }>([
    { env: { DATABASE_URL: 'mysql://user:geheim@host/db' }, says: 'DATABASE_URL: .* allowed is postgresql:' },
    { env: { DATABASE_URL: 'postgresql://host/db?sslrootcert=/nowhere' }, says: 'DATABASE_URL: .*sslrootcert is a file' },
    { env: { DATABASE_REPLICA_URL: 'postgresql://host/db' }, says: 'DATABASE_REPLICA_URL: .* allowed with DATABASE_URL' },
    { env: { DATABASE_POOL: '1' }, says: 'DATABASE_POOL: received "1", allowed is an integer from 2 to 200' },
    { env: { REDIS_URL: 'redis://host/cache' }, says: 'REDIS_URL: .* allowed is redis:' },
    { env: { JWT_SECRET: 'short' }, says: 'JWT_SECRET: received a value that is not shown, allowed are 32 bytes' },
    { env: { SENTRY_DSN: 'https://host/1' }, says: 'SENTRY_DSN: received a value that is not shown, allowed is https://KEY@' },
    { env: { SENTRY_DSN_FILE: '/nowhere' }, says: 'SENTRY_DSN_FILE: .*ENOENT' },
    { env: { ADMIN_TOKEN_FILE: '/nowhere' }, says: 'ADMIN_TOKEN_FILE: .*ENOENT' },
    { env: { DATABASE_URL_FILE: tmpdir() }, says: 'DATABASE_URL_FILE: .*EISDIR' },
    { env: { REDIS_URL_FILE: '/dev/null' }, says: 'REDIS_URL_FILE: .*it is empty' },
    { env: { JWT_SECRET_FILE: '/dev/zero' }, says: 'JWT_SECRET_FILE: .*it has more than 65536 bytes' },
    { env: { ADMIN_TOKEN: 'geheim', ADMIN_TOKEN_FILE: '/nowhere' }, says: 'ADMIN_TOKEN_FILE: .*not both' },
    { env: { PORT: 'x', DATABASE_POOL: 'y', REDIS_URL_FILE: '/nowhere' }, says: 'REDIS_URL_FILE: .*; PORT: .*; DATABASE_POOL: ' },
  ])('$env', ({ env, says }) => expect(start(env)).toEqual(ended(says)))

  it('a secret file that it may not read', () => {
    const file = join(dataDir, 'secret')
    writeFileSync(file, 'redis://host', { mode: 0o000 })
    expect(start({ REDIS_URL_FILE: file }, asNobody)).toEqual(ended('REDIS_URL_FILE: .*EACCES'))
  })
})

describe('a start that cannot work ends with one clear line and its exit code', () => {
  it.each([
    { env: { RATIO: 'ten' }, says: ['RATIO', '"ten"', '0 to 1000000'] },
    { env: { RATIO: '1000001' }, says: ['RATIO', '"1000001"', '0 to 1000000'] },
    { env: { WORKERS: '0' }, says: ['WORKERS', '"0"', 'auto'] },
    { env: { PORT: '70000' }, says: ['PORT', '"70000"', '65535'] },
    { env: { CDN_HOST: 'ftp://x' }, says: ['CDN_HOST', '"ftp://x"', 'http'] },
    { env: { ORIGIN_CLUSTERS: 'a,b_c' }, says: ['ORIGIN_CLUSTERS', '"a,b_c"', 'labels'] },
    { env: { LOG_LEVEL: 'loud' }, says: ['LOG_LEVEL', '"loud"', 'info'] },
    { env: { HOST: '192.0.2.1' }, says: ['HOST', '"192.0.2.1"', 'address of this machine'] },
    { env: { ADMIN_TOKEN: 'with space' }, says: ['ADMIN_TOKEN', 'not shown', 'ASCII'] },
  ])('64 for $env', async ({ env, says }) => {
    const { code, stderr } = await runToEnd({ DATA_DIR: dataDir, PORT: String(await freePort()), ...env })
    expect(code).toBe(64)
    const lines = stderr.split('\n').filter((line) => line.startsWith('sluice:'))
    expect(lines).toHaveLength(1)
    for (const word of says) expect(lines[0]).toContain(word)
    expect(stderr).not.toContain('with space')
  })

  it('69 for a port in use', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    const { code, stderr } = await runToEnd({ DATA_DIR: dataDir, PORT: String(port) })
    other.close()
    expect([code, stderr]).toEqual([69, expect.stringMatching(new RegExp(`^sluice: PORT: 127.0.0.1:${port} is in use.*\n$`))])
  })

  it('73 for a data folder in use', async () => {
    const group = await startGroup({ dataDir })
    const { code, stderr } = await runToEnd({ DATA_DIR: dataDir, PORT: String(await freePort()) })
    expect(code).toBe(73)
    expect(stderr).toContain(`sluice: DATA_DIR: ${dataDir} is in use`)
    expect(await location(group)).toBeDefined()
    await group.destroy()
  })
})

it('says in one line why the control process does not start, again and again until it does', async () => {
  await mkdir(join(dataDir, 'admin-token'))
  const group = await launchGroup({ dataDir })
  const line = "sluice: the control process can't start (EISDIR: it is a folder, not a file); move away what stands"
  const times = (): number => group.stderr().split(line).length - 1
  await until('it has said so twice', 60_000, () => times() === 2)
  expect(group.stderr()).not.toMatch(/^\s+at /m)
  await rm(join(dataDir, 'admin-token'), { recursive: true })
  const ready = await group.ready
  expect((await ask(`${ready.url}/health/ready`)).status).toBe(200)
  await group.destroy()
})

it('makes no default live where every snapshot is damaged and the database is gone, until the folder is moved away', async () => {
  const first = await startGroup({ dataDir })
  await first.end()
  await rename(join(dataDir, 'database'), join(dataDir, 'database.damaged'))
  const [snapshot = ''] = await readdir(join(dataDir, 'snapshots'))
  await truncate(join(dataDir, 'snapshots', snapshot), 100)
  const group = await launchGroup({ dataDir, port: first.port })
  await until('it has said so', 60_000, () => group.stderr().includes('holds no revision, and no snapshot can be used'))
  expect(group.stderr()).toContain(`${snapshot} can't be used: it is not a revision in JSON; it was passed over\n`)
  expect(await ask(`${group.url}/health`, { timeoutMs: 500 }).catch(() => 'nobody listens')).toBe('nobody listens')
  await rename(join(dataDir, 'snapshots'), join(dataDir, 'snapshots.damaged'))
  const ready = await group.ready
  expect(await healthOf(ready)).toMatchObject({ status: 200, body: '{"status":"OK"}' })
  expect(group.stderr().split('it was passed over')).toHaveLength(2)
  await group.destroy()
})

it('starts from an older snapshot where no worker can run what is live, and says so', async () => {
  const first = await startGroup({ dataDir, env: { RATIO: '0' } })
  await first.end()
  await makeDatabaseDamageRevisions(dataDir)
  const before = await startGroup({ dataDir })
  await put(before, { cdn_host: 'kept.example.com' })
  await graphql(before.url, before.token, 'mutation { updateSettings(input: { redirectStatus: 307 }) { __typename } }')
  await graphql(before.url, before.token, 'mutation { publish(input: { message: "no table" }) { __typename } }')
  await before.end()
  const group = await startGroup({ dataDir })
  expect(await location(group)).toBe('http://kept.example.com/s1/v/x.m3u8')
  expect(await healthOf(group)).toMatchObject({ status: 200, body: '{"status":"DEGRADED"}' })
  expect(group.stderr()).toMatch(
    /revision 3 is live and the workers can't run it: .*; they start from the snapshot of revision 2/,
  )
  await group.destroy()
})

it('names the processes that an earlier Sluice left behind, where these hold the port or the data folder', async () => {
  const group = await startGroup({ dataDir })
  const [control = 0, worker = 0] = await childrenOf(group.primaryPid)
  for (const pid of [control, worker]) process.kill(pid, 'SIGSTOP')
  process.kill(group.primaryPid, 'SIGKILL')
  await until('their primary is gone', 5_000, async () => !(await isRunning(group.primaryPid)))
  const env = { DATA_DIR: dataDir, PORT: String(group.port) }
  const onPort = await runToEnd(env)
  const both = [control, worker].toSorted((a, b) => a - b)
  expect([onPort.code, onPort.stderr]).toEqual([69, expect.stringContaining(`earlier Sluice (${both.join(', ')})`)])
  process.kill(worker, 'SIGKILL')
  const onFolder = await runToEnd(env)
  expect([onFolder.code, onFolder.stderr]).toEqual([73, expect.stringContaining(`end them with "kill -9 ${control}"`)])
  await group.destroy()
})
