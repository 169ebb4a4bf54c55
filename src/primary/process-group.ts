import { fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { isFinal } from '../core/exit-codes.ts'
import { DRAIN_MS } from '../core/http-limits.ts'
import type { Clock } from '../ports/clock.ts'
import type { FromControl, ToControl, ToWorker } from '../ports/group-messages.ts'
import { openChildSlot } from './child-slot.ts'
import type { ListeningSocket } from './listening-socket.ts'
import { openRolls, type RollState } from './rolls.ts'
import { openWorkers } from './workers.ts'

export type ProcessGroupParts = {
  readonly clock: Clock
  /** The file that every process of the group runs. */
  readonly mainPath: string
  /** Settings of the children that differ from what the environment says. */
  readonly childSettings: Readonly<Record<string, string>>
  readonly workers: number
  readonly preStopMs: number
  /** A worker that listens and has not reported for so long is killed and replaced. */
  readonly silenceMs: number
  readonly controlSocket: { readonly path: string; readonly folder: string | undefined }
  /** The public listener's; the workers accept from it. */
  readonly socket: ListeningSocket
  /** Whether SIGHUP came since the terminal is gone, which is to end the group; else it asks for a roll. */
  readonly isTerminalGone: () => boolean
  /** Every worker listens. */
  readonly onReady: () => void
  readonly onRolls: (state: RollState) => void
  readonly onSilent: (name: string, pid: number) => void
  readonly onChildGone: (name: string, pid: number, code: number | null, signal: string | null) => void
  readonly exit: (code: number) => never
}

/** A redirect leaves little behind: a young generation of 4 MB costs no time and saves some 25 MB a worker. */
const workerFlags = ['--max-semi-space-size=4']
/** As large as V8 makes it without a flag it would hold some 100 MB more than a million addresses of its rate limits need. */
const controlFlags = ['--max-semi-space-size=16']

/** Signals closer together than this are one: npm passes on a Ctrl-C that the terminal has already sent to the whole group. */
const SAME_SIGNAL_MS = 500

/** The primary: forks, restarts, relays. It holds no state of the balancer and opens no connection. */
export function startProcessGroup({
  clock,
  mainPath,
  childSettings,
  workers,
  preStopMs,
  silenceMs,
  controlSocket,
  socket,
  isTerminalGone,
  onReady,
  onRolls,
  onSilent,
  onChildGone,
  exit,
}: ProcessGroupParts): void {
  let ready = false
  let stopping: 'NO' | 'PRE_STOP' | 'LEAVING' = 'NO'
  let interruptedMonoMs: number | undefined
  let cancelPreStop = (): void => undefined
  const listening = new Set<string>()

  const control = openChildSlot({
    clock,
    maxDelayMs: 2_000,
    fork: () => fork(mainPath, { env: environment('control', 'control'), execArgv: [...process.execArgv, ...controlFlags] }),
    onStarted: () => undefined,
    onMessage: (message) => onControlMessage(message as FromControl),
    onGone: (pid, code, signal) => onGone('control', pid, code, signal),
  })
  const redirectWorkers = openWorkers({
    clock,
    count: workers,
    silenceMs,
    fork: (id) => fork(mainPath, { env: environment('worker', id), execArgv: [...process.execArgv, ...workerFlags] }),
    socket: socket.handle,
    toControl,
    greet,
    onListening,
    onSilent,
    onGone,
  })
  const askForRoll = openRolls(async () => {
    if (!ready) return 'the group is not ready yet; ask again when it is'
    if (stopping !== 'NO') return 'the group is stopping'
    return redirectWorkers.roll()
  }, onRolls)
  process.on('SIGTERM', onTerminate)
  process.on('SIGINT', onInterrupt)
  process.on('SIGHUP', () => (isTerminalGone() ? onTerminate() : askForRoll()))

  /** The settings are read from it by each process, beside what the primary tells. */
  function environment(kind: 'control' | 'worker', id: string): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...childSettings,
      SLUICE_PROCESS: kind,
      SLUICE_PRIMARY: String(process.pid),
      SLUICE_WORKER_ID: id, // its name in `ps`, and in /proc/PID/environ
      SLUICE_CONTROL_SOCKET: controlSocket.path,
      SLUICE_REPLACEMENT: ready ? '1' : '',
    }
  }

  function toControl(message: ToControl): void {
    control.send(message)
  }

  function onControlMessage(message: FromControl): void {
    if (message.kind === 'OPEN') {
      toControl({ kind: 'GROUP', ready })
      if (stopping !== 'NO') toControl({ kind: 'DRAIN' })
      return
    }
    const { to, ...toWorker } = message
    redirectWorkers.send(toWorker, to)
  }

  /** What a worker has to know before its first answer. */
  function greet(send: (message: ToWorker) => void): void {
    if (ready) send({ kind: 'GROUP', ready })
    if (stopping !== 'NO') send({ kind: 'DRAIN' })
  }

  function onListening(id: string): void {
    listening.add(id)
    if (ready || listening.size < workers) return
    ready = true
    redirectWorkers.send({ kind: 'GROUP', ready })
    toControl({ kind: 'GROUP', ready })
    onReady()
  }

  function onGone(name: string, pid: number, code: number | null, signal: string | null): void {
    if (stopping !== 'LEAVING') onChildGone(name, pid, code, signal)
    if (!ready) listening.delete(name)
    if (!ready && stopping === 'NO' && isFinal(code)) leaveAtOnce(code)
    if (stopping === 'LEAVING' && !control.running() && !redirectWorkers.running()) finish(0)
  }

  function onTerminate(): void {
    if (!ready) leaveAtOnce(0)
    if (stopping === 'NO') preStop(preStopMs)
  }

  function onInterrupt(): void {
    if (!ready) leaveAtOnce(0)
    if (interruptedMonoMs !== undefined && clock.nowMonoMs() - interruptedMonoMs > SAME_SIGNAL_MS) leaveAtOnce(130)
    interruptedMonoMs ??= clock.nowMonoMs()
    if (stopping !== 'LEAVING') preStop(0)
  }

  /** Not ready at once, still serving for a while so that load balancers notice. */
  function preStop(delayMs: number): void {
    stopping = 'PRE_STOP'
    cancelPreStop()
    redirectWorkers.endRoll()
    redirectWorkers.send({ kind: 'DRAIN' })
    toControl({ kind: 'DRAIN' })
    cancelPreStop = clock.after(delayMs, leave)
  }

  function leave(): void {
    stopping = 'LEAVING'
    control.retire()
    socket.close()
    redirectWorkers.stop()
    toControl({ kind: 'STOP' })
    clock.after(DRAIN_MS, () => leaveAtOnce(0))
  }

  function leaveAtOnce(code: number): never {
    control.retire()
    control.kill()
    redirectWorkers.kill()
    return finish(code)
  }

  function finish(code: number): never {
    if (controlSocket.folder !== undefined) rmSync(controlSocket.folder, { recursive: true, force: true })
    return exit(code)
  }
}
