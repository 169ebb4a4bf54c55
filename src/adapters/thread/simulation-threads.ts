import { Worker } from 'node:worker_threads'
import type { Clock } from '../../ports/clock.ts'

/** A thread that simulates, one task after the other. */
export type SimulationThread<Task> = {
  /** Rejects when the thread breaks. */
  run(task: Task): Promise<unknown>
  /** Resolves when its core and memory are free. */
  end(): Promise<void>
}

export type SimulationThreads<Task> = {
  take(): SimulationThread<Task>
  /** Keeps a thread that has answered for the next task, if no other one waits; else ends it. */
  giveBack(thread: SimulationThread<Task>): Promise<void>
}

/** Time for which a thread waits. Who previews a change asks several times, and a start takes as long as many decisions. */
const WAIT_MS = 10_000

/** Memory of each: 1,000 CDNs in 40 pools with what five workers recorded took 80 MB. */
export const MAX_HEAP_MB = 256

export function openSimulationThreads<Task>({ after }: Pick<Clock, 'after'>): SimulationThreads<Task> {
  let waiting: { readonly thread: SimulationThread<Task>; readonly cancel: () => void } | undefined
  return {
    take() {
      const thread = waiting?.thread ?? startThread<Task>()
      waiting?.cancel()
      waiting = undefined
      return thread
    },
    async giveBack(thread) {
      if (waiting !== undefined) return thread.end()
      waiting = { thread, cancel: after(WAIT_MS, endWaiting) }
    },
  }

  function endWaiting(): void {
    void waiting?.thread.end()
    waiting = undefined
  }
}

function startThread<Task>(): SimulationThread<Task> {
  const worker = new Worker(new URL('./simulation-thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    env: {}, // no secret of the service is its business
    execArgv: [],
  })
  worker.unref() // a thread that waits keeps no process alive
  let next = openAnswer()
  worker.on('message', (answer) => {
    const { resolve } = next
    next = openAnswer()
    resolve(answer)
  })
  worker.on('error', (error) => next.reject(error))
  worker.on('exit', () => next.reject(new Error('the thread of a simulation ended without an answer')))
  return {
    run(task) {
      worker.postMessage(task) // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, no window
      return next.promise
    },
    async end() {
      await worker.terminate()
    },
  }
}

/** Nobody need wait for it: of a thread that breaks while it waits the next task is told. */
function openAnswer(): PromiseWithResolvers<unknown> {
  const answer = Promise.withResolvers<unknown>()
  answer.promise.catch(() => undefined)
  return answer
}
