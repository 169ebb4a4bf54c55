import type { Sample } from '../sampling/sampler.ts'
import type { Slopes } from '../scenario.ts'
import { fitSlope, type Point } from './slope.ts'
import { format, type Verdict } from './verdict.ts'

/** Of a run: caches fill, code is compiled, and the database takes its first files. */
const WARM_UP = 0.25

/** Judges what grew after the warm-up, by its slope. */
export function judgeGrowth(samples: readonly Sample[], limits: Slopes): readonly Verdict[] {
  const end = samples.at(-1)?.second ?? 0
  const kept = samples.filter(({ second }) => second >= end * WARM_UP)
  const names = (of: (sample: Sample) => object): readonly string[] => [...new Set(kept.flatMap((each) => Object.keys(of(each))))]
  const byMinute = (of: (sample: Sample) => number | undefined): readonly Point[] =>
    kept.flatMap((sample) => toPoint(sample.second / 60, of(sample)))
  return [
    ...names(({ heapMiB }) => heapMiB).map((name) =>
      judge(
        `heap of ${name}, collected`,
        byMinute(({ heapMiB }) => heapMiB[name]),
        limits.heapMiBPerMinute,
        ' MiB a minute',
      ),
    ),
    ...names(({ loopDelayP99Ms }) => loopDelayP99Ms).map((name) =>
      judge(
        `event-loop delay of ${name}, p99`,
        byMinute(({ loopDelayP99Ms }) => loopDelayP99Ms[name]),
        limits.eventLoopDelayMsPerMinute,
        ' ms a minute',
      ),
    ),
    judge(
      'open descriptors',
      byMinute(({ descriptors }) => descriptors),
      limits.descriptorsPerMinute,
      ' a minute',
    ),
    judge(
      'data folder',
      kept.flatMap((sample) => toPoint(sample.publishes, sample.dataMiB === undefined ? undefined : sample.dataMiB * 1_024)),
      limits.dataKiBPerPublish,
      ' KiB a publish',
    ),
  ]
}

function toPoint(x: number, y: number | undefined): readonly Point[] {
  return y === undefined ? [] : [{ x, y }]
}

function judge(what: string, points: readonly Point[], limit: number, unit: string): Verdict {
  const allowed = `≤ ${format(limit)}${unit}`
  const fit = fitSlope(points)
  if (fit === undefined) return { what, state: 'UNDECIDED', measured: `${points.length} readings, too few`, allowed }
  const state = fit.high <= limit ? 'HOLDS' : fit.low > limit ? 'CROSSED' : 'UNDECIDED'
  return { what, state, measured: `${format(fit.slope)} (${format(fit.low)} to ${format(fit.high)})${unit}`, allowed }
}
