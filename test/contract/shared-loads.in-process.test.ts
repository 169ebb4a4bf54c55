import { openInProcessLoads } from '../../src/adapters/in-process/shared-loads.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { sharedLoadsContract } from './shared-loads.contract.ts'

sharedLoadsContract('the process', async () => {
  const clock = fixedClock()
  const loads = openInProcessLoads(clock)
  return { loads, other: loads, age: (ms) => clock.advance(ms) }
})
