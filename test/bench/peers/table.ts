import { median, type Cost } from '../measure/cost.ts'
import type { Mode } from '../measure/wrk.ts'
import { fastifyRow, floorRow, haproxyRow } from './contenders.ts'

/** One visit of a contender in one mode. */
export type Sample = { readonly mode: Mode; readonly cost: Cost }

const head = [
  '',
  'CPU µs per redirect (lowest–highest)',
  '× floor',
  '× HAProxy',
  '× Fastify',
  'redirects/s',
  'p50 ms',
  'p99 ms',
  'RSS MB',
]

/** Medians over the rounds as a Markdown table, a row for each part of each contender. */
export function tableOf(samples: readonly Sample[], mode: Mode): string {
  const costs = samples.filter((sample) => sample.mode === mode).map(({ cost }) => cost)
  const rows = [...new Set(costs.flatMap(({ parts }) => Object.keys(parts)))]
  const cells = rows.map((row) => cellsOf(row))
  return [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...cells]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n')

  function cellsOf(row: string): readonly string[] {
    const own = costs.filter(({ parts }) => row in parts)
    const cpu = cpuOf(row)
    return [
      row,
      `${median(cpu).toFixed(1)} (${Math.min(...cpu).toFixed(1)}–${Math.max(...cpu).toFixed(1)})`,
      timesOf(row, floorRow),
      timesOf(row, haproxyRow),
      timesOf(row, fastifyRow),
      Math.round(median(own.map(({ requests, seconds }) => requests / seconds))).toLocaleString('en'),
      median(own.map(({ p50Ms }) => p50Ms)).toFixed(2),
      median(own.map(({ p99Ms }) => p99Ms)).toFixed(2),
      median(own.map(({ parts }) => parts[row]?.rssMb ?? NaN)).toFixed(0),
    ]
  }

  function cpuOf(row: string): readonly number[] {
    return costs.flatMap(({ parts }) => parts[row]?.cpuMicros ?? [])
  }

  /** Median of the ratios of each round: what else the machine does then is the same for both. */
  function timesOf(row: string, base: string): string {
    const bases = cpuOf(base)
    const times = median(cpuOf(row).map((micros, round) => micros / (bases[round] ?? NaN)))
    return Number.isNaN(times) ? '–' : times.toFixed(times < 10 ? 2 : 0)
  }
}
