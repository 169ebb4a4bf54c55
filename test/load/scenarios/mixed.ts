import type { Scenario } from '../scenario.ts'

export const mixed: Scenario = {
  summary: 'redirects, publishes, overrides, dashboards and audit reads at once',
  seconds: 60,
  load: {
    redirectsPerSecond: 500,
    connections: 50,
    publishesPerSecond: 2,
    publishers: 2,
    overridesPerSecond: 1,
    auditReadsPerSecond: 1,
    dashboards: 50,
  },
  maxP99Ms: { redirect: 100, publish: 2_000, commitToWorker: 1_000, delivery: 2_000, override: 2_000, auditRead: 2_000 },
}
