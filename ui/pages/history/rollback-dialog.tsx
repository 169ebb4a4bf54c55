import { Group, Text, Textarea, Title } from '@mantine/core'
import { useEffect } from 'react'
import { useMutation } from 'urql'
import { newIdempotencyKey, type Attempts } from '../../client/attempt.ts'
import { useKept } from '../../client/kept.ts'
import {
  HistoryRollbackDocument,
  type HistoryRollbackMutation,
  type HistoryRollbackMutationVariables,
} from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { Answer } from '../../parts/answer.tsx'
import { ChangeList } from '../../parts/change-list.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Findings } from '../../parts/findings.tsx'
import { count } from '../../parts/numbers.ts'
import { Notice } from '../../parts/notice.tsx'
import { Problem } from '../../parts/problem.tsx'
import { RollbackOutcome } from './rollback-outcome.tsx'

type Rolling = Attempts<HistoryRollbackMutation, HistoryRollbackMutationVariables>

export type RollbackDialogProps = {
  readonly target: number
  readonly live: number
  /** Number of the revision that a canary runs now. */
  readonly canary: number | undefined
  readonly rolling: Rolling
  readonly onClose: () => void
}

/** Says first what a rollback throws away and changes, then makes it. */
export function RollbackDialog({ target, live, canary, rolling, onClose }: RollbackDialogProps) {
  const [plan, ask] = useMutation(HistoryRollbackDocument)
  const isDone = rolling.attempt.kind === 'ANSWERED' && rolling.attempt.data.rollback.__typename === 'RollbackSuccess'
  useEffect(() => {
    void ask({ input: { toRevision: target, expectedRevision: live, dryRun: true } })
  }, [ask, target, live])
  useEffect(() => {
    if (isDone) onClose()
  }, [isDone, onClose])
  return (
    <Dialog title={`Roll back to revision ${target}`} size="xl" onClose={onClose}>
      <Answer of={plan} again={() => void ask({ input: { toRevision: target, expectedRevision: live, dryRun: true } })}>
        {({ rollback }) =>
          rollback.__typename === 'RollbackSuccess' ? (
            <>
              <Plan plan={rollback} canary={canary} />
              <RollbackForm target={target} live={live} lost={rollback.discarded.length} rolling={rolling} />
            </>
          ) : (
            <Problem problem={rollback} />
          )
        }
      </Answer>
      <RollbackOutcome rolling={rolling} />
    </Dialog>
  )
}

type Planned = Extract<HistoryRollbackMutation['rollback'], { readonly __typename: 'RollbackSuccess' }>

function Plan({ plan, canary }: { readonly plan: Planned; readonly canary: number | undefined }) {
  const { changes, discarded, warnings } = plan
  return (
    <>
      {discarded.length === 0 ? (
        <Text size="sm">Nothing is pending, so no edit is lost.</Text>
      ) : (
        <Notice
          color="red"
          title={`Throws away ${discarded.length === 1 ? 'a pending edit' : `${count(discarded.length)} pending edits`}`}
        >
          <ChangeList changes={discarded} />
        </Notice>
      )}
      {canary !== undefined && (
        <Notice color="orange" title="A canary runs">
          <Text size="sm">The canary of revision {canary} is taken back first.</Text>
        </Notice>
      )}
      <Title order={3} size="h5">
        What it changes in what is live
      </Title>
      {changes.length === 0 ? (
        <Text size="sm">That content is live already: no new revision is made.</Text>
      ) : (
        <ChangeList changes={changes} />
      )}
      {warnings.length > 0 && <Findings issues={warnings} />}
    </>
  )
}

type FormProps = Pick<RollbackDialogProps, 'target' | 'live' | 'rolling'> & { readonly lost: number }

function RollbackForm({ target, live, lost, rolling }: FormProps) {
  const [message, keep] = useKept('history.rollback.message', '')
  const { kind } = rolling.attempt
  const isLost = kind === 'LOST'

  function rollBack(): void {
    const input = { toRevision: target, expectedRevision: live, message: message.trim() || null }
    void rolling.send({ input: { ...input, waitForWorkersSeconds: 10, idempotencyKey: newIdempotencyKey() } })
  }

  return (
    <>
      <Textarea
        label="Message"
        description="why, for those who read the history"
        value={message}
        onChange={(event) => keep(event.currentTarget.value)}
        maxLength={1_000}
        autosize
      />
      <Group>
        <ActionButton
          field="rollback"
          color="red"
          loading={kind === 'SENT'}
          unavailable={isLost ? 'the answer to the last rollback was lost: send that again, or leave it' : undefined}
          onClick={rollBack}
        >
          {lost === 0 ? 'Roll back' : 'Roll back and throw them away'}
        </ActionButton>
      </Group>
    </>
  )
}
