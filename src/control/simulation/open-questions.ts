import { tellClients, type ToldClientParts } from '../client/told-client.ts'
import { tellContingencies, type ToldContingenciesParts } from './told-contingencies.ts'
import { tellSimulations, type ToldSimulationParts } from './told-simulation.ts'

/** Answers to questions about what would be, for a client or for all traffic. */
export function openQuestions(parts: ToldClientParts & ToldSimulationParts & ToldContingenciesParts) {
  return { tellClient: tellClients(parts), tellSimulation: tellSimulations(parts), contingencies: tellContingencies(parts) }
}
