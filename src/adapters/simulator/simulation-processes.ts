import { fork, type Serializable } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../ports/clock.ts'
import type { WorkerFleet } from '../../ports/worker-fleet.ts'
import type { RecordingAsk } from '../../ports/worker-link.ts'
import { recordsSocketOf, removeSocket } from '../ipc/recording-socket.ts'

/** A process that simulates, one task after the other. */
export type SimulationProcess<Task> = {
  /** Rejects when the process ends: with `OutOfMemory` where that is why. */
  run(task: Task): Promise<unknown>
  hasEnded(): boolean
  /** Resolves when its core and memory are free. */
  end(): Promise<void>
}

export type SimulationProcesses<Task> = {
  take(): SimulationProcess<Task>
  /** Keeps a process that has answered for the next task, if no other one waits; else ends it. */
  giveBack(simulation: SimulationProcess<Task>): Promise<void>
}

/** A simulation took more than its heap. */
export class OutOfMemory extends Error {}

/** Time for which a process waits. Who previews a change asks several times, and a start takes as long as many decisions. */
const WAIT_MS = 10_000
/** Priority of a start: a tenth of a full core, so that small simulations end in time there. */
const START_NICE = 10

/** Garbage is collected less often, and by the thread that pauses: by V8's own threads it took a third of the CPU of a simulation. */
const gentleFlags = ['--max-semi-space-size=32', '--single-threaded-gc']

const path = fileURLToPath(new URL('simulation-process.ts', import.meta.url))

/** Message of a process: the workers are to be asked, or a task has ended. */
export type FromSimulation =
  | { readonly kind: 'ASK'; readonly ask: RecordingAsk }
  | { readonly kind: 'ANSWER'; readonly answer: unknown }
  | { readonly kind: 'FAILED'; readonly why: string }

/** Brings records to processes: each listens beside this socket, and has all workers asked. */
export type RecordSource = { readonly controlSocket: string; readonly fleet: Pick<WorkerFleet, 'askForRecordings'> }

export function openSimulationProcesses<Task extends Serializable>(
  { after }: Pick<Clock, 'after'>,
  source: RecordSource,
  maxHeapMb: number,
): SimulationProcesses<Task> {
  let waiting: { readonly simulation: SimulationProcess<Task>; readonly cancel: () => void } | undefined
  return {
    take() {
      const kept = waiting?.simulation.hasEnded() === false ? waiting.simulation : undefined
      waiting?.cancel()
      waiting = undefined
      return kept ?? startProcess<Task>(source, maxHeapMb)
    },
    async giveBack(simulation) {
      if (waiting !== undefined) return simulation.end()
      waiting = { simulation, cancel: after(WAIT_MS, endWaiting) }
    },
  }

  function endWaiting(): void {
    void waiting?.simulation.end()
    waiting = undefined
  }
}

function startProcess<Task extends Serializable>(source: RecordSource, maxHeapMb: number): SimulationProcess<Task> {
  const child = fork(path, {
    execArgv: [`--max-old-space-size=${maxHeapMb}`, ...gentleFlags],
    env: environmentWith(source.controlSocket),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  })
  yieldStart(child.pid)
  child.unref() // a process that waits keeps nobody alive
  child.channel?.unref()
  const gone = Promise.withResolvers<void>()
  let next = openAnswer()
  child.on('message', (message: FromSimulation) => {
    if (message.kind === 'ASK') return source.fleet.askForRecordings(message.ask)
    const { resolve, reject } = next
    next = openAnswer()
    if (message.kind === 'ANSWER') resolve(message.answer)
    else reject(new Error(message.why))
  })
  child.on('error', (error) => {
    next.reject(error)
    if (child.pid === undefined) gone.resolve()
  })
  child.on('exit', (code, signal) => {
    next.reject(signal === 'SIGABRT' ? new OutOfMemory() : new Error(`a simulation ended with ${signal ?? `code ${code}`}`))
    if (child.pid !== undefined) removeSocket(recordsSocketOf(source.controlSocket, child.pid)) // of one that was killed
    gone.resolve()
  })
  return {
    run(task) {
      child.send(task)
      return next.promise
    },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async end() {
      child.kill('SIGKILL')
      await gone.promise
    },
  }
}

/** No secret of the service is its business. */
function environmentWith(controlSocket: string): NodeJS.ProcessEnv {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  return { PATH, NODE_COMPILE_CACHE, SLUICE_CONTROL_SOCKET: controlSocket }
}

/** The threads that it makes have the same priority. */
function yieldStart(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, START_NICE)
  } catch {
    // It has ended already, of which 'exit' tells.
  }
}

/** Nobody need wait for it: a process may end while it waits for a task. */
function openAnswer(): PromiseWithResolvers<unknown> {
  const answer = Promise.withResolvers<unknown>()
  answer.promise.catch(() => undefined)
  return answer
}
