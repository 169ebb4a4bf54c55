import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { queryOnce } from './postgres-query.ts'
import { databasePassword } from './postgres-server.ts'
import { freePort } from './process-group.ts'
import { asNobody, findProgram, makeServerFolder, startServer, type ServerProcess } from './server-process.ts'
import { until } from './until.ts'

/** A replica as the profile "replica" of docker-compose.yml runs it: by `ops/postgres/replica.sh`. */
export type PostgresReplica = {
  readonly port: number
  readonly folder: string
  /** Its data folder; beside it, with `.part` behind the name, what a copy that was stopped leaves. */
  readonly data: string
  start(password?: string): Promise<void>
  stop(): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  urlOf(database: string): string
  query(database: string, sql: string): Promise<readonly Record<string, unknown>[]>
  remove(): Promise<void>
}

export async function openPostgresReplica(primaryPort: number): Promise<PostgresReplica> {
  const folder = makeServerFolder()
  const port = await freePort()
  const data = join(folder, 'data')
  const script = readFileSync(join(import.meta.dirname, '../../ops/postgres/replica.sh'))
  let server: ServerProcess | undefined
  let known = databasePassword

  const replica: PostgresReplica = {
    port,
    folder,
    data,
    async start(password = known) {
      known = password
      write('replica.sh', script)
      write('password', known)
      const env = {
        PATH: [dirname(findProgram('postgres') ?? ''), process.env['PATH']].join(delimiter),
        TMPDIR: folder,
        PGDATA: data,
        PGHOST: '127.0.0.1',
        PGPORT: String(primaryPort),
        PGUSER: 'sluice',
        POSTGRES_PASSWORD_FILE: join(folder, 'password'),
      }
      const args = [join(folder, 'replica.sh'), '-F', '-k', '', '-h', '127.0.0.1', '-p', String(port)]
      server = await startServer('sh', args, { cwd: folder, port, stopSignal: 'SIGINT', env })
      await until('the replica answers', 10_000, () =>
        replica.query('postgres', 'SELECT 1').then(
          () => true,
          () => false,
        ),
      )
    },
    stop: async () => server?.stop(),
    pause: async () => server?.pause(),
    resume: async () => server?.resume(),
    urlOf: (database) => `postgresql://sluice:${encodeURIComponent(known)}@127.0.0.1:${port}/${database}`,
    query: (database, sql) => queryOnce(replica.urlOf(database), sql),
    async remove() {
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return replica

  function write(name: string, input: string | Buffer): void {
    execFileSync('tee', [join(folder, name)], { ...asNobody, input, stdio: ['pipe', 'ignore', 'inherit'] })
  }
}
