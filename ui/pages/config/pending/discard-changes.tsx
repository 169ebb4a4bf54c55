import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from 'urql'
import { ConfigDiscardDocument, type ChangeFragment } from '../../../generated/operations.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { Answer } from '../../../parts/answer.tsx'
import { ChangeList } from '../../../parts/change-list.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { count } from '../../../parts/numbers.ts'
import { Problem } from '../../../parts/problem.tsx'

type DiscardProps = {
  readonly changes: readonly ChangeFragment[]
  readonly version: number | undefined
  readonly onDiscarded: () => void
  /** Others edited since; what is lost is to be read again. */
  readonly onStale: () => void
}

/** Throws away all pending edits, once it was shown which these are and whose. */
export function DiscardChanges({ changes, version, onDiscarded, onStale }: DiscardProps) {
  const [isOpen, { open, close }] = useDisclosure()
  const [outcome, discard] = useMutation(ConfigDiscardDocument)

  async function confirm(): Promise<void> {
    const { data } = await discard({ expectedVersion: version ?? null })
    if (data === undefined) return
    if (data.discardChanges.__typename === 'DiscardChangesSuccess') {
      close()
      onDiscarded()
    } else onStale()
  }

  return (
    <>
      <ActionButton
        field="discardChanges"
        size="xs"
        variant="subtle"
        color="red"
        onClick={open}
        unavailable={changes.length === 0 ? 'nothing is pending' : undefined}
      >
        Discard all
      </ActionButton>
      {isOpen && (
        <Dialog title="Discard all pending changes?" size="xl" onClose={close}>
          <Text size="sm">
            The working copy becomes the live revision again.{' '}
            {changes.length === 1 ? 'This edit is' : `These ${count(changes.length)} edits are`} lost, whoever made them.
          </Text>
          <ChangeList changes={changes} />
          <Answer of={{ ...outcome, fetching: false }}>
            {({ discardChanges }) =>
              discardChanges.__typename === 'DiscardChangesSuccess' ? null : <Problem problem={discardChanges} />
            }
          </Answer>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Keep them
            </Button>
            <ActionButton field="discardChanges" color="red" loading={outcome.fetching} onClick={() => void confirm()}>
              Discard {count(changes.length)}
            </ActionButton>
          </Group>
        </Dialog>
      )}
    </>
  )
}
