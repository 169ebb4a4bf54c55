import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseExposition } from '../../support/exposition.ts'
import type { AdminClient } from '../admin-client.ts'
import type { Measures, TimesByKind } from '../measures.ts'
import type { Target } from '../target.ts'
import { countDescriptors, readDataMiB, readHeapsMiB } from './own-group.ts'

/** A second of a run. What could not be read then is absent. */
export type Sample = {
  readonly second: number
  readonly times: TimesByKind
  /** Since the start. */
  readonly failures: number
  readonly publishes: number
  /** By process: of the last one to two minutes, as `/metrics` tells it. */
  readonly loopDelayP99Ms: Readonly<Record<string, number>>
  /** By worker. */
  readonly residentMiB: Readonly<Record<string, number>>
  /** By process, after a forced collection, every 10 s. */
  readonly heapMiB: Readonly<Record<string, number>>
  readonly descriptors?: number
  readonly dataMiB?: number
  /** How late this tool itself was: times of this second are too long by as much. */
  readonly toolDelayMs: number
}

export type Sampler = { readonly samples: readonly Sample[]; stop(): Promise<void> }

const HEAP_EVERY_SECONDS = 10

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
  let sampling: Promise<void> | undefined
  const timer = setInterval(() => {
    // A look that takes longer than a second skips the next one.
    sampling ??= take().finally(() => (sampling = undefined))
  }, 1_000)
  return {
    samples,
    async stop() {
      clearInterval(timer)
      await sampling
      delay.disable()
    },
  }

  async function take(): Promise<void> {
    const second = Math.round((performance.now() - startedMs) / 1_000)
    const times = measures.takeLatest()
    const toolDelayMs = Math.max(0, delay.percentile(99) / 1e6 - 10)
    delay.reset()
    publishes += times.publish.count
    const sample: Sample = {
      second,
      times,
      failures: measures.failureCount(),
      publishes,
      toolDelayMs,
      ...(await readMetrics(admin)),
      ...(await readOwn(target, forcesCollections && second % HEAP_EVERY_SECONDS === 0)),
    }
    samples.push(sample)
    onSample(sample)
  }
}

type Read = Pick<Sample, 'loopDelayP99Ms' | 'residentMiB'>

async function readMetrics(admin: AdminClient): Promise<Read> {
  const loopDelayP99Ms: Record<string, number> = {}
  const residentMiB: Record<string, number> = {}
  const text = await admin.metrics().catch(() => '\n')
  for (const [sample, value] of parseExposition(text).samples) {
    const [, name, worker = 'control'] = /^([a-z0-9_]+)(?:\{worker="([^"]+)"\})?$/.exec(sample) ?? []
    if (/^sluice_(worker|control)_event_loop_delay_p99_seconds$/.test(name ?? '')) loopDelayP99Ms[worker] = value * 1_000
    if (name === 'sluice_worker_resident_memory_bytes') residentMiB[worker] = value / 2 ** 20
  }
  return { loopDelayP99Ms, residentMiB }
}

async function readOwn({ own }: Target, withHeaps: boolean): Promise<Pick<Sample, 'heapMiB' | 'descriptors' | 'dataMiB'>> {
  if (own === undefined) return { heapMiB: {} }
  const [descriptors, dataMiB] = await Promise.all([countDescriptors(own), readDataMiB(own)])
  return { descriptors, dataMiB, heapMiB: withHeaps ? await readHeapsMiB(own) : {} }
}
