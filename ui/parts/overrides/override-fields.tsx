import { Group, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core'
import type { Outcome } from './outcome.ts'
import { cdnOffers, hasValue, LIFTED, MOMENT, otherOffers, type Draft } from './override-draft.ts'

export type WhyProps = {
  readonly draft: Draft
  readonly outcome: Outcome | undefined
  readonly onChange: (draft: Draft) => void
}

export type WhatProps = WhyProps & {
  /** The key of a CDN; null: the override is about all of them. */
  readonly target: string | null
}

/** The override, with its value where it has one. */
export function What({ target, draft, outcome, onChange }: WhatProps) {
  const offers = target === null ? otherOffers : cdnOffers
  return (
    <>
      <Radio.Group
        label="What holds instead of the revision"
        value={draft.choice}
        onChange={(choice) => onChange({ ...draft, choice })}
      >
        <Stack gap="xs" mt="xs">
          {offers.map(({ choice, means }) => (
            <Radio key={choice} value={choice} label={choice} description={means} />
          ))}
        </Stack>
      </Radio.Group>
      {hasValue(draft.choice) && (
        <TextInput
          label={draft.choice === 'RATIO' ? 'Ratio' : 'Weight'}
          inputMode="numeric"
          value={draft.value}
          error={problemAt(outcome, 'value')}
          onChange={(event) => onChange({ ...draft, value: event.currentTarget.value })}
          required
        />
      )}
    </>
  )
}

/** The reason, and the end. */
export function Why({ draft, outcome, onChange }: WhyProps) {
  return (
    <>
      <Textarea
        label="Reason"
        description="for other people, and for the audit trail"
        value={draft.reason}
        error={problemAt(outcome, 'reason')}
        onChange={(event) => onChange({ ...draft, reason: event.currentTarget.value })}
        maxLength={500}
        autosize
        data-autofocus
        required
      />
      <End draft={draft} problem={problemAt(outcome, 'until', 'forSeconds')} onChange={onChange} />
    </>
  )
}

function problemAt(outcome: Outcome | undefined, ...fields: readonly string[]): string | undefined {
  const isThere = outcome?.kind === 'REFUSED' && outcome.field !== null && fields.includes(outcome.field)
  return isThere ? outcome.message : undefined
}

const ends = [
  { value: '900', label: 'in 15 minutes' },
  { value: '3600', label: 'in 1 hour' },
  { value: '14400', label: 'in 4 hours' },
  { value: '86400', label: 'in 1 day' },
  { value: MOMENT, label: 'at a time …' },
  { value: LIFTED, label: 'when it is lifted' },
]

type EndProps = Pick<WhyProps, 'draft' | 'onChange'> & { readonly problem: string | undefined }

function End({ draft, problem, onChange }: EndProps) {
  return (
    <Group align="flex-start" grow>
      <Select
        label="Ends"
        data={ends}
        value={draft.end}
        allowDeselect={false}
        error={draft.end === MOMENT ? undefined : problem}
        onChange={(end) => onChange({ ...draft, end: end ?? LIFTED })}
      />
      {draft.end === MOMENT && (
        <TextInput
          type="datetime-local"
          label="Time"
          description="of your own clock"
          value={draft.until}
          error={problem}
          onChange={(event) => onChange({ ...draft, until: event.currentTarget.value })}
          required
        />
      )}
    </Group>
  )
}
