import type { Sample } from '../sampling/sampler.ts'
import type { Slopes } from '../scenario.ts'
import { fitSlope, type Point } from './slope.ts'
import { format, type Verdict } from './verdict.ts'

/** Of a run: caches fill, code is compiled, and the database takes its first files. */
const WARM_UP = 0.25

type Reading = (sample: Sample) => number | undefined

/** Judges what grew after the warm-up, by its slope. */
export function judgeGrowth(samples: readonly Sample[], limits: Slopes): readonly Verdict[] {
  const end = samples.at(-1)?.second ?? 0
  const kept = samples.filter(({ second }) => second >= end * WARM_UP)
  const names = (of: (sample: Sample) => object): readonly string[] => [...new Set(kept.flatMap((each) => Object.keys(of(each))))]
  const judgeByMinute = (what: string, of: Reading, limit: number, unit: string): Verdict =>
    judge(what, { points: meansOf(kept, ({ second }) => second / 60, of), limit, unit })
  return [
    ...names(({ heapMiB }) => heapMiB).map((name) =>
      judgeByMinute(`heap of ${name}, collected`, ({ heapMiB }) => heapMiB[name], limits.heapMiBPerMinute, ' MiB a minute'),
    ),
    ...names(({ loopDelayP99Ms }) => loopDelayP99Ms).map((name) =>
      judgeByMinute(
        `event-loop delay of ${name}, p99`,
        ({ loopDelayP99Ms }) => loopDelayP99Ms[name],
        limits.eventLoopDelayMsPerMinute,
        ' ms a minute',
      ),
    ),
    judgeByMinute('open descriptors', ({ descriptors }) => descriptors, limits.descriptorsPerMinute, ' a minute'),
    judge('data folder', {
      points: meansOf(
        kept,
        ({ publishes }) => publishes,
        ({ dataMiB }) => (dataMiB === undefined ? undefined : dataMiB * 1_024),
      ),
      limit: limits.dataKiBPerPublish,
      unit: ' KiB a publish',
    }),
  ]
}

/** A point for each minute, its means: the seconds of a minute lean on each other, and would make a slope look too certain. */
function meansOf(samples: readonly Sample[], x: Reading, y: Reading): readonly Point[] {
  const minutes = Map.groupBy(
    samples.filter((sample) => y(sample) !== undefined),
    ({ second }) => Math.floor(second / 60),
  )
  const mean = (of: Reading, all: readonly Sample[]): number => all.reduce((sum, each) => sum + (of(each) ?? 0), 0) / all.length
  return [...minutes.values()].map((all) => ({ x: mean(x, all), y: mean(y, all) }))
}

type Growth = { readonly points: readonly Point[]; readonly limit: number; readonly unit: string }

function judge(what: string, { points, limit, unit }: Growth): Verdict {
  const allowed = `≤ ${format(limit)}${unit}`
  const fit = fitSlope(points)
  if (fit === undefined) return { what, state: 'UNDECIDED', measured: `${points.length} minutes, too few`, allowed }
  const state = fit.high <= limit ? 'HOLDS' : fit.low > limit ? 'CROSSED' : 'UNDECIDED'
  return { what, state, measured: `${format(fit.slope)} (${format(fit.low)} to ${format(fit.high)})${unit}`, allowed }
}
