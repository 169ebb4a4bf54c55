import { fork, type ChildProcess } from 'node:child_process'
import type { ErrorReport } from '../core/error-report.ts'
import type { Clock } from '../ports/clock.ts'
import type { FromControl, ToControl, ToWorker } from '../ports/group-messages.ts'
import { openChildSlot } from './child-slot.ts'
import { openErrorRelay } from './error-relay.ts'
import { openGroupStop } from './group-stop.ts'
import type { ListeningSocket } from './listening-socket.ts'
import { openRolls, type RollState } from './rolls.ts'
import { openWorkers } from './workers.ts'

export type ProcessGroupParts = {
  readonly clock: Clock
  /** The file that every process of the group runs. */
  readonly mainPath: string
  /** Settings of the children that differ from the environment. */
  readonly childSettings: Readonly<Record<string, string>>
  readonly workers: number
  readonly preStopMs: number
  /** A worker that listens and is silent for this long is killed and replaced. */
  readonly silenceMs: number
  readonly controlSocket: { readonly path: string; readonly folder: string | undefined }
  /** Socket of the public listener, from which the workers accept. */
  readonly socket: ListeningSocket
  /** Whether SIGHUP came because the terminal is gone, which ends the group; else it asks for a roll. */
  readonly isTerminalGone: () => boolean
  /** Called when every worker listens. */
  readonly onReady: () => void
  /** Called with the number of a live revision that workers are sent. */
  readonly onLive: (revision: number) => void
  readonly onRolls: (state: RollState) => void
  readonly onSilent: (name: string, pid: number) => void
  readonly onChildGone: (name: string, pid: number, code: number | null, signal: string | null) => void
  /** Called when the stop begins, with the milliseconds for which requests are served as before. */
  readonly onStop: (preStopMs: number) => void
  readonly exit: (code: number) => never
}

/** A redirect leaves little garbage: a young generation of 4 MB costs no time and saves some 25 MB a worker. */
const workerFlags = ['--max-semi-space-size=4']
/**
 * V8's default for the young generation would hold some 100 MB more than the rate limits need for a million addresses. Its default
 * for WebAssembly compiles much of the embedded database once more for what a start runs, beside the workers that serve already.
 * With a tenth of this budget one function is compiled right after a start, in 0.6 s and 600 MB.
 */
const controlFlags = ['--max-semi-space-size=16', '--wasm-tiering-budget=2000000000']

/** The primary: forks, restarts, relays. It keeps neither state of the balancer nor connections. */
export function startProcessGroup(parts: ProcessGroupParts): { readonly reportError: (report: ErrorReport) => void } {
  const { clock, socket, onChildGone } = parts
  let isReady = false
  const listening = new Set<string>()
  const errors = openErrorRelay(toControl)

  const control = openChildSlot({
    clock,
    maxDelayMs: 2_000,
    fork: () => forkChild(parts, 'control', 'control', isReady),
    onStarted: () => undefined,
    onMessage: (message) => onControlMessage(message as FromControl),
    onGone(pid, code, signal) {
      errors.close()
      onGone('control', pid, code, signal)
    },
  })
  const workers = openWorkers({
    clock,
    count: parts.workers,
    silenceMs: parts.silenceMs,
    fork: (id) => forkChild(parts, 'worker', id, isReady),
    socket: socket.handle,
    toControl,
    greet,
    onListening,
    onError: (report) => errors.hear(report),
    onSilent: parts.onSilent,
    onGone,
  })
  const folder = parts.controlSocket.folder
  const stop = openGroupStop({ ...parts, folder, control, workers, isReady: () => isReady })
  const askForRoll = openRolls(async () => {
    if (!isReady) return 'the group is not ready yet; ask again when it is'
    if (stop.stage() !== 'NO') return 'the group is stopping'
    return workers.roll()
  }, parts.onRolls)
  process.on('SIGTERM', () => stop.terminate())
  process.on('SIGINT', () => stop.interrupt())
  process.on('SIGHUP', () => (parts.isTerminalGone() ? stop.terminate() : askForRoll()))
  return { reportError: (report) => errors.hear(report) }

  function toControl(message: ToControl): void {
    control.send(message)
  }

  function onControlMessage(message: FromControl): void {
    if (message.kind === 'OPEN') {
      toControl({ kind: 'GROUP', ready: isReady })
      if (stop.stage() !== 'NO') toControl({ kind: 'DRAIN' })
      errors.open()
      return
    }
    if (message.kind === 'REVISION' && message.isCanary !== true) parts.onLive(message.revision.number)
    const { to, ...toWorker } = message
    workers.send(toWorker, to)
  }

  /** Tells a worker the state of the group before its first answer. */
  function greet(send: (message: ToWorker) => void): void {
    if (isReady) send({ kind: 'GROUP', ready: isReady })
    if (stop.stage() !== 'NO') send({ kind: 'DRAIN' })
  }

  function onListening(id: string): void {
    listening.add(id)
    if (isReady || listening.size < parts.workers) return
    isReady = true
    workers.send({ kind: 'GROUP', ready: isReady })
    toControl({ kind: 'GROUP', ready: isReady })
    parts.onReady()
  }

  function onGone(name: string, pid: number, code: number | null, signal: string | null): void {
    if (stop.stage() !== 'LEAVING') onChildGone(name, pid, code, signal)
    if (!isReady) listening.delete(name)
    stop.hearEnd(code)
  }
}

/** Forks a child with the settings of this environment, and with the primary's own values. */
function forkChild(parts: ProcessGroupParts, kind: 'control' | 'worker', id: string, isReplacement: boolean): ChildProcess {
  const { mainPath, childSettings, controlSocket } = parts
  const env = {
    ...process.env,
    ...childSettings,
    SLUICE_PROCESS: kind,
    SLUICE_PRIMARY: String(process.pid),
    SLUICE_WORKER_ID: id, // shows the name in `ps`, and in /proc/PID/environ
    SLUICE_CONTROL_SOCKET: controlSocket.path,
    SLUICE_REPLACEMENT: isReplacement ? '1' : '',
  }
  return fork(mainPath, { env, execArgv: [...process.execArgv, ...(kind === 'control' ? controlFlags : workerFlags)] })
}
