import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { healthOf, location, put } from '../support/admin.ts'
import { graphql } from '../support/http.ts'
import { startPlayers } from '../support/players.ts'
import { databasePassword, openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { launchGroup, type Group, type StartingGroup } from '../support/process-group.ts'
import { until } from '../support/until.ts'

const token = 'token-of-these-tests'

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await openPostgresServer()
})
afterAll(() => postgres.remove())

let dataDir: string
let database: string
let tests = 0
const groups: StartingGroup[] = []
beforeEach(async () => {
  await postgres.start()
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  tests += 1
  database = `away_${tests}`
})
afterEach(async () => {
  for (const group of groups.splice(0)) {
    await group.destroy()
    if ((group.stdout() + group.stderr()).includes(databasePassword)) throw new Error('the password was shown')
  }
  await rm(dataDir, { recursive: true, force: true })
})

async function launch(env: Readonly<Record<string, string>> = {}): Promise<StartingGroup & { readonly token: string }> {
  const group = await launchGroup({
    dataDir,
    env: { DATABASE_URL: postgres.urlOf(database), ADMIN_TOKEN: token, RATIO: '0', ...env },
  })
  groups.push(group)
  return { ...group, token }
}

async function start(): Promise<Group> {
  await postgres.database(database)
  return (await launch()).ready
}

/** What it told people, without npm's and the usual lines. */
function linesAbout(group: StartingGroup, word: string): readonly string[] {
  return group
    .stderr()
    .split('\n')
    .filter((line) => line.includes(word))
}

const isUnavailable = (body: string): boolean => body.includes('"STORE_UNAVAILABLE"')

describe('at the first start', () => {
  it('says once why the database cannot be used and what it tries, is not ready, and is once the database is there', async () => {
    await postgres.database(database)
    await postgres.stop()
    const closed = await openClosedDoor(postgres.port)
    onTestFinished(() => closed.close())
    const group = await launch()
    await until('it has tried several times', 15_000, () => closed.knocks() >= 5)
    expect(linesAbout(group, 'config store')).toEqual([
      expect.stringMatching(
        new RegExp(
          `PostgreSQL at 127.0.0.1:${postgres.port}/${database}: it closed the connection; .*does not listen yet, and keeps trying$`,
        ),
      ),
    ])
    expect((await healthOf(group)).status).toBe(0)
    await closed.close()
    await postgres.start()
    await until('it is ready', 7_000, async () => (await healthOf(group, '/health/ready')).status === 200)
    expect(await location(group)).toBe('http://cdn.example.com/s1/v/x.m3u8')
    expect(linesAbout(group, 'config store answers again')).toHaveLength(1)
    expect(group.stdout()).not.toContain('a process of the group ended')
  })

  it('serves from the snapshot at once, degraded; the store is attached when it comes', async () => {
    const before = await start()
    await put(before, { cdn_host: 'kept.example.com' })
    await before.end()
    await postgres.stop()
    const group = await launch()
    await group.ready
    expect(await location(group)).toBe('http://kept.example.com/s1/v/x.m3u8')
    expect(await healthOf(group)).toMatchObject({ status: 200, body: '{"status":"DEGRADED"}' })
    expect((await healthOf(group, '/health/ready')).status).toBe(200)
    expect(await graphql(group.url, group.token, '{ liveRevision { number } }')).toEqual({
      data: { liveRevision: { number: 2 } },
      extensions: { storeAgeSeconds: expect.any(Number) }, // since the publish: the store has not answered this process
    })
    const refused = await put(group, { ratio: 1 })
    expect([refused.status, refused.body]).toEqual([
      503,
      expect.stringContaining(`PostgreSQL at 127.0.0.1:${postgres.port}/${database}`),
    ])
    await postgres.start()
    await until('the store is attached', 7_000, async () => (await put(group, { ratio: 1 })).status === 200)
    expect(await location(group)).toBe('http://s1.origin-cluster/v/x.m3u8')
    await until('it is well', 5_000, async () => (await healthOf(group)).body === '{"status":"OK"}')
  })

  it.each<{
    readonly what: string
    readonly url: () => string
    readonly spoil: () => Promise<unknown>
    readonly says: string
    readonly mend: () => Promise<unknown>
  }>([
    {
      what: 'there is no such database',
      spoil: async () => undefined,
      says: '3D000, it has no database of this name; create it, or correct DATABASE_URL',
      mend: () => postgres.database(database),
      url: () => postgres.urlOf(database),
    },
    {
      what: 'the password is wrong',
      spoil: async () => {
        await postgres.database(database)
        await postgres.query(
          'postgres',
          `CREATE ROLE other LOGIN PASSWORD 'something-else'; ALTER DATABASE ${database} OWNER TO other`,
        )
      },
      says: '28P01, it refuses the user or the password; correct them in DATABASE_URL',
      mend: () => postgres.query('postgres', `ALTER ROLE other PASSWORD '${databasePassword}'`),
      url: () => postgres.urlOf(database).replace('//sluice:', '//other:'),
    },
    {
      what: 'a newer version has migrated it',
      spoil: async () => {
        await (await start()).end()
        await rm(join(dataDir, 'snapshots'), { recursive: true })
        const columns = 'id, checksum, migration_name, finished_at'
        await postgres.query(
          database,
          `INSERT INTO _prisma_migrations (${columns}) VALUES ('x', 'x', '29990101000000_later', now())`,
        )
      },
      says: 'a newer Sluice has applied the migration "29990101000000_later" to this database; start that version',
      mend: () => postgres.query(database, `DELETE FROM _prisma_migrations WHERE id = 'x'`),
      url: () => postgres.urlOf(database),
    },
  ])('says so when $what, and is ready once that is mended', async ({ spoil, url, says, mend }) => {
    await spoil()
    const group = await launch({ DATABASE_URL: url() })
    await until('it says why', 20_000, () => linesAbout(group, says).length > 0)
    expect((await healthOf(group)).status).toBe(0)
    await mend()
    await until('it is ready', 7_000, async () => (await healthOf(group, '/health/ready')).status === 200)
    expect(linesAbout(group, says)).toHaveLength(1)
  })
})

