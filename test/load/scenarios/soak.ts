import type { Scenario } from '../scenario.ts'
import { mixed } from './mixed.ts'

export const soak: Scenario = {
  summary: 'the same as mixed, slower and for longer; judges what grows',
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
  // A forced collection stops its process for up to 100 ms.
  maxP99Ms: { ...mixed.maxP99Ms, redirect: 250 },
  maxSlopes: { heapMiBPerMinute: 1, eventLoopDelayMsPerMinute: 5, descriptorsPerMinute: 2, dataKiBPerPublish: 64 },
}
