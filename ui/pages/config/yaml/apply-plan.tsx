import { Alert, Checkbox, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { newIdempotencyKey, useAttempt, type Attempts } from '../../../client/attempt.ts'
import { readDraft, writeDraft } from '../../../client/drafts.ts'
import {
  ConfigApplyDocument,
  type ConfigApplyMutation,
  type ConfigApplyMutationVariables,
  type RoutingConfigInput,
} from '../../../generated/operations.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { ChangeList } from '../../../parts/change-list.tsx'
import { Findings } from '../../../parts/findings.tsx'
import { YAML_DRAFT } from './yaml-draft.ts'

export type Applying = Attempts<ConfigApplyMutation, ConfigApplyMutationVariables>
type Outcome = ConfigApplyMutation['applyConfig']
export type Planned = {
  /** The text that it is the plan of. */
  readonly text: string
  readonly config: RoutingConfigInput
  readonly liveNumber: number
  readonly plan: Outcome
}

export function useApplying(): Applying {
  return useAttempt('config.apply', ConfigApplyDocument)
}

type ApplyPlanProps = { readonly planned: Planned; readonly applying: Applying }

/** What a document would change in what is live, what it would throw away, and the button that does so. */
export function ApplyPlan({ planned: { text, config, liveNumber, plan }, applying }: ApplyPlanProps) {
  const [message, setMessage] = useState('')
  const [isRead, setIsRead] = useState(false)
  if (plan.__typename !== 'ApplyConfigSuccess') return null
  const { changes, discarded, warnings } = plan

  async function apply(): Promise<void> {
    const words = { message: message.trim() || null, acknowledgeWarnings: isRead }
    const guards = { expectedRevision: liveNumber, idempotencyKey: newIdempotencyKey(), waitForWorkersSeconds: 10 }
    const data = await applying.send({ input: { config, ...words, ...guards } })
    const isDone = data?.applyConfig.__typename === 'ApplyConfigSuccess'
    if (isDone && readDraft(YAML_DRAFT) === text) writeDraft(YAML_DRAFT, undefined)
  }

  return (
    <Stack gap="sm" component="section" aria-label="plan">
      <Title order={3} size="h5">
        Plan, against revision {liveNumber}
      </Title>
      {changes.length === 0 ? <Text size="sm">Nothing that is live would change.</Text> : <ChangeList changes={changes} />}
      {discarded.length > 0 && (
        <Alert color="red" title="Throws away pending edits">
          <ChangeList changes={discarded} />
        </Alert>
      )}
      {warnings.length > 0 && (
        <>
          <Findings issues={warnings} />
          <Checkbox
            label="I have read the warnings"
            checked={isRead}
            onChange={({ currentTarget }) => setIsRead(currentTarget.checked)}
          />
        </>
      )}
      <TextInput
        label="Message"
        description="why, for those who read the history"
        value={message}
        onChange={({ currentTarget }) => setMessage(currentTarget.value)}
        maxLength={1_000}
      />
      <div>
        <ActionButton
          field="applyConfig"
          color="red"
          loading={applying.attempt.kind === 'SENT'}
          onClick={() => void apply()}
          unavailable={whyNot(changes.length + discarded.length, warnings.length > 0 && !isRead)}
        >
          Apply: publish it at once
        </ActionButton>
      </div>
    </Stack>
  )
}

function whyNot(differences: number, hasUnread: boolean): string | undefined {
  if (differences === 0) return 'nothing would change'
  return hasUnread ? 'read the warnings first' : undefined
}
