import { Group, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { useClient, useQuery } from 'urql'
import { newIdempotencyKey } from '../../client/attempt.ts'
import { useKept } from '../../client/kept.ts'
import { OverridesSetDocument, OverridesSharesDocument, type SetOverrideInput } from '../../generated/operations.ts'
import { ActionButton } from '../action-button.tsx'
import { Dialog } from '../dialog.tsx'
import { Consequence } from './consequence.tsx'
import { consequenceOf, emptyDraft, hasValue, inputOf, type Draft } from './override-draft.ts'
import { What, Why } from './override-fields.tsx'
import { outcomeOf, type Outcome } from './outcome.ts'

export type OverrideDialogProps = {
  /** The key of a CDN; null: the override is about all of them. */
  readonly target: string | null
  readonly onClose: () => void
}

/** Sets an override: what it would do stands there before it is set. What was typed stays until it is. */
export function OverrideDialog({ target, onClose }: OverrideDialogProps) {
  const [draft, setDraft] = useDraft(target)
  const [outcome, setOutcome] = useState<Outcome>()
  const { isAsking, set } = useSet((told) => {
    setOutcome(told)
    if (told.kind !== 'REFUSED') setDraft(undefined)
    if (told.kind === 'DONE') onClose()
  })
  const isReasoned = draft.reason.trim() !== ''
  return (
    <Dialog title={`Override ${target ?? 'all traffic'}`} size="lg" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReasoned) set(inputOf(draft, target))
        }}
      >
        <Stack>
          <What target={target} draft={draft} outcome={outcome} onChange={setDraft} />
          <Before draft={draft} target={target} />
          <Why draft={draft} outcome={outcome} onChange={setDraft} />
          {outcome?.kind === 'REFUSED' && (
            <Text c="var(--mantine-color-error)" role="alert">{`${outcome.message} (${outcome.code})`}</Text>
          )}
          {outcome?.kind === 'SLOW' && <Text role="alert">It holds, but not every worker followed within a second.</Text>}
          <Group justify="flex-end">
            <ActionButton
              field="setOverride"
              type="submit"
              loading={isAsking}
              unavailable={isReasoned ? undefined : 'say why first: the reason is for other people'}
            >
              Set {draft.choice}
            </ActionButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

/** What is typed about each target, until it is set: also while the dialog is closed. */
function useDraft(target: string | null): readonly [Draft, (draft: Draft | undefined) => void] {
  const [drafts, keep] = useKept<Readonly<Record<string, Draft | undefined>>>('overrides.drafts', {})
  const name = target ?? ''
  return [drafts[name] ?? emptyDraft(target), (draft) => keep({ ...drafts, [name]: draft })]
}

type BeforeProps = { readonly draft: Draft; readonly target: string | null }

/** What would come of the draft. */
function Before({ draft, target }: BeforeProps) {
  const [{ data }] = useQuery({ query: OverridesSharesDocument, requestPolicy: 'network-only' })
  const input = { ...inputOf(draft, target), reason: 'what would it do', dryRun: true }
  const isWhole = !hasValue(draft.choice) || draft.value.trim() !== ''
  return (
    <Consequence
      words={consequenceOf(draft, target, data?.traffic)}
      input={isWhole ? input : undefined}
      windowSeconds={data?.traffic.windowSeconds}
    />
  )
}

type Setting = { readonly isAsking: boolean; readonly set: (input: SetOverrideInput) => void }

/** Sets an override. The same one sent again after a lost answer has the same key, so that nothing is made twice. */
function useSet(onTold: (outcome: Outcome) => void): Setting {
  const client = useClient()
  const [isAsking, setIsAsking] = useState(false)
  const sent = useRef({ of: '', idempotencyKey: '' })

  async function ask(input: SetOverrideInput): Promise<void> {
    const of = JSON.stringify(input)
    if (sent.current.of !== of) sent.current = { of, idempotencyKey: newIdempotencyKey() }
    const { idempotencyKey } = sent.current
    setIsAsking(true)
    const { data, error } = await client.mutation(OverridesSetDocument, { input: { ...input, idempotencyKey } }).toPromise()
    setIsAsking(false)
    if (data !== undefined) sent.current = { of: '', idempotencyKey: '' }
    onTold(outcomeOf(data?.setOverride, error))
  }
  return { isAsking, set: (input) => void ask(input) }
}
