import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { databasePassword } from './postgres-server.ts'
import { freePort } from './process-group.ts'
import { asNobody, makeServerFolder, startServer } from './server-process.ts'

/** A pgBouncer in transaction mode, set as docs/operating.md says, in front of a PostgreSQL. */
export type PgBouncer = { urlOf(database: string): string; remove(): Promise<void> }

/** `size`: connections that it holds to the server for one database. */
export async function openPgBouncer(postgresPort: number, size: number): Promise<PgBouncer> {
  const folder = makeServerFolder()
  const port = await freePort()
  const guide = readFileSync(join(import.meta.dirname, '../../docs/operating.md'), 'utf8')
  const [, documented = ''] = /```ini\n(\[pgbouncer\]\n[^]*?)```/.exec(guide) ?? []
  write('users.txt', `"sluice" "${databasePassword}"\n`)
  write(
    'pgbouncer.ini',
    `[databases]
* = host=127.0.0.1 port=${postgresPort}
${documented}
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users.txt')}
default_pool_size = ${size}
`,
  )
  const server = await startServer('pgbouncer', [join(folder, 'pgbouncer.ini')], { cwd: folder, port, stopSignal: 'SIGINT' })
  return {
    urlOf: (database) => `postgresql://sluice:${databasePassword}@127.0.0.1:${port}/${database}`,
    async remove() {
      await server.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }

  function write(name: string, input: string): void {
    execFileSync('tee', [join(folder, name)], { ...asNobody, input, stdio: ['pipe', 'ignore', 'inherit'] })
  }
}
