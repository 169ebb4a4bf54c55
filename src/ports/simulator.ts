import type { Result } from '../core/result.ts'
import type { ContingencyTask, SimulationTask, ToldContingency, ToldSimulation } from '../core/simulation/answer.ts'

/** Reads what a simulation is about, once it has its turn. */
export type ReadInput<Input> = () => Promise<Result<Input>>

/** Runs simulations where they hold nobody up. */
export type Simulator = {
  /**
   * Fails with SIMULATION_RUNNING while the caller has one under way, or others have too many; with SIMULATION_TOO_LARGE where it takes
   * too much time or memory; and as reading and `answerSimulation` do.
   */
  simulate(read: ReadInput<SimulationTask>, caller: string): Promise<Result<ToldSimulation>>
  /** Computes failures within the same bounds. Fails as `answerContingencies` does, too. */
  contingencies(read: ReadInput<ContingencyTask>, caller: string): Promise<Result<readonly ToldContingency[]>>
}
