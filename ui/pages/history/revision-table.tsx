import { Badge, Box, Button, Group, Stack, Table, Text } from '@mantine/core'
import type { HistoryRevisionsQuery } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'

type Revision = NonNullable<HistoryRevisionsQuery['revisions']>['nodes'][number]

export type RevisionTableProps = {
  readonly revisions: readonly Revision[]
  readonly live: number | undefined
  readonly onCompare: (from: number, to: number) => void
  readonly onRollback: (target: number) => void
}

export function RevisionTable(props: RevisionTableProps) {
  return (
    <Box component="section" tabIndex={0} aria-label="table of revisions" style={{ overflowX: 'auto' }}>
      <Table verticalSpacing="xs" miw={720} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right">Revision</Table.Th>
            <Table.Th>Published</Table.Th>
            <Table.Th>Message</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>What now</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.revisions.map((revision) => (
            <Row key={revision.number} revision={revision} {...props} />
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  )
}

function Row({ revision, live, onCompare, onRollback }: RevisionTableProps & { readonly revision: Revision }) {
  const { number, publishedAt, author, message, parent } = revision
  return (
    <Table.Tr>
      <Table.Td ta="right" fw={600}>
        {number}
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          <Ago at={publishedAt} />
        </Text>
        <Text size="xs" c="dimmed">
          by {author}
        </Text>
      </Table.Td>
      <Table.Td maw={320}>
        <Text size="sm" {...(message === null && { c: 'dimmed' })} style={{ overflowWrap: 'anywhere' }}>
          {message ?? 'no message'}
        </Text>
      </Table.Td>
      <Table.Td>
        <States revision={revision} live={live} />
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          {parent !== null && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => onCompare(parent, number)}
              aria-label={`changes of revision ${number}`}
            >
              Changes
            </Button>
          )}
          {live !== undefined && number !== live && (
            <>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => onCompare(live, number)}
                aria-label={`live against revision ${number}`}
              >
                Against live
              </Button>
              <ActionButton
                field="rollback"
                size="compact-xs"
                variant="default"
                onClick={() => onRollback(number)}
                aria-label={`roll back to revision ${number}`}
              >
                Roll back …
              </ActionButton>
            </>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

function States({
  revision: { number, canary, rollbackOf },
  live,
}: {
  readonly revision: Revision
  readonly live: number | undefined
}) {
  return (
    <Stack gap={4} align="flex-start">
      {number === live && (
        <Badge color="teal" size="sm">
          live
        </Badge>
      )}
      {canary !== null && (
        <>
          <Group gap={4} wrap="nowrap">
            <Text size="xs">canary</Text>
            <StateBadge word={canary.state} size="sm" />
          </Group>
          {canary.reason !== null && (
            <Text size="xs" c="dimmed">
              {canary.reason}
            </Text>
          )}
        </>
      )}
      {rollbackOf !== null && <Text size="xs">rollback of {rollbackOf}</Text>}
    </Stack>
  )
}
