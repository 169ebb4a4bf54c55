import { Worker } from 'node:worker_threads'
import { fail, type Problem, type Result } from '../../core/result.ts'
import type { ContingencyQuestion } from '../../core/simulation/list-contingencies.ts'
import type { SimulationInput } from '../../core/simulation/simulate.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ReadInput, Simulator } from '../../ports/simulator.ts'

/** Simulations at once, of all callers. */
const MAX_RUNNING = 2
/** Time of one, with the start of its thread. */
const DEADLINE_MS = 5_000
/** Memory of one: 1,000 CDNs in 40 pools with what five workers recorded took 80 MB. */
const MAX_HEAP_MB = 256

/** Opens a simulator with a thread of its own for each simulation, which ends with it. */
export function openThreadSimulator(clock: Pick<Clock, 'after'>, deadlineMs = DEADLINE_MS): Simulator {
  const running = new Set<string>()
  return {
    simulate: (read, caller) => run(read, (input) => ({ kind: 'SIMULATE', input }), caller),
    contingencies: (read, caller) => run(read, (question) => ({ kind: 'CONTINGENCIES', question }), caller),
  }

  async function run<Input, Answer>(
    read: ReadInput<Input>,
    taskOf: (input: Input) => Task,
    caller: string,
  ): Promise<Result<Answer>> {
    if (running.has(caller) || running.size >= MAX_RUNNING) return fail(busy(running.has(caller)))
    running.add(caller)
    try {
      const input = await read()
      return input.ok ? await runThread<Answer>(taskOf(input.value), { clock, deadlineMs }) : input
    } finally {
      running.delete(caller)
    }
  }
}

export type Task =
  | { readonly kind: 'SIMULATE'; readonly input: SimulationInput }
  | { readonly kind: 'CONTINGENCIES'; readonly question: ContingencyQuestion }

type Bounds = { readonly clock: Pick<Clock, 'after'>; readonly deadlineMs: number }

async function runThread<Answer>(task: Task, { clock, deadlineMs }: Bounds): Promise<Result<Answer>> {
  const { promise, resolve, reject } = Promise.withResolvers<Result<Answer>>()
  const thread = new Worker(new URL('./simulation-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    env: {}, // no secret of the service is its business
    execArgv: [],
  })
  const cancel = clock.after(deadlineMs, () => resolve(fail(tooLarge(`over ${deadlineMs / 1_000} s`))))
  thread.once('message', resolve)
  thread.once('error', (error) => {
    const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    if (isMemory) resolve(fail(tooLarge(`over ${MAX_HEAP_MB} MB`)))
    else reject(error)
  })
  thread.once('exit', () => reject(new Error('the thread of a simulation ended without an answer')))
  try {
    return await promise
  } finally {
    cancel()
    await thread.terminate() // so that its core and memory are free before the next one begins
  }
}

function busy(isOwn: boolean): Problem {
  return {
    code: 'SIMULATION_RUNNING',
    received: isOwn ? 'another simulation of this caller' : `${MAX_RUNNING} simulations of others`,
    allowed: `one of each caller, ${MAX_RUNNING} in all`,
    remedy: 'ask again when it has ended, in 5 s at the latest',
  }
}

function tooLarge(received: string): Problem {
  const allowed = `${DEADLINE_MS / 1_000} s and ${MAX_HEAP_MB} MB`
  return {
    code: 'SIMULATION_TOO_LARGE',
    received,
    allowed,
    remedy: 'give fewer requests, or a shorter window; of failures ask for those of one CDN',
  }
}