describe('while running', () => {
  it.each([
    { how: 'is killed', go: () => postgres.kill(), comeBack: () => postgres.start() },
    { how: 'is shut down', go: () => postgres.stop(), comeBack: () => postgres.start() },
    { how: 'hangs', go: () => postgres.pause(), comeBack: () => postgres.resume() },
  ])(
    'a database that $how stops no redirect; changes are refused within 5 s, and work again when it is back',
    async ({ go, comeBack }) => {
      const group = await start()
      const redirects = startPlayers(group)
      await put(group, { cdn_host: 'before.example.com' })
      const editors = Array.from({ length: 4 }, (_, client) => keepChanging(group, client))
      await until('changes come through', 5_000, () => editors.every(({ state }) => state.published > 2))
      await go()
      await until('every client was refused', 6_000, () => editors.every(({ state }) => state.refused > 0))
      expect(isUnavailable((await put(group, { ratio: 0 })).body)).toBe(true)
      const read = await graphql(group.url, group.token, '{ workingCopy { version } }')
      expect(read.errors?.[0]?.extensions.code).toBe('STORE_UNAVAILABLE')
      expect((await healthOf(group, '/health/ready')).status).toBe(200)
      expect(await healthOf(group)).toMatchObject({ status: 200, body: '{"status":"DEGRADED"}' })
      await comeBack()
      await Promise.all(editors.map((editor) => editor.stop()))
      for (const { state } of editors) expect(state.slowestMs).toBeLessThan(5_000)
      await until(
        'changes work again',
        5_000,
        async () => (await put(group, { cdn_host: 'after.example.com', ratio: 0 })).status === 200,
      )
      expect(await location(group)).toBe('http://after.example.com/s1/v/x.m3u8')
      expect(await redirects.stop()).toEqual([])
      await until('it is well', 5_000, async () => (await healthOf(group)).body === '{"status":"OK"}')
    },
  )
})

/** Takes connections and closes them at once, like a proxy whose database is away. */
async function openClosedDoor(port: number): Promise<{ knocks(): number; close(): Promise<void> }> {
  let knocks = 0
  const server: Server = createServer((socket) => {
    knocks += 1
    socket.destroy()
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    knocks: () => knocks,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
}

/** An editor that publishes again and again, whatever the answer. */
function keepChanging(group: Group, client: number) {
  const state = { published: 0, refused: 0, slowestMs: 0, stopped: false }
  const changing = keepOn()
  return {
    state,
    async stop(): Promise<void> {
      state.stopped = true
      await changing
    },
  }

  async function keepOn(): Promise<void> {
    for (let number = 1; !state.stopped; number += 1) {
      const started = performance.now()
      const { status, body } = await put(group, { ratio: client * 100_000 + number })
      state.slowestMs = Math.max(state.slowestMs, performance.now() - started)
      if (status === 200) state.published += 1
      if (isUnavailable(body)) state.refused += 1
    }
  }
}
