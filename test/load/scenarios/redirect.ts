import type { Scenario } from '../scenario.ts'

export const redirect: Scenario = {
  summary: 'redirects alone',
  seconds: 60,
  load: {
    redirectsPerSecond: 1_000,
    connections: 100,
    publishesPerSecond: 0,
    publishers: 1,
    overridesPerSecond: 0,
    auditReadsPerSecond: 0,
    dashboards: 0,
  },
  maxP99Ms: { redirect: 100 },
}
