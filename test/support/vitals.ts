import type { WorkerVitals } from '../../src/ports/worker-link.ts'

/** Those of a worker that is well. */
export const vitals: WorkerVitals = {
  eventLoopDelay: { p99Seconds: 0.001, maxSeconds: 0.25 },
  residentBytes: 100_000_000,
  cpuSeconds: 1.5,
  connections: 0,
}
