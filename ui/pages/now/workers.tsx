import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { Polled } from '../../client/use-polled.ts'
import type { NowWorkersQuery } from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { lengthOf, useNow } from '../../parts/time.tsx'

export type WorkersProps = { readonly of: Polled<NowWorkersQuery> }

/** The processes that answer players, each with the revision that it runs and the age of its last report. */
export function Workers({ of }: WorkersProps) {
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h4">
        Workers
      </Title>
      <Answer of={of} again={of.again}>
        {({ workers }) => (
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
            {workers.map((worker) => (
              <Tile key={worker.id} worker={worker} />
            ))}
          </SimpleGrid>
        )}
      </Answer>
    </Stack>
  )
}

function Tile({ worker }: { readonly worker: NowWorkersQuery['workers'][number] }) {
  const { id, pid, state, revision, lastSeenAt, problem } = worker
  const now = useNow()
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600}>{id}</Text>
        <StateBadge word={state} />
      </Group>
      <Text size="sm">{revision === null ? 'no revision yet' : `revision ${revision}`}</Text>
      <Text size="sm" c="dimmed">
        reported {lengthOf(now - Date.parse(lastSeenAt))} ago, pid {pid}
      </Text>
      {problem !== null && <Text size="sm">{problem}</Text>}
    </Card>
  )
}
