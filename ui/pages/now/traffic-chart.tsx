import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { Answer } from '../../parts/answer.tsx'
import { Chart } from '../../parts/chart.tsx'
import { Section } from '../../parts/section.tsx'
import { ratesOf, STEP_SECONDS } from './traffic-series.ts'
import type { Traffic } from './use-traffic.ts'

export type TrafficChartProps = { readonly traffic: Traffic; readonly node: string }

/** Answers a second over the last hour; its end moves with each tick. */
export function TrafficChart({ traffic, node }: TrafficChartProps) {
  const { series, isThere, error } = traffic
  const { times, lines } = useMemo(() => {
    const rates = series.steps.map(ratesOf)
    return {
      times: series.steps.map(({ endSeconds, seconds }) => endSeconds - STEP_SECONDS + seconds),
      lines: [
        { name: 'to CDNs', color: 'cyan', values: rates.map(({ cdn }) => cdn) },
        { name: 'to the origin', color: 'grape', dash: [8, 4], values: rates.map(({ origin }) => origin) },
        { name: 'refused', color: 'red', dash: [2, 3], values: rates.map(({ refused }) => refused) },
      ],
    }
  }, [series.steps])
  return (
    <Section title="The last hour">
      <Text size="sm" c="dimmed">
        Answers a second of {node}, by steps of {STEP_SECONDS} s; it is as long as the node has counted.
      </Text>
      <Answer of={{ data: isThere ? times : undefined, error, fetching: true }}>
        {() => <Chart name="Answers a second" unit="/s" times={times} series={lines} />}
      </Answer>
    </Section>
  )
}
