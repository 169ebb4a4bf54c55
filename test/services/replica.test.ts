import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgresReplica, type PostgresReplica } from '../support/postgres-replica.ts'
import { databasePassword, openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { asNobody } from '../support/server-process.ts'
import { until } from '../support/until.ts'

// The cases follow one another: one primary, one replica.
let primary: PostgresServer
let replica: PostgresReplica
beforeAll(async () => {
  primary = await openPostgresServer()
  await primary.query('postgres', 'CREATE TABLE rows (n integer)')
  replica = await openPostgresReplica(primary.port)
})
afterAll(async () => {
  await replica?.remove()
  await primary?.remove()
})

const insert = (n: number): Promise<unknown> => primary.query('postgres', `INSERT INTO rows VALUES (${n})`)
const untilReplicated = (n: number): Promise<number> =>
  until(`row ${n} is on the replica`, 5_000, async () => {
    const [found] = await replica.query('postgres', `SELECT 1 FROM rows WHERE n = ${n}`)
    return found !== undefined
  })

it('is a copy of the primary, also where an earlier copy was stopped half-way', async () => {
  await insert(1)
  execFileSync('mkdir', [`${replica.data}.part`], asNobody)
  execFileSync('touch', [join(`${replica.data}.part`, 'half-a-file')], asNobody)
  await replica.start()
  await untilReplicated(1)
  expect(existsSync(`${replica.data}.part`)).toBe(false)
})

it('gets what is written later, and lets nobody write', async () => {
  await insert(2)
  await untilReplicated(2)
  expect(await primary.query('postgres', 'SELECT state FROM pg_stat_replication')).toEqual([{ state: 'streaming' }])
  await expect(replica.query('postgres', 'INSERT INTO rows VALUES (0)')).rejects.toThrow('read-only transaction')
})

it('goes on from where it was after a restart, without another copy', async () => {
  const { ino } = statSync(replica.data)
  await replica.stop()
  await insert(3)
  await replica.start()
  await untilReplicated(3)
  expect(statSync(replica.data).ino).toBe(ino)
})

it('takes another password by a restart, and has none in its data folder', async () => {
  const another = 'p:ss\\w%rd'
  await replica.stop()
  await primary.query('postgres', `INSERT INTO rows VALUES (4); ALTER ROLE sluice PASSWORD '${another}'`)
  await replica.start(another)
  await untilReplicated(4)
  const settings = readdirSync(replica.data).filter((name) => name.endsWith('.conf'))
  expect(settings).toContain('postgresql.auto.conf')
  for (const name of settings) {
    const text = readFileSync(join(replica.data, name), 'utf8')
    expect([name, text.includes(databasePassword), text.includes(another)]).toEqual([name, false, false])
  }
})

it('takes writes once it is promoted, and stays a primary over a restart', async () => {
  await replica.query('postgres', 'SELECT pg_promote()')
  await replica.query('postgres', 'INSERT INTO rows VALUES (5)')
  await replica.stop()
  await replica.start()
  expect(await replica.query('postgres', 'SELECT pg_is_in_recovery() AS standby')).toEqual([{ standby: false }])
  await untilReplicated(5)
})
