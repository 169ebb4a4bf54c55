import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isatty } from 'node:tty'
import { writePrimaryState } from '../adapters/file/primary-state.ts'
import { makeSocketFolder } from '../adapters/file/socket-folder.ts'
import { openLog, tell } from '../adapters/log/log.ts'
import { systemClock } from '../adapters/system/clock.ts'
import { findPortProblem, type PortProblem } from '../adapters/system/free-port.ts'
import { readOpenFileLimit } from '../adapters/system/open-file-limit.ts'
import { connectionsWithin, filesFor } from '../core/connection-room.ts'
import { describeError } from '../core/error-report.ts'
import { exitCodes } from '../core/exit-codes.ts'
import { DRAIN_MS } from '../core/http-limits.ts'
import { printable } from '../core/result.ts'
import { openListeningSocket } from '../primary/listening-socket.ts'
import { startProcessGroup } from '../primary/process-group.ts'
import type { RollState } from '../primary/rolls.ts'
import { warningsOf, type Settings } from '../settings.ts'
import { endOnUncaught } from './end-on-uncaught.ts'
import { describeLeftBehind } from './left-behind.ts'
import { nodeName } from './node-name.ts'
import { takeDataFolder } from './take-data-folder.ts'

/** Reports come at least every 1.5 s. */
const SILENCE_MS = 5_000

/** A group that was killed leaves port and data folder within a second. */
const LEAVING_GROUP_MS = 1_500

/** The primary process: checks that the ports are free, then starts the group. */
export async function runPrimary(settings: Settings, mainPath: string): Promise<void> {
  const startedMonoMs = systemClock.nowMonoMs()
  let live: number | undefined
  const log = openLog(settings.LOG_LEVEL, { node: nodeName(settings), process: 'primary', revision: () => live })
  await requireFreePort('PORT', settings.PORT, 'HOST', settings.HOST)
  if (settings.ADMIN_PORT !== undefined)
    await requireFreePort('ADMIN_PORT', settings.ADMIN_PORT, 'ADMIN_HOST', settings.ADMIN_HOST)
  const maxConnections = fitToOpenFiles(settings.MAX_CONNECTIONS)
  for (const warning of warningsOf(settings)) tell(warning)
  await takeDataFolder(settings.DATA_DIR, 'primary.lock')
  const noRolls = { asked: 0, over: 0, problem: null }
  let localUrl: string | null = null
  keepState(noRolls) // at once: the state of an earlier primary is out of date
  const terminals = [0, 1, 2].filter(isatty)
  const socket = await openListeningSocket(settings.PORT, settings.HOST)
  localUrl = localAdminUrl(settings, socket.port)
  keepState(noRolls)
  const group = startProcessGroup({
    socket,
    clock: systemClock,
    mainPath,
    childSettings: { MAX_CONNECTIONS: String(maxConnections) },
    workers: settings.WORKERS,
    preStopMs: settings.PRE_STOP_SECONDS * 1_000,
    silenceMs: SILENCE_MS,
    controlSocket: chooseControlSocket(),
    // A closed window signals all of its processes. Windows has the signal for nothing else.
    isTerminalGone: () => process.platform === 'win32' || !terminals.every(isatty),
    onReady: () => {
      tell(
        `ready on http://${formatHost(settings.HOST)}:${socket.port} after ${((systemClock.nowMonoMs() - startedMonoMs) / 1_000).toFixed(1)} s`,
      )
      const admin = adminUrl(settings, socket.port)
      tell(`players ask GET /?video=URL; control room at ${admin}/admin, admin API and GraphiQL at ${admin}/graphql`)
      if (settings.ADMIN_TOKEN === undefined)
        tell(`for the admin API: export SLUICE_TOKEN=$(cat ${quote(join(settings.DATA_DIR, 'admin-token'))})`)
    },
    onLive: (revision) => void (live = revision),
    onRolls(state) {
      keepState(state)
      if (state.over < state.asked) return tell('reload: replacing the redirect workers, one after the other')
      if (state.problem === null) tell('reload: done, every redirect worker runs what is on disk now')
      else tell(`reload: not done: ${state.problem}`)
      log[state.problem === null ? 'info' : 'error'](state, 'a reload is over')
    },
    onSilent(name, pid) {
      log.error(
        { child: name, childPid: pid },
        `it has not reported for ${SILENCE_MS / 1_000} s: killed, another takes its place`,
      )
    },
    onChildGone: (name, pid, code, signal) =>
      log[code === 0 ? 'info' : 'warn']({ child: name, childPid: pid, code, signal }, 'a process of the group ended'),
    onStop: (preStopMs) =>
      tell(
        `stopping: requests are served for ${preStopMs / 1_000} s more, then those under way have ${DRAIN_MS / 1_000} s; Ctrl-C leaves sooner`,
      ),
    exit: (code) => process.exit(code),
  })
  endOnUncaught('primary', log, async (error) => {
    if (settings.SENTRY_DSN === undefined) return
    group.reportError(describeError('UNHANDLED_ERROR', error, { process: 'primary', revision: live }))
    await new Promise(() => undefined) // the control process ends with this one, so it is given the whole time
  })
  // Last, since a reader may answer with a signal, which the group has to handle.
  tell(
    `starting ${settings.WORKERS} redirect worker${settings.WORKERS === 1 ? '' : 's'} and the control process, data in ${settings.DATA_DIR}`,
  )

  function keepState(rolls: RollState): void {
    try {
      const { DATA_DIR, WORKERS, ADMIN_TOKEN } = settings
      const asked = { adminUrl: localUrl, hasTokenFile: ADMIN_TOKEN === undefined }
      writePrimaryState(DATA_DIR, { pid: process.pid, workers: WORKERS, ...asked, rolls })
    } catch (error) {
      log.error({ err: error }, 'primary.json could not be written: npm run reload and sluice will not know of this')
    }
  }
}

