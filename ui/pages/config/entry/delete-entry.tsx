import { Alert, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useClient } from 'urql'
import { ActionButton } from '../../../parts/action-button.tsx'
import { wordsOf } from '../../../parts/answer.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { lists, type ListName } from '../form/declared.ts'
import { removeEntry, readEntry, type Known } from '../form/entry-api.ts'
import { isSame } from '../form/entry.ts'
import { LinkedText } from '../linked-text.tsx'

type DeleteProps = {
  readonly list: ListName
  readonly entryKey: string
  readonly known: Known
  readonly onDeleted: () => void
  /** Brings in what others changed, which is asked about again. */
  readonly readAnew: () => Promise<void>
}

/** Deletes an entry once that was confirmed; one that others name stays, and the answer tells where it is named. */
export function DeleteEntry({ list, entryKey, known, onDeleted, readAnew }: DeleteProps) {
  const client = useClient()
  const [isOpen, { open, close }] = useDisclosure()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const { remove } = lists[list]
  if (remove === undefined) return null

  async function confirm(): Promise<void> {
    setIsBusy(true)
    setProblem(await tryToRemove())
    setIsBusy(false)
  }

  /** An edit of something else meanwhile is no reason to ask again; one of this entry is. */
  async function tryToRemove(): Promise<string | undefined> {
    let { version } = known
    for (let tries = 0; tries < 5; tries++) {
      const outcome = await removeEntry(client, list, entryKey, version)
      if (outcome.kind === 'FAILED') return wordsOf(outcome.error)
      if (outcome.kind === 'REFUSED') return `${outcome.message} (${outcome.code})`
      if (outcome.kind === 'DONE') {
        onDeleted()
        return undefined
      }
      const now = await readEntry(client, list, entryKey)
      if (now.kind === 'FAILED') return wordsOf(now.error)
      if (!isSame(now.entry, known.entry)) {
        await readAnew()
        return 'somebody else changed it meanwhile; look at it again, then delete it (STALE_WORKING_COPY)'
      }
      ;({ version } = now)
    }
    return 'others edit at the same time; try again (STALE_WORKING_COPY)'
  }

  return (
    <>
      <ActionButton field={remove} variant="subtle" color="red" onClick={open}>
        Delete
      </ActionButton>
      {isOpen && (
        <Dialog title={`Delete ${list}.${entryKey}?`} onClose={close}>
          <Text size="sm">It leaves the working copy. What is live stays as it is until the next publish.</Text>
          {problem !== undefined && (
            <Alert color="red" title="Not deleted" role="alert">
              <LinkedText>{problem}</LinkedText>
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Keep it
            </Button>
            <ActionButton field={remove} color="red" loading={isBusy} onClick={() => void confirm()}>
              Delete {entryKey}
            </ActionButton>
          </Group>
        </Dialog>
      )}
    </>
  )
}
