import { openInProcessHealthReports } from '../../src/adapters/in-process/health-reports.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { healthReportsContract } from './health-reports.contract.ts'

healthReportsContract('the process', async () => {
  const clock = fixedClock()
  const reports = openInProcessHealthReports(clock)
  return { reports, other: reports, age: (ms) => clock.advance(ms) }
})
