import type { Result } from '../core/result.ts'
import type { Contingency } from '../core/simulation/contingency.ts'
import type { Simulation } from '../core/simulation/effect.ts'
import type { ContingencyQuestion } from '../core/simulation/list-contingencies.ts'
import type { SimulationInput } from '../core/simulation/simulate.ts'

/** Reads what a simulation is about, once it has its turn. */
export type ReadInput<Input> = () => Promise<Result<Input>>

/** Runs simulations where they hold nobody up. */
export type Simulator = {
  /**
   * Fails with SIMULATION_RUNNING while the caller has one under way, or others have too many; with SIMULATION_TOO_LARGE where it takes
   * too much time or memory; and as reading and `simulate` do.
   */
  simulate(read: ReadInput<SimulationInput>, caller: string): Promise<Result<Simulation>>
  /** Computes failures within the same bounds. Fails as `listContingencies` does, too. */
  contingencies(read: ReadInput<ContingencyQuestion>, caller: string): Promise<Result<readonly Contingency[]>>
}
