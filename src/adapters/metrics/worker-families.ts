import type { FastTierVitals, WorkerVitals } from '../../ports/worker-link.ts'
import { counter, gauge, type Family, type NumberFamily, type Sample } from './family.ts'

/** Metrics of each worker but the LOST ones, whose vitals are out of date. */
export const workerFamilies: Readonly<Record<string, Family>> = {
  sluice_worker_event_loop_delay_p99_seconds: gauge(
    'Delay of callbacks in the worker in the last one to two minutes, 99th percentile',
    ['worker'],
    readWorkers(({ eventLoopDelay }) => eventLoopDelay.p99Seconds),
  ),
  sluice_worker_event_loop_delay_max_seconds: gauge(
    'The longest delay of callbacks in the worker in the last one to two minutes',
    ['worker'],
    readWorkers(({ eventLoopDelay }) => eventLoopDelay.maxSeconds),
  ),
  sluice_worker_resident_memory_bytes: gauge(
    'Memory that the worker holds',
    ['worker'],
    readWorkers(({ residentBytes }) => residentBytes),
  ),
  sluice_worker_cpu_seconds_total: counter(
    'CPU time of the worker since its process started',
    ['worker'],
    readWorkers(({ cpuSeconds }) => cpuSeconds),
  ),
  sluice_worker_connections: gauge(
    'Connections that are open at the worker',
    ['worker'],
    readWorkers(({ connections }) => connections),
  ),
  sluice_worker_access_log_dropped_total: counter(
    'Lines of the access log that the worker dropped since its process started: stdout took no more',
    ['worker'],
    readWorkers(({ accessLogDropped = 0 }) => accessLogDropped),
  ),
  sluice_worker_fast_tier: gauge(
    'Always 1; what answers plain requests before the HTTP parser is in the label: handles, public or off',
    ['worker', 'transport'],
    readTiers((id, { transport }) => [1, id, transport]),
  ),
  sluice_worker_fast_redirects_total: counter(
    'Redirects that the worker answered before the HTTP parser since its process started',
    ['worker'],
    readTiers((id, { redirects }) => [redirects, id]),
  ),
  sluice_worker_fast_handed_over_total: counter(
    'Connections that the worker gave to the HTTP parser since its process started, each for good',
    ['worker'],
    readTiers((id, { handedOver }) => [handedOver, id]),
  ),
}

function readWorkers(read: (vitals: WorkerVitals) => number): NumberFamily['read'] {
  return readVitals((id, vitals) => [[read(vitals), id]])
}

function readTiers(read: (id: string, tier: FastTierVitals) => Sample): NumberFamily['read'] {
  return readVitals((id, { fastTier }) => (fastTier === undefined ? [] : [read(id, fastTier)]))
}

function readVitals(read: (id: string, vitals: WorkerVitals) => readonly Sample[]): NumberFamily['read'] {
  return ({ workers, workerVitals }) =>
    workers.flatMap(({ id, state }) => {
      const vitals = workerVitals.get(id)
      return vitals === undefined || state === 'LOST' ? [] : read(id, vitals)
    })
}
