import { Text, Title } from '@mantine/core'
import type { Attempts } from '../../client/attempt.ts'
import type { HistoryRollbackMutation, HistoryRollbackMutationVariables } from '../../generated/operations.ts'
import { ChangeList } from '../../parts/change-list.tsx'
import { Problem, Unanswered } from '../../parts/problem.tsx'
import { Receipt, ReceiptSection } from '../../parts/receipt.tsx'

type RolledBack = Extract<HistoryRollbackMutation['rollback'], { readonly __typename: 'RollbackSuccess' }>

/** What came of the last rollback of this tab; it stays until somebody closes it. */
export function RollbackOutcome({
  rolling,
}: {
  readonly rolling: Attempts<HistoryRollbackMutation, HistoryRollbackMutationVariables>
}) {
  const { attempt, again, forget } = rolling
  if (attempt.kind !== 'ANSWERED') return <Unanswered of={rolling} title="Not rolled back" />
  const { rollback } = attempt.data
  if (rollback.__typename === 'RollbackSuccess') return <RolledBack rolledBack={rollback} onClose={forget} />
  return <Problem problem={rollback} again={() => void again()} />
}

function RolledBack({ rolledBack, onClose }: { readonly rolledBack: RolledBack; readonly onClose: () => void }) {
  const { revision, changes, discarded, workers } = rolledBack
  if (revision === null) return null
  const running = workers.filter(({ isRunning }) => isRunning).length
  return (
    <ReceiptSection revision={revision.number} onClose={onClose}>
      <Text size="sm" component="output">
        {revision.rollbackOf === null
          ? 'That content was live already.'
          : `Live, with the content of revision ${revision.rollbackOf}.`}{' '}
        {running} of {workers.length} workers run it.
      </Text>
      <Receipt revision={revision.number} workers={workers} />
      {changes.length > 0 && <ChangeList changes={changes} />}
      {discarded.length > 0 && (
        <>
          <Title order={3} size="h5">
            Thrown away
          </Title>
          <ChangeList changes={discarded} />
        </>
      )}
    </ReceiptSection>
  )
}
