import type UPlot from 'uplot'

export type PlottedSeries = { readonly name: string; readonly stroke: string; readonly dash?: readonly number[] }

export type ChartLooks = {
  readonly width: number
  readonly height: number
  readonly series: readonly PlottedSeries[]
  readonly unit: string
  readonly isDark: boolean
  /** Index of the time that is pointed at; undefined: none. */
  readonly onPointed: (at: number | undefined) => void
}

/** Least width of the time axis, so that the first points of a young node are no wild line. */
const LEAST_SECONDS = 60
const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** A time of the day as everywhere in the UI: `18:05`, or `18:05:30`. */
export function clock(epochSeconds: number, withSeconds = false): string {
  return (withSeconds ? seconds : minutes).format(epochSeconds * 1_000)
}

/** Time below, the unit at the left from 0 on, no legend: the chart has one of its own. */
export function chartOptions({ width, height, series, unit, isDark, onPointed }: ChartLooks): UPlot.Options {
  const axis = {
    stroke: isDark ? '#c9c9c9' : '#495057',
    grid: { stroke: isDark ? '#3b3b3b' : '#e9ecef', width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  }
  return {
    width,
    height,
    padding: [8, 32, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { range: ({ data }) => spanOf(data[0]) },
      y: { range: (_, _min, max) => [0, Math.max(1, (max ?? 0) * 1.1)] },
    },
    axes: [
      { ...axis, space: 80, size: 32, values: (_, splits) => splits.map((split) => clock(split, needsSeconds(splits))) },
      { ...axis, size: 60, values: (_, splits) => splits.map((split) => `${split} ${unit}`) },
    ],
    series: [
      {},
      ...series.map(({ name, stroke, dash }) => ({
        label: name,
        stroke,
        width: 2,
        points: { show: ({ data }: UPlot) => data[0].length === 1 },
        ...(dash && { dash: [...dash] }),
      })),
    ],
    hooks: { setCursor: [({ cursor }) => onPointed(cursor.idx ?? undefined)] },
  }
}

/** Of its own, since uPlot draws a day for a single point. */
export function spanOf(times: ArrayLike<number>): [number, number] {
  const last = times[times.length - 1] ?? Date.now() / 1_000
  return [Math.min(times[0] ?? last, last - LEAST_SECONDS), last]
}

function needsSeconds([first = 0, second = 0]: readonly number[]): boolean {
  return (second - first) % 60 !== 0
}
