import type { Scenario } from '../scenario.ts'

export const publishStorm: Scenario = {
  summary: 'four publishers, who wait for their receipts, beside redirects',
  seconds: 60,
  load: {
    redirectsPerSecond: 200,
    connections: 20,
    publishesPerSecond: 10,
    publishers: 4,
    overridesPerSecond: 0,
    auditReadsPerSecond: 0,
    dashboards: 0,
  },
  maxP99Ms: { redirect: 100, publish: 2_000, commitToWorker: 1_000 },
}
