import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { usePolled } from '../../client/use-polled.ts'
import { CdnsTrafficDocument, type CdnsTrafficQuery } from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { Chart } from '../../parts/chart.tsx'
import { Section } from '../../parts/section.tsx'

export type CdnChartProps = { readonly cdn: string; readonly limit: string | undefined }

/** Redirects a second to one CDN over the last hour. */
export function CdnChart({ cdn, limit }: CdnChartProps) {
  const history = usePolled({ query: CdnsTrafficDocument, requestPolicy: 'network-only' }, 15_000)
  const drawn = useMemo(() => (history.data === undefined ? undefined : seriesOf(history.data, cdn)), [history.data, cdn])
  return (
    <Section title="The last hour">
      <Text size="sm" c="dimmed">
        Redirects a second of this node to {cdn}, by steps of 30 s
        {limit !== undefined && `; its capacity is ${limit} of all nodes`}.
      </Text>
      <Answer of={{ ...history, data: drawn }} again={history.again}>
        {({ times, series }) =>
          times.length === 0 ? (
            <Text size="sm">The first step of 30 s is not over yet.</Text>
          ) : (
            <Chart name={`Redirects a second to ${cdn}`} unit="/s" times={times} series={series} height={180} />
          )
        }
      </Answer>
    </Section>
  )
}

function seriesOf({ trafficHistory: { stepSeconds, points, byCdn } }: CdnsTrafficQuery, cdn: string) {
  const requests = byCdn.find(({ key }) => key === cdn)?.requests
  const values = points.map((_, index) => (requests?.[index] ?? 0) / stepSeconds)
  return { times: points.map(({ at }) => Date.parse(at) / 1_000), series: [{ name: cdn, color: 'cyan', values }] }
}
