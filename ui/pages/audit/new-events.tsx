import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useSubscription } from 'urql'
import { useConnection } from '../../client/connection.ts'
import { useSession } from '../../client/session.tsx'
import { AuditNewDocument, type AuditFilter } from '../../generated/operations.ts'
import { count } from '../../parts/numbers.ts'

export type NewEventsProps = { readonly filter: AuditFilter; readonly onShow: () => void }

/** Counts the attempts since the list was read, so that it does not move under whoever reads it. */
export function NewEvents({ filter, onShow }: NewEventsProps) {
  const [{ data: counted = 0, error }, listen] = useSubscription(
    { query: AuditNewDocument, variables: { filter } },
    (before: number | undefined) => (before ?? 0) + 1,
  )
  const [shown, setShown] = useState(0)
  const [wasAway, forget] = useWasAway()
  const news = counted - shown
  const isIncomplete = wasAway || error !== undefined

  function show(): void {
    setShown(counted)
    forget()
    if (error !== undefined) listen()
    onShow()
  }

  return (
    <Group gap="xs">
      <Text size="sm" component="output" {...(news === 0 && { c: 'dimmed' })}>
        {isIncomplete ? `${count(news)} new or more: some may have been missed` : `${count(news)} new`}
      </Text>
      {(news > 0 || isIncomplete) && (
        <Button size="compact-sm" onClick={show}>
          Show
        </Button>
      )}
    </Group>
  )
}

/** Whether the connection was lost since this was first shown with one, and a way to forget it. */
function useWasAway(): readonly [boolean, () => void] {
  const { state, sinceEpochMs } = useConnection(useSession().connection)
  const [openedEpochMs, setOpened] = useState<number>()
  if (openedEpochMs === undefined && state === 'OPEN') setOpened(sinceEpochMs)
  const wasAway = openedEpochMs !== undefined && state === 'OPEN' && sinceEpochMs !== openedEpochMs
  return [wasAway, () => setOpened(sinceEpochMs)]
}
