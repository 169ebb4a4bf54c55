// Redirects alone.
import { plan } from './sluice.js'
export { auditRead, dashboard, override, publish, redirect, setup } from './sluice.js'

export const options = plan({
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
})
