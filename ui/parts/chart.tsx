import 'uplot/dist/uPlot.min.css'
import { Box, Group, Text, useComputedColorScheme, useMantineTheme } from '@mantine/core'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import UPlot from 'uplot'
import { chartOptions, clock, type PlottedSeries } from './chart-options.ts'

type ChartSeries = {
  readonly name: string
  /** One for each time; null where nothing is known. */
  readonly values: readonly (number | null)[]
  /** A colour of the theme, such as `cyan`. */
  readonly color: string
  /** Lengths of dashes and gaps, so that lines differ without their colours. */
  readonly dash?: readonly number[]
}

export type ChartProps = {
  readonly name: string
  /** Stands behind each number, such as `/s`. */
  readonly unit: string
  /** Unix times in seconds, ascending. */
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly height?: number
}

/** Lines over time, with a legend that tells the values at the time pointed at, else the last ones. Arrow keys move that time. */
export function Chart({ name, unit, times, series, height = 220 }: ChartProps) {
  const [pointed, setPointed] = useState<number>()
  const plotted = usePlotted(series)
  const box = useRef<HTMLDivElement>(null)
  usePlot(box, { times, series, plotted, unit, height, onPointed: setPointed })
  const caption = useId()
  const last = Math.max(0, times.length - 1)
  const at = Math.min(pointed ?? last, last)
  const time = times[at]
  const moment = time === undefined ? 'no time yet' : clock(time, true)
  const words = series.map(({ name: of, values }) => `${of} ${withUnit(values[at], unit)}`)
  const slider = {
    role: 'slider',
    'aria-label': `${name}: time`,
    'aria-valuemin': 0,
    'aria-valuemax': last,
    'aria-valuenow': at,
    'aria-valuetext': `${moment}: ${words.join(', ')}`,
  }

  function move(event: KeyboardEvent): void {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    setPointed(to >= last ? undefined : Math.max(0, to))
  }

  return (
    <Box component="figure" m={0} aria-labelledby={caption}>
      <Box ref={box} h={height} {...slider} tabIndex={0} onKeyDown={move} />
      <Group component="figcaption" id={caption} gap="md" mt={4}>
        <Text size="sm" c="dimmed" w={70}>
          {moment}
        </Text>
        {plotted.map(({ name: of, stroke, dash }, index) => (
          <Group key={of} gap={6} wrap="nowrap">
            <svg width={28} height={10} aria-hidden>
              <line x1={0} x2={28} y1={5} y2={5} stroke={stroke} strokeWidth={3} strokeDasharray={dash?.join(' ')} />
            </svg>
            <Text size="sm">
              {of} <b>{withUnit(series[index]?.values[at], unit)}</b>
            </Text>
          </Group>
        ))}
      </Group>
    </Box>
  )
}

function withUnit(value: number | null | undefined, unit: string): string {
  return value === null || value === undefined ? '–' : `${value.toFixed(1)} ${unit}`
}

/** The series in the colours of the theme; the same object until one of them changes. */
function usePlotted(series: readonly ChartSeries[]): readonly PlottedSeries[] {
  const theme = useMantineTheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const key = JSON.stringify(series.map(({ name, color, dash }) => [name, color, dash]))
  return useMemo(() => {
    const named = JSON.parse(key) as [string, string, number[] | null][]
    return named.map(([name, color, dash]) => ({
      name,
      stroke: theme.colors[color]?.[isDark ? 4 : 7] ?? color,
      ...(dash !== null && { dash }),
    }))
  }, [key, theme, isDark])
}

type Plot = Pick<ChartProps, 'times' | 'series' | 'unit'> & {
  readonly plotted: readonly PlottedSeries[]
  readonly height: number
  readonly onPointed: (at: number | undefined) => void
}

/** Draws into the box: anew when lines or theme change, else only the new data. */
function usePlot(box: RefObject<HTMLDivElement | null>, { times, series, plotted, unit, height, onPointed }: Plot): void {
  const isDark = useComputedColorScheme('light') === 'dark'
  const data = useMemo<UPlot.AlignedData>(() => [[...times], ...series.map(({ values }) => [...values])], [times, series])
  const plot = useRef<UPlot>(undefined)
  const latest = useRef(data)
  useEffect(() => {
    latest.current = data
    plot.current?.setData(data)
  }, [data])
  useEffect(() => {
    const { current: node } = box
    if (node === null) return undefined
    const options = chartOptions({ width: node.clientWidth, height, series: plotted, unit, isDark, onPointed })
    const drawn = new UPlot(options, latest.current, node)
    plot.current = drawn
    const sizes = new ResizeObserver(() => drawn.setSize({ width: node.clientWidth, height }))
    sizes.observe(node)
    return () => {
      sizes.disconnect()
      drawn.destroy()
      plot.current = undefined
    }
  }, [box, plotted, unit, height, isDark, onPointed])
}
