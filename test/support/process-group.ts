import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { copyDatabase } from './database-files.ts'
import { stack, stackSettings } from './stack.ts'

const projectRoot = new URL('../..', import.meta.url).pathname

export type StartOptions = {
  readonly env?: Readonly<Record<string, string>>
  /** A data folder; else a fresh one that is removed with the group. One without files gets an empty database. */
  readonly dataDir?: string
  /** A port chosen before; else a free one. */
  readonly port?: number
  /** How many files each process of the group may have open; else as many as this one. */
  readonly openFiles?: number
  /** A Node that runs it; else npm does, with its own. */
  readonly node?: string
  /** A copy of the project to start; else this one. */
  readonly cwd?: string
}

/** A whole Sluice, started as a user starts it: `npm start` in the project's root. */
export type Group = {
  readonly url: string
  readonly port: number
  readonly dataDir: string
  readonly token: string
  /** The process that npm runs: the primary. */
  readonly primaryPid: number
  readonly npmPid: number
  /** All that was written to stderr so far. */
  stderr(): string
  /** All that was written to stdout so far: npm's banner, then JSON lines. */
  stdout(): string
  /** Stops reading stdout; the returned function reads on. */
  leaveStdout(): () => void
  /** Sends the signal to npm and resolves to npm's exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
  /** Resolves to npm's exit code. */
  readonly exited: Promise<number | null>
  /** kill -9 for every process of the group. */
  destroy(): Promise<void>
}

/** A group that may not be ready yet. */
export type StartingGroup = Omit<Group, 'token' | 'primaryPid'> & {
  /** Resolves when the group says that it is ready; rejects with its output when it ends instead. */
  readonly ready: Promise<Group>
}

export async function startGroup(options: StartOptions = {}): Promise<Group> {
  const starting = await launchGroup(options)
  try {
    return await starting.ready
  } catch (error) {
    await starting.destroy()
    throw error
  }
}

/** For starts that take their time: something is missing. */
export async function launchGroup(options: StartOptions = {}): Promise<StartingGroup> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'sluice-e2e-')))
  if (await needsDatabase(dataDir, options)) await copyDatabase(dataDir)
  const port = options.port ?? (await freePort())
  const child = await spawnGroup({ DATA_DIR: dataDir, PORT: String(port), PRE_STOP_SECONDS: '0', ...options.env }, options)
  const output = collect(child)
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const group = {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    npmPid: child.pid ?? 0,
    stderr: () => output.stderr,
    stdout: () => output.stdout,
    exited,
    leaveStdout() {
      child.stdout?.pause()
      return () => void child.stdout?.resume()
    },
    end(signal: NodeJS.Signals = 'SIGTERM') {
      child.kill(signal)
      return exited
    },
    async destroy() {
      await destroyGroup(child)
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
  const ready = Promise.race([
    waitFor(child, output, /ready on (http:\S+) after/),
    exited.then((code) => Promise.reject(new Error(`ended with ${code} before it was ready:\n${output.stderr}`))),
  ]).then(async () => ({
    ...group,
    token: options.env?.['ADMIN_TOKEN'] ?? (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim(),
    primaryPid: options.node === undefined ? ((await childrenOf(child.pid ?? 0))[0] ?? 0) : (child.pid ?? 0),
  }))
  ready.catch(() => undefined) // who doesn't wait for it doesn't mind
  return { ...group, ready }
}

/** Another tree may have other migrations, so it makes its database itself. */
async function needsDatabase(dataDir: string, { cwd, env }: StartOptions): Promise<boolean> {
  if (cwd !== undefined || env?.['DATABASE_URL'] !== undefined || stack !== 'embedded') return false
  return (await readdir(dataDir).catch(() => ['none'])).length === 0
}

/** Runs `npm start` to its end; for what it must refuse. Meanwhile it may be acted on, by npm's process id. */
export async function runToEnd(
  env: Readonly<Record<string, string>>,
  meanwhile?: (npmPid: number, stderr: () => string) => Promise<void>,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const child = await spawnGroup(env)
  const output = collect(child)
  const exit = once(child, 'exit') as Promise<[number | null]>
  await meanwhile?.(child.pid ?? 0, () => output.stderr)
  const [code] = await exit
  return { code, stderr: output.stderr }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Process ids of the direct children, oldest first. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.trim().split(/\s+/).filter(Boolean).map(Number)
}

/** Process id of the control process. Rejects while there is none. */
export async function controlPidOf({ primaryPid }: Pick<Group, 'primaryPid'>): Promise<number> {
  for (const pid of await childrenOf(primaryPid)) if ((await nameOf(pid).catch(() => '')) === 'sluice: control') return pid
  throw new Error('no control process')
}

/** What `ps` shows of the process. */
export async function nameOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', '')
}

/** Whether the process is there; one that ended and was not yet waited for is not. */
export async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !/\) [ZX] /.test(stat)
}

async function spawnGroup(
  env: Readonly<Record<string, string>>,
  { node, openFiles, cwd = projectRoot }: Pick<StartOptions, 'node' | 'openFiles' | 'cwd'> = {},
): Promise<ChildProcess> {
  const { PATH = '', HOME = '', FAST_TIER = '' } = process.env
  const services = await stackSettings(env['DATA_DIR'] ?? '')
  // A process group of its own, so that all of it can be signalled.
  const limit = openFiles === undefined ? '' : `ulimit -n ${openFiles} && `
  return spawn('sh', ['-c', `${limit}exec ${node === undefined ? 'npm start' : `"${node}" src/main.ts`}`], {
    cwd,
    env: { PATH, HOME, FAST_TIER, ...services, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
  return output
}

function waitFor(child: ChildProcess, output: { readonly stderr: string }, pattern: RegExp): Promise<void> {
  return new Promise((resolve) => {
    child.stderr?.on('data', () => {
      if (pattern.test(output.stderr)) resolve()
    })
  })
}

async function destroyGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  const exit = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
  const sockets = await socketFolderOf(child.pid)
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // the group is gone already
  }
  await exit
  if (sockets !== undefined) await rm(sockets, { recursive: true, force: true })
}

/** The folder of the group's sockets, which none of its processes removes after a kill -9 of all. */
async function socketFolderOf(pid: number): Promise<string | undefined> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
  const socket = /(?:^|\0)SLUICE_CONTROL_SOCKET=([^\0]+)/.exec(environment)?.[1]
  if (socket !== undefined) return dirname(socket)
  const found = await Promise.all((await childrenOf(pid)).map(socketFolderOf))
  return found.find((folder) => folder !== undefined)
}
