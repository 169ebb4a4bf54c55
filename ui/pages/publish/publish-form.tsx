import { Checkbox, NumberInput, Stack, Switch, Text, Textarea } from '@mantine/core'
import type { FormEvent } from 'react'
import { newIdempotencyKey, type Attempts } from '../../client/attempt.ts'
import { useKept } from '../../client/kept.ts'
import type { FindingFragment, PublishNowMutation, PublishNowMutationVariables } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { count } from '../../parts/numbers.ts'
import { Section } from '../../parts/section.tsx'
import { CanaryFields } from './canary-fields.tsx'
import { emptyDraft, inputOf, type Draft, type Seen } from './draft.ts'

export type PublishFormProps = {
  readonly publishing: Attempts<PublishNowMutation, PublishNowMutationVariables>
  readonly seen: Seen
  /** Number of pending changes. */
  readonly pending: number
  readonly issues: readonly FindingFragment[]
  /** Number of the revision that a canary runs now. */
  readonly canary: number | undefined
}

const LONGEST_MESSAGE = 1_000

export function PublishForm({ publishing, seen, pending, issues, canary }: PublishFormProps) {
  const [draft, keep] = useKept<Draft>('publish.draft', emptyDraft)
  const change = (part: Partial<Draft>) => keep({ ...draft, ...part })
  const errors = issues.filter(({ severity }) => severity === 'ERROR').length
  const warnings = issues.length - errors
  const { kind } = publishing.attempt

  function submit(event: FormEvent): void {
    event.preventDefault()
    void publishing.send({ input: inputOf(draft, seen, newIdempotencyKey()) })
  }

  return (
    <Section title="Publish">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            label="Message"
            description={`why, for those who read the history; ${count(LONGEST_MESSAGE - draft.message.length)} characters left`}
            value={draft.message}
            onChange={(event) => change({ message: event.currentTarget.value })}
            error={problemAt(publishing, 'message')}
            autosize
            minRows={2}
            maxLength={LONGEST_MESSAGE}
          />
          <NumberInput
            label="Wait for workers, seconds"
            description="0 to 25; the receipt comes as soon as all have taken or refused it"
            value={draft.waitSeconds}
            onChange={(waitSeconds) => change({ waitSeconds })}
            error={problemAt(publishing, 'waitForWorkersSeconds')}
            allowDecimal={false}
          />
          <Switch
            label="Canary: a few workers run it first"
            checked={draft.isCanary}
            onChange={(event) => change({ isCanary: event.currentTarget.checked })}
          />
          {draft.isCanary && <CanaryFields draft={draft} onChange={change} problemAt={(field) => problemAt(publishing, field)} />}
          {warnings > 0 && (
            <Checkbox
              label={`I have read the ${warnings === 1 ? 'warning' : `${count(warnings)} warnings`}`}
              description="else new warnings, which the live revision does not have, refuse the publish"
              checked={draft.acknowledgedVersion === seen.version}
              onChange={(event) => change({ acknowledgedVersion: event.currentTarget.checked ? seen.version : undefined })}
              error={problemAt(publishing, 'acknowledgeWarnings')}
            />
          )}
          {errors > 0 && (
            <Notice color="red" title={errors === 1 ? 'An error blocks it' : `${count(errors)} errors block it`}>
              <Text size="sm">They stand under Findings, with what to do about each.</Text>
            </Notice>
          )}
          <ActionButton
            field="publish"
            type="submit"
            loading={kind === 'SENT'}
            unavailable={whyNot({ kind, pending, errors, canary })}
            fullWidth
          >
            {draft.isCanary ? 'Publish as canary' : 'Publish'}
          </ActionButton>
        </Stack>
      </form>
    </Section>
  )
}

type Standing = { readonly kind: string; readonly pending: number; readonly errors: number; readonly canary: number | undefined }

function whyNot({ kind, pending, errors, canary }: Standing): string | undefined {
  if (kind === 'LOST') return 'the answer to the last publish was lost: send that again, or leave it'
  if (canary !== undefined) return `the canary of revision ${canary} runs: promote it or take it back first`
  if (pending === 0) return 'nothing is pending'
  return errors > 0 ? 'errors block it' : undefined
}

/** The API's words about a field of the input. */
function problemAt({ attempt }: PublishFormProps['publishing'], field: string): string | undefined {
  if (attempt.kind !== 'ANSWERED' || attempt.data.publish.__typename === 'PublishSuccess') return undefined
  return attempt.data.publish.field === field ? attempt.data.publish.message : undefined
}
