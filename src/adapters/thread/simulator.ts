import { fail, type Problem, type Result } from '../../core/result.ts'
import type { ContingencyQuestion } from '../../core/simulation/list-contingencies.ts'
import type { SimulationInput } from '../../core/simulation/simulate.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ReadInput, Simulator } from '../../ports/simulator.ts'
import { MAX_HEAP_MB, openSimulationThreads, type SimulationThread, type SimulationThreads } from './simulation-threads.ts'

/** Simulations at once, of all callers. */
const MAX_RUNNING = 2
/** Time of one, with the start of its thread. */
const DEADLINE_MS = 5_000

/** Opens a simulator. Each simulation has a thread to itself while it runs. */
export function openThreadSimulator(clock: Pick<Clock, 'after'>, deadlineMs = DEADLINE_MS): Simulator {
  const running = new Set<string>()
  const threads = openSimulationThreads<Task>(clock)
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
      return input.ok ? await runThread<Answer>(taskOf(input.value), { clock, deadlineMs, threads }) : input
    } finally {
      running.delete(caller)
    }
  }
}

export type Task =
  | { readonly kind: 'SIMULATE'; readonly input: SimulationInput }
  | { readonly kind: 'CONTINGENCIES'; readonly question: ContingencyQuestion }

type Parts = { readonly clock: Pick<Clock, 'after'>; readonly deadlineMs: number; readonly threads: SimulationThreads<Task> }

async function runThread<Answer>(task: Task, { clock, deadlineMs, threads }: Parts): Promise<Result<Answer>> {
  const thread = threads.take()
  const late = Promise.withResolvers<undefined>()
  const cancel = clock.after(deadlineMs, () => late.resolve(undefined))
  try {
    const answer = await Promise.race([thread.run(task), late.promise])
    if (answer === undefined) return await giveUp(thread, `over ${deadlineMs / 1_000} s`)
    await threads.giveBack(thread)
    return answer as Result<Answer> // as simulation-thread.ts answers this task
  } catch (error) {
    const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    if (isMemory) return await giveUp(thread, `over ${MAX_HEAP_MB} MB`)
    throw error
  } finally {
    cancel()
  }
}

/** Ends it first, so that its core and memory are free before another one begins. */
async function giveUp(thread: SimulationThread<Task>, received: string): Promise<Result<never>> {
  await thread.end()
  return fail(tooLarge(received))
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
