import { fail, type Problem, type Result } from '../../core/result.ts'
import type { ContingencyTask, SimulationTask } from '../../core/simulation/answer.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ReadInput, Simulator } from '../../ports/simulator.ts'
import {
  openSimulationProcesses,
  OutOfMemory,
  type RecordSource,
  type SimulationProcess,
  type SimulationProcesses,
} from './simulation-processes.ts'

/** Simulations at once, of all callers. */
const MAX_RUNNING = 2
/** Time of one, with the start of its process and the wait for records. */
const DEADLINE_MS = 5_000
/** 1,000 CDNs in 40 pools with what five workers recorded took 80 MB. */
const MAX_HEAP_MB = 256

/** Opens a simulator. Each simulation has a process to itself while it runs. */
export function openProcessSimulator(
  clock: Pick<Clock, 'after'>,
  source: RecordSource,
  { deadlineMs = DEADLINE_MS, maxHeapMb = MAX_HEAP_MB } = {},
): Simulator {
  const running = new Set<string>()
  const processes = openSimulationProcesses<Task>(clock, source, maxHeapMb)
  return {
    simulate: (read, caller) => run(read, (task) => ({ kind: 'SIMULATE', task }), caller),
    contingencies: (read, caller) => run(read, (task) => ({ kind: 'CONTINGENCIES', task }), caller),
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
      return input.ok ? await runProcess<Answer>(taskOf(input.value), { clock, deadlineMs, maxHeapMb, processes }) : input
    } finally {
      running.delete(caller)
    }
  }
}

export type Task =
  | { readonly kind: 'SIMULATE'; readonly task: SimulationTask }
  | { readonly kind: 'CONTINGENCIES'; readonly task: ContingencyTask }

type Parts = {
  readonly clock: Pick<Clock, 'after'>
  readonly deadlineMs: number
  readonly maxHeapMb: number
  readonly processes: SimulationProcesses<Task>
}

async function runProcess<Answer>(task: Task, { clock, deadlineMs, maxHeapMb, processes }: Parts): Promise<Result<Answer>> {
  const simulation = processes.take()
  const late = Promise.withResolvers<undefined>()
  const cancel = clock.after(deadlineMs, () => late.resolve(undefined))
  try {
    const answer = await Promise.race([simulation.run(task), late.promise])
    if (answer === undefined) return await giveUp(simulation, `over ${deadlineMs / 1_000} s`)
    await processes.giveBack(simulation)
    return answer as Result<Answer> // as simulation-process.ts answers this task
  } catch (error) {
    if (error instanceof OutOfMemory) return await giveUp(simulation, `over ${maxHeapMb} MB`)
    await simulation.end()
    throw error
  } finally {
    cancel()
  }
}

/** Ends it first, so that its core and memory are free before another one begins. */
async function giveUp(simulation: SimulationProcess<Task>, received: string): Promise<Result<never>> {
  await simulation.end()
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
    remedy: 'give fewer requests, or a shorter window; of failures ask for those of one CDN; on full cores ask again later',
  }
}
