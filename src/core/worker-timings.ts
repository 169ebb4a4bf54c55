import { addHistogram, openHistogram, type Histogram } from './histogram.ts'

/** Bounds of the buckets in seconds, by what a redirect worker measures. */
export const workerBounds = {
  /** From the parsed request to its written answer. */
  redirect: [0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.2],
  tableBuild: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5],
} as const

/** Times that a worker has counted since its process started. */
export type WorkerTimings = Readonly<Record<keyof typeof workerBounds, Histogram>>

export function noTimings(): WorkerTimings {
  return { redirect: openHistogram(workerBounds.redirect), tableBuild: openHistogram(workerBounds.tableBuild) }
}

/** Adds what came between two reports. Other buckets than these are those of another version, and left out. */
export function addTimings(sum: WorkerTimings, now: WorkerTimings, before: WorkerTimings): void {
  for (const what of ['redirect', 'tableBuild'] as const)
    if (now[what]?.counts.length === sum[what].counts.length) addHistogram(sum[what], now[what], before[what])
}