/** Bounds the connections by open files: a process that has used them all can't accept connections or read files. */
function fitToOpenFiles(maxConnections: number): number {
  const limit = readOpenFileLimit()
  const room = connectionsWithin(limit)
  if (room >= maxConnections) return maxConnections
  tell(
    `a process may have ${limit} files open, so each holds ${room} connections at once, not MAX_CONNECTIONS=${maxConnections}; raise the limit for that with "ulimit -n ${filesFor(maxConnections)}"`,
  )
  return room
}

async function requireFreePort(portName: 'PORT' | 'ADMIN_PORT', port: number, hostName: string, host: string): Promise<void> {
  const problem = await findPortProblem(port, host, systemClock, LEAVING_GROUP_MS)
  if (problem === undefined) return
  const left =
    problem === 'IN_USE' ? describeLeftBehind(`${portName}: ${host}:${port}`, (held) => held[portName] === port) : undefined
  const told: Record<PortProblem, readonly [code: number, line: string]> = {
    IN_USE: [
      exitCodes.portInUse,
      left ?? `${portName}: ${host}:${port} is in use by another program; stop it or set ${portName} to a free port`,
    ],
    NO_SUCH_ADDRESS: [
      exitCodes.badSettings,
      `${hostName}: received "${host}", allowed is an address of this machine, such as 127.0.0.1 or 0.0.0.0`,
    ],
    NOT_PERMITTED: [
      exitCodes.badSettings,
      `${portName}: received "${port}", allowed is a port that this user may open, such as 8000`,
    ],
  }
  tell(told[problem][1])
  process.exit(told[problem][0])
}

/** Chooses a Unix socket that no other user can reach; on Windows a named pipe. */
function chooseControlSocket(): { readonly path: string; readonly folder: string | undefined } {
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\sluice-${randomBytes(16).toString('hex')}`, folder: undefined }
  const runtime = process.env['XDG_RUNTIME_DIR']
  const place = makeSocketFolder([tmpdir(), ...(runtime === undefined ? [] : [runtime]), '/tmp'])
  if (place !== undefined) return place
  tell(
    `TMPDIR: received "${printable(tmpdir())}", allowed is a folder that this user may write with a path of at most 76 bytes, as a Unix socket's has to be short`,
  )
  return process.exit(exitCodes.badSettings)
}

function adminUrl({ HOST, ADMIN_HOST, ADMIN_PORT }: Settings, port: number): string {
  return ADMIN_PORT === undefined ? `http://${formatHost(HOST)}:${port}` : `http://${formatHost(ADMIN_HOST)}:${ADMIN_PORT}`
}

/** Returns the address for programs of this machine: a listener on every address is asked over loopback. */
function localAdminUrl(settings: Settings, port: number): string | null {
  const onLoopback = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host)
  const { HOST, ADMIN_HOST, ADMIN_PORT } = settings
  if (ADMIN_PORT === 0) return null // only the control process knows which one it was given
  return adminUrl({ ...settings, HOST: onLoopback(HOST), ADMIN_HOST: onLoopback(ADMIN_HOST) }, port)
}

function formatHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** Quotes a path for a POSIX shell. */
function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}
