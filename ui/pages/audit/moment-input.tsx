import { TextInput } from '@mantine/core'

export type MomentInputProps = {
  readonly label: string
  readonly description: string
  /** A moment as the API has it; empty: none. */
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A moment by the clock on the wall of whoever reads. */
export function MomentInput({ label, description, value, onChange }: MomentInputProps) {
  return (
    <TextInput
      type="datetime-local"
      step={1}
      size="xs"
      label={label}
      description={description}
      value={localOf(value)}
      onChange={(event) => onChange(momentOf(event.currentTarget.value))}
    />
  )
}

function localOf(moment: string): string {
  const epochMs = Date.parse(moment)
  if (Number.isNaN(epochMs)) return ''
  const offsetMs = new Date(epochMs).getTimezoneOffset() * 60_000
  return new Date(epochMs - offsetMs).toISOString().slice(0, 19)
}

function momentOf(local: string): string {
  return local === '' ? '' : new Date(local).toISOString()
}
