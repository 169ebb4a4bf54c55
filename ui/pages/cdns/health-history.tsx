import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { usePolled } from '../../client/use-polled.ts'
import { CdnsHealthHistoryDocument, type CdnsHealthHistoryQuery } from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { Section } from '../../parts/section.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'

type Change = NonNullable<CdnsHealthHistoryQuery['healthHistory']>['nodes'][number]

const PAGE = 20
const MOST = 100
const columns: readonly Column<Change>[] = [
  { name: 'When', by: ({ at }) => at, cell: ({ at }) => <Ago at={at} /> },
  { name: 'Health', by: ({ health }) => health, cell: ({ health }) => <StateBadge word={health} /> },
  { name: 'Reason', by: ({ reason }) => reason, cell: ({ reason }) => reason },
]

/** What the checks of a CDN have said, newest first. */
export function HealthHistory({ cdn }: { readonly cdn: string }) {
  const [first, setFirst] = useState(PAGE)
  const history = usePolled({ query: CdnsHealthHistoryDocument, variables: { cdn, first } }, 5_000)
  return (
    <Section title="Health history">
      <Answer of={history} again={history.again}>
        {({ healthHistory }) => (
          <Stack gap="sm">
            <DataTable
              name="changes of health"
              rows={healthHistory?.nodes ?? []}
              columns={columns}
              rowKey={({ at, health }) => `${at} ${health}`}
              minWidth={480}
              empty="Its health has not changed in the last 30 days, or it has no health check."
            />
            {healthHistory?.pageInfo.hasNextPage === true && first < MOST && (
              <Button size="xs" variant="default" w="fit-content" onClick={() => setFirst(MOST)}>
                Show {MOST}
              </Button>
            )}
          </Stack>
        )}
      </Answer>
    </Section>
  )
}
