import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { childrenOf, isRunning } from './process-group.ts'
import { until } from './until.ts'

/** Programs of Debian's packages that the tests on real services need, and how to get them. */
const neededPrograms = [
  'initdb',
  'postgres',
  'redis-server',
  'chromium',
  'prometheus',
  'promtool',
  'caddy',
  'curl',
  'docker-compose',
  'systemd-analyze',
  'pgbouncer',
]
const installLine = 'apt-get install -y postgresql redis-server chromium prometheus caddy curl docker-compose systemd pgbouncer'

/** Rejects with the install line when a program is missing. */
export function requirePrograms(): void {
  const missing = neededPrograms.filter((program) => findProgram(program) === undefined)
  if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}; install with: ${installLine}`)
}

/** Where Debian keeps PostgreSQL's programs, the newest version first, or on the PATH. */
export function findProgram(program: string): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/sbin', // where Debian has pgbouncer
  ]
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}

/** PostgreSQL refuses to run as root. */
export const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** A fresh folder that a server may write. */
export function makeServerFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-server-'))
  if (asNobody.uid !== undefined) chownSync(folder, asNobody.uid, asNobody.gid)
  return folder
}

/** A server as a child of the test process, and what can happen to one. */
export type ServerProcess = {
  isRunning(): boolean
  /** Ends it in good order. */
  stop(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
  /** Stops all of it in its tracks: its port takes connections, and nobody answers. */
  pause(): Promise<void>
  resume(): Promise<void>
}

/** Resolves when its port takes connections. */
export async function startServer(
  program: string,
  args: readonly string[],
  place: {
    readonly cwd: string
    readonly port: number
    readonly stopSignal: NodeJS.Signals
    readonly env?: Readonly<Record<string, string>>
  },
): Promise<ServerProcess> {
  const child = spawn(findProgram(program) ?? program, args, {
    ...asNobody,
    cwd: place.cwd,
    env: { ...process.env, ...place.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = child.pid ?? 0
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2_000)))
  const exited = once(child, 'exit')
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null
  await until(`${program} takes connections`, 10_000, () => {
    if (hasEnded()) throw new Error(`${program} ended at once:\n${output}`)
    return isOpen(place.port)
  })
  return {
    isRunning: () => !hasEnded(),
    async stop() {
      if (hasEnded()) return
      await signalAll('SIGCONT')
      child.kill(place.stopSignal)
      await exited
    },
    async kill() {
      if (hasEnded()) return
      const killed = await signalAll('SIGKILL')
      await exited
      await until('all of it is gone', 10_000, async () => !(await Promise.all(killed.map(isRunning))).includes(true))
    },
    pause: async () => void (await signalAll('SIGSTOP')),
    resume: async () => void (await signalAll('SIGCONT')),
  }

  /** PostgreSQL is one process for each connection, and some more. */
  async function signalAll(signal: NodeJS.Signals): Promise<readonly number[]> {
    const pids = [pid, ...(await childrenOf(pid))]
    for (const one of pids) {
      try {
        process.kill(one, signal)
      } catch {
        // it has ended meanwhile
      }
    }
    return pids
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      resolve(true)
      socket.destroy()
    })
    socket.once('error', () => resolve(false))
  })
}
