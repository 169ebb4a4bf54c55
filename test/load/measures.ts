import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import { kinds, type Kind } from './scenario.ts'

/** Times of one kind, in ms. */
export type Times = {
  readonly count: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}
export type TimesByKind = Readonly<Record<Kind, Times>>

/** Counts, times and failures of a run, since its start and since the last reading. */
export type Measures = {
  done(kind: Kind, ms: number): void
  fail(kind: Kind, why: string): void
  /** Since the last call of it. */
  takeLatest(): TimesByKind
  all(): TimesByKind
  failures(): Readonly<Record<string, number>>
  failureCount(): number
}

const histogramOptions = { lowest: 1, highest: 600_000_000, figures: 3 } // microseconds, to 10 minutes
/** Reasons that are told apart. */
const MAX_REASONS = 50

export function openMeasures(): Measures {
  const total = openHistograms()
  const latest = openHistograms()
  const failures = new Map<string, number>()
  return {
    done(kind, ms) {
      const micros = Math.min(Math.max(Math.round(ms * 1_000), 1), histogramOptions.highest)
      total[kind].record(micros)
      latest[kind].record(micros)
    },
    fail(kind, why) {
      const reason = `${kind}: ${why}`
      const key = failures.has(reason) || failures.size < MAX_REASONS ? reason : `${kind}: others`
      failures.set(key, (failures.get(key) ?? 0) + 1)
    },
    takeLatest() {
      const times = read(latest)
      for (const kind of kinds) latest[kind].reset()
      return times
    },
    all: () => read(total),
    failures: () => Object.fromEntries(failures),
    failureCount: () => [...failures.values()].reduce((sum, count) => sum + count, 0),
  }
}

type Histograms = Readonly<Record<Kind, RecordableHistogram>>

function openHistograms(): Histograms {
  return Object.fromEntries(kinds.map((kind) => [kind, createHistogram(histogramOptions)])) as Histograms
}

function read(histograms: Histograms): TimesByKind {
  return Object.fromEntries(kinds.map((kind) => [kind, timesOf(histograms[kind])])) as TimesByKind
}

function timesOf(histogram: RecordableHistogram): Times {
  const ms = (percent: number): number => (histogram.count === 0 ? 0 : histogram.percentile(percent) / 1_000)
  return { count: histogram.count, p50: ms(50), p90: ms(90), p99: ms(99), p999: ms(99.9), max: ms(100) }
}
