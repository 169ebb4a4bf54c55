import { execFile, execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createDatabase, queryOnce } from './postgres-query.ts'
import { freePort } from './process-group.ts'
import { asNobody, findProgram, makeServerFolder, startServer, type ServerProcess } from './server-process.ts'
import { until } from './until.ts'

/** What must not be seen in any output. */
export const databasePassword = 'do-not-show-this'

const ops = join(import.meta.dirname, '../../ops/postgres')

/** A PostgreSQL of Debian's package with the rules of `ops/` for who may connect, on a free port, in a folder that is removed with it. */
export type PostgresServer = {
  readonly port: number
  /** The URL of a database of this name, which is made when it is missing. */
  database(name: string): Promise<string>
  /** The same without asking the server. */
  urlOf(name: string): string
  /** The rows of one statement on a database, by column name. */
  query(database: string, sql: string): Promise<readonly Record<string, unknown>[]>
  /** Nothing when it runs. */
  start(): Promise<void>
  /** In good order, ending what is connected. */
  stop(): Promise<void>
  kill(): Promise<void>
  /** Makes a standby of what is there now; it gets nothing of what comes later. */
  copy(): Promise<void>
  /** Kills it, and starts that standby at its port: what came since the copy is lost. It takes changes once it is promoted. */
  failOver(): Promise<void>
  promote(): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  /** Stops it for good and removes its folder. */
  remove(): Promise<void>
}

export async function openPostgresServer(): Promise<PostgresServer> {
  const folder = makeServerFolder()
  const port = await freePort()
  const standby = join(folder, 'standby')
  let data = join(folder, 'data')
  const password = join(folder, 'password')
  execFileSync('tee', [password], { ...asNobody, input: databasePassword, stdio: ['pipe', 'ignore', 'inherit'] })
  const rules = join(folder, 'pg_hba.conf')
  execFileSync('tee', [rules], {
    ...asNobody,
    input: readFileSync(join(ops, 'pg_hba.conf')),
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const init = [
    '-D',
    data,
    '--no-sync',
    '-U',
    'sluice',
    '-A',
    'scram-sha-256',
    '--pwfile',
    password,
    '-E',
    'UTF8',
    '--locale',
    'C.UTF-8',
    '--locale-provider',
    'icu',
    '--icu-locale',
    'en-US',
  ]
  execFileSync(findProgram('initdb') ?? 'initdb', init, { ...asNobody, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  let server: ServerProcess | undefined

  const postgres: PostgresServer = {
    port,
    urlOf: (name) => `postgresql://sluice:${databasePassword}@127.0.0.1:${port}/${name}`,
    database: (name) => createDatabase(postgres.urlOf('postgres'), name),
    query: (database, sql) => queryOnce(postgres.urlOf(database), sql),
    async start() {
      if (server?.isRunning() === true) return
      const args = ['-D', data, '-F', '-k', '', '-h', '127.0.0.1', '-p', String(port), '-c', `hba_file=${rules}`]
      server = await startServer('postgres', args, { cwd: folder, port, stopSignal: 'SIGINT' })
      await until('PostgreSQL answers', 10_000, () =>
        postgres.query('postgres', 'SELECT 1').then(
          () => true,
          () => false,
        ),
      )
    },
    stop: async () => server?.stop(),
    kill: async () => server?.kill(),
    async copy() {
      const from = ['-D', standby, '-d', postgres.urlOf('postgres'), '-c', 'fast', '-X', 'stream', '--no-sync']
      await promisify(execFile)(findProgram('pg_basebackup') ?? 'pg_basebackup', from, { ...asNobody, cwd: folder })
      execFileSync('touch', [join(standby, 'standby.signal')], asNobody)
    },
    async failOver() {
      await postgres.kill()
      data = standby
      await postgres.start()
    },
    promote: async () => void (await postgres.query('postgres', 'SELECT pg_promote()')),
    pause: async () => server?.pause(),
    resume: async () => server?.resume(),
    async remove() {
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await postgres.start()
  return postgres
}
