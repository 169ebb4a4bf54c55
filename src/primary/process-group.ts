import { fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { isFinal } from '../core/exit-codes.ts'
import { DRAIN_MS } from '../core/http-limits.ts'
import type { Clock } from '../ports/clock.ts'
import type { FromControl, FromWorker, ToControl, ToWorker } from '../ports/group-messages.ts'
import { openChildSlot, type ChildSlot } from './child-slot.ts'
import type { ListeningSocket } from './listening-socket.ts'

export type ProcessGroupParts = {
  readonly clock: Clock
  /** The file that every process of the group runs. */
  readonly mainPath: string
  readonly workers: number
  readonly preStopMs: number
  readonly controlSocket: { readonly path: string; readonly folder: string | undefined }
  /** The public listener's; the workers accept from it. */
  readonly socket: ListeningSocket
  /** Every worker listens. */
  readonly onReady: () => void
  readonly onChildGone: (name: string, pid: number, code: number | null, signal: string | null) => void
  readonly exit: (code: number) => never
}

/** Signals closer together than this are one: npm passes on a Ctrl-C that the terminal has already sent to the whole group. */
const SAME_SIGNAL_MS = 500

/** The primary: forks, restarts, relays. It holds no state of the balancer and opens no connection. */
export function startProcessGroup({
  clock,
  mainPath,
  workers,
  preStopMs,
  controlSocket,
  socket,
  onReady,
  onChildGone,
  exit,
}: ProcessGroupParts): void {
  let ready = false
  let stopping: 'NO' | 'PRE_STOP' | 'LEAVING' = 'NO'
  let interruptedMonoMs: number | undefined
  let cancelPreStop = (): void => undefined
  const listening = new Set<string>()

  const control = openControlSlot()
  const workerSlots = new Map(
    Array.from({ length: workers }, (_, index) => `worker-${index + 1}`).map((id) => [id, openWorkerSlot(id)]),
  )
  process.on('SIGTERM', onTerminate)
  process.on('SIGINT', onInterrupt)

  function openControlSlot(): ChildSlot {
    return openChildSlot({
      clock,
      maxDelayMs: 2_000,
      fork: () => fork(mainPath, { env: environment('control', 'control') }),
      onStarted: () => undefined,
      onMessage: (message) => onControlMessage(message as FromControl),
      onGone: (pid, code, signal) => onGone('control', pid, code, signal),
    })
  }

  function openWorkerSlot(id: string): ChildSlot {
    let pid = 0
    return openChildSlot({
      clock,
      maxDelayMs: 1_000,
      fork: () => fork(mainPath, { env: environment('worker', id) }),
      onStarted: (startedPid) => {
        pid = startedPid
        toControl({ kind: 'WORKER', worker: { id, pid }, event: 'STARTED' })
      },
      onMessage: (message) => {
        const fromWorker = message as FromWorker
        if (fromWorker.kind === 'REPORT') toControl({ ...fromWorker, worker: { id, pid } })
        else if (fromWorker.kind === 'LISTENING') onListening(id)
        else workerSlots.get(id)?.send({ kind: 'SOCKET' }, socket.handle)
      },
      onGone: (gonePid, code, signal) => {
        toControl({ kind: 'WORKER', worker: { id, pid: gonePid }, event: 'GONE' })
        onGone(id, gonePid, code, signal)
      },
    })
  }

  /** The settings are read from it by each process, beside what the primary tells. */
  function environment(kind: 'control' | 'worker', id: string): NodeJS.ProcessEnv {
    return {
      ...process.env,
      SLUICE_PROCESS: kind,
      SLUICE_WORKER_ID: id, // whose process it is, for whoever looks at /proc/PID/environ
      SLUICE_CONTROL_SOCKET: controlSocket.path,
      SLUICE_REPLACEMENT: ready ? '1' : '',
    }
  }

  function toControl(message: ToControl): void {
    control.send(message)
  }

  function toWorkers(message: ToWorker): void {
    for (const slot of workerSlots.values()) slot.send(message)
  }

  function onControlMessage(message: FromControl): void {
    if (message.kind === 'OPEN') {
      toControl({ kind: 'GROUP', ready })
      if (stopping !== 'NO') toControl({ kind: 'DRAIN' })
      return
    }
    const { kind, revision, to } = message
    if (to === 'ALL') toWorkers({ kind, revision })
    else workerSlots.get(to)?.send({ kind, revision })
  }

  function onListening(id: string): void {
    listening.add(id)
    if (ready) {
      workerSlots.get(id)?.send({ kind: 'GROUP', ready })
      if (stopping !== 'NO') workerSlots.get(id)?.send({ kind: 'DRAIN' })
      return
    }
    if (listening.size < workers) return
    ready = true
    toWorkers({ kind: 'GROUP', ready })
    toControl({ kind: 'GROUP', ready })
    onReady()
  }

  function onGone(name: string, pid: number, code: number | null, signal: string | null): void {
    if (stopping !== 'LEAVING') onChildGone(name, pid, code, signal)
    if (!ready) listening.delete(name)
    if (!ready && stopping === 'NO' && isFinal(code)) leaveAtOnce(code)
    if (stopping === 'LEAVING' && ![control, ...workerSlots.values()].some((slot) => slot.running())) finish(0)
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
    toWorkers({ kind: 'DRAIN' })
    toControl({ kind: 'DRAIN' })
    cancelPreStop = clock.after(delayMs, leave)
  }

  function leave(): void {
    stopping = 'LEAVING'
    for (const slot of [control, ...workerSlots.values()]) slot.retire()
    socket.close()
    toWorkers({ kind: 'STOP' })
    toControl({ kind: 'STOP' })
    clock.after(DRAIN_MS, () => leaveAtOnce(0))
  }

  function leaveAtOnce(code: number): never {
    for (const slot of [control, ...workerSlots.values()]) {
      slot.retire()
      slot.kill()
    }
    return finish(code)
  }

  function finish(code: number): never {
    if (controlSocket.folder !== undefined) rmSync(controlSocket.folder, { recursive: true, force: true })
    return exit(code)
  }
}
