// The same as mixed, slower and for longer; judges what grows. What grows inside of the group is judged by `npm run load -- soak` alone.
import { plan } from './sluice.js'
export { auditRead, dashboard, override, publish, redirect, setup } from './sluice.js'

export const options = plan({
  seconds: 600,
  load: {
    redirectsPerSecond: 200,
    connections: 20,
    publishesPerSecond: 1,
    publishers: 2,
    overridesPerSecond: 0.5,
    auditReadsPerSecond: 0.5,
    dashboards: 20,
  },
  maxP99Ms: { redirect: 250, publish: 2_000, commitToWorker: 1_000, delivery: 2_000, override: 2_000, auditRead: 2_000 },
})
