import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { AdminClient } from '../admin-client.ts'
import type { Measures, TimesByKind } from '../measures.ts'
import type { Target } from '../target.ts'
import { countDescriptors, readDataMiB, readHeapsMiB } from './own-group.ts'

/** A second of a run. What could not be read then is absent. */
export type Sample = {
  readonly second: number
  /** Since the sample before: more than 1 where a look took longer. */
  readonly spanSeconds: number
  readonly times: TimesByKind
  /** Since the start. */
  readonly failures: number
  readonly publishes: number
  /** By process: of the last one to two minutes, as `/metrics` tells it. */
  readonly loopDelayP99Ms: Readonly<Record<string, number>>
  /** By worker. */
  readonly residentMiB: Readonly<Record<string, number>>
  /** By process, after a forced collection; empty but for one sample in thirty. */
  readonly heapMiB: Readonly<Record<string, number>>
  readonly descriptors: number | undefined
  readonly dataMiB: number | undefined
  /** How late this tool itself was: times of this second are too long by as much. */
  readonly toolDelayMs: number
}

export type Sampler = { readonly samples: readonly Sample[]; stop(): Promise<void> }

/** More often, and the 99th percentile of the redirects would be that of the collections. */
const HEAP_EVERY_SECONDS = 30

/** Looks at the run and at its group each second. */
export function startSampler(
  target: Target,
  admin: AdminClient,
  measures: Measures,
  { forcesCollections, onSample }: { readonly forcesCollections: boolean; readonly onSample: (sample: Sample) => void },
): Sampler {
  const samples: Sample[] = []
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const startedMs = performance.now()
  let publishes = 0
  let lastMs = startedMs
  let nextHeapSecond = HEAP_EVERY_SECONDS
  let heaps: Promise<void> | undefined
  let heapMiB: Sample['heapMiB'] = {}
  let sampling: Promise<void> | undefined
  const timer = setInterval(() => {
    // A look that takes longer than a second skips the next one.
    sampling ??= take().finally(() => (sampling = undefined))
  }, 1_000)
  return {
    samples,
    async stop() {
      clearInterval(timer)
      await Promise.all([sampling, heaps])
      delay.disable()
    },
  }

  async function take(): Promise<void> {
    const nowMs = performance.now()
    const second = Math.round((nowMs - startedMs) / 1_000)
    const spanSeconds = (nowMs - lastMs) / 1_000
    lastMs = nowMs
    const times = measures.takeLatest()
    const toolDelayMs = Math.max(0, delay.percentile(99) / 1e6 - 10)
    delay.reset()
    publishes += times.publish.count
    const failures = measures.failureCount()
    const seen = { ...(await readMetrics(admin)), ...(await readOwn(target)) }
    const sample: Sample = { second, spanSeconds, times, failures, publishes, toolDelayMs, ...seen, heapMiB }
    heapMiB = {}
    if (forcesCollections && second >= nextHeapSecond) collectHeaps(second)
    samples.push(sample)
    onSample(sample)
  }

  /** Takes longer than a second on a busy machine, so the next sample has it that finds it there. */
  function collectHeaps(second: number): void {
    nextHeapSecond = second + HEAP_EVERY_SECONDS
    if (target.own === undefined) return
    heaps ??= readHeapsMiB(target.own)
      .then((read) => void (heapMiB = read))
      .catch(() => undefined) // a process that has just ended
      .finally(() => (heaps = undefined))
  }
}

type Read = Pick<Sample, 'loopDelayP99Ms' | 'residentMiB'>

async function readMetrics(admin: AdminClient): Promise<Read> {
  const loopDelayP99Ms: Record<string, number> = {}
  const residentMiB: Record<string, number> = {}
  const text = await admin.metrics().catch(() => '')
  for (const [, name = '', worker = 'control', value] of text.matchAll(/^(\w+)(?:\{worker="([^"]+)"\})? (\S+)$/gm)) {
    if (/^sluice_(worker|control)_event_loop_delay_p99_seconds$/.test(name)) loopDelayP99Ms[worker] = Number(value) * 1_000
    if (name === 'sluice_worker_resident_memory_bytes') residentMiB[worker] = Number(value) / 2 ** 20
  }
  return { loopDelayP99Ms, residentMiB }
}

async function readOwn({ own }: Target): Promise<Pick<Sample, 'descriptors' | 'dataMiB'>> {
  if (own === undefined) return { descriptors: undefined, dataMiB: undefined }
  // The database removes files and folders meanwhile.
  const [descriptors, dataMiB] = await Promise.all([countDescriptors(own), readDataMiB(own).catch(() => undefined)])
  return { descriptors, dataMiB }
}
