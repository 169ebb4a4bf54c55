import { Anchor, SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { usePolled } from '../../client/use-polled.ts'
import { NowSharesDocument, type NowSharesQuery } from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { count, percent } from '../../parts/numbers.ts'
import { Section } from '../../parts/section.tsx'
import { ShareBar } from '../../parts/share-bar.tsx'

type Share = NowSharesQuery['traffic']['byCdn'][number]

const windows = [
  { value: '60', label: '1 min' },
  { value: '600', label: '10 min' },
  { value: '3600', label: '1 h' },
]
const columns: readonly Column<Share>[] = [
  {
    name: 'CDN',
    by: ({ key }) => key,
    cell: ({ key }) => (
      <Anchor component={Link} href={`/cdns/${key}`} fz="sm">
        {key}
      </Anchor>
    ),
  },
  { name: 'Given', isNumber: true, by: ({ share }) => share, cell: ({ share }) => percent(share) },
  { name: 'Wanted', isNumber: true, by: ({ wantedShare }) => wantedShare ?? -1, cell: ({ wantedShare }) => percent(wantedShare) },
  { name: 'Given, and wanted as a mark', cell: ({ share, wantedShare }) => <ShareBar given={share} wanted={wantedShare} /> },
  { name: 'Redirects', isNumber: true, by: ({ requests }) => requests, cell: ({ requests }) => count(requests) },
]

/** The share of each CDN, wanted beside given. */
export function Shares() {
  const [windowSeconds, setWindowSeconds] = useState('60')
  const shares = usePolled({ query: NowSharesDocument, variables: { windowSeconds: Number(windowSeconds) } }, 3_000)
  return (
    <Section
      title="Shares"
      actions={
        <SegmentedControl aria-label="Window" data={windows} value={windowSeconds} onChange={setWindowSeconds} size="xs" />
      }
    >
      <Text size="sm" c="dimmed">
        Of the redirects to CDNs by this node; a dash: a pool goes by where clients are.
      </Text>
      <Answer of={shares} again={shares.again}>
        {({ traffic }) => (
          <DataTable
            name="CDNs"
            rows={traffic.byCdn}
            columns={columns}
            rowKey={({ key }) => key}
            words={({ key }) => key}
            minWidth={560}
            empty="The live revision has no CDN in use: everything goes to the origin. Add one in the working copy."
          />
        )}
      </Answer>
    </Section>
  )
}
