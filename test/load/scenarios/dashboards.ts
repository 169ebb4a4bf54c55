import type { Scenario } from '../scenario.ts'

export const dashboards: Scenario = {
  summary: 'a crowd of dashboards, each of which sees every publish',
  seconds: 60,
  load: {
    redirectsPerSecond: 200,
    connections: 20,
    publishesPerSecond: 1,
    publishers: 1,
    overridesPerSecond: 0,
    auditReadsPerSecond: 0,
    dashboards: 500,
  },
  maxP99Ms: { redirect: 100, publish: 2_000, commitToWorker: 1_000, delivery: 2_000 },
}
