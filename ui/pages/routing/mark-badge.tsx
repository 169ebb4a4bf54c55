import { Badge, Text } from '@mantine/core'
import type { Kind } from './config.ts'
import { fieldOf, type Mark } from './pending.ts'

const colours: Readonly<Record<Kind, string>> = { ADDED: 'teal', CHANGED: 'orange', REMOVED: 'red' }
/** Characters of a value that are shown beside each other. */
const SHOWN = 60

/** A pending change in the API's word. */
export function MarkBadge({ kind }: { readonly kind: Kind | undefined }) {
  if (kind === undefined) return null
  return (
    <Badge size="sm" color={colours[kind]} miw="max-content">
      {kind}
    </Badge>
  )
}

/** The fields that a pending change gives other values, from the live one to the pending one, and who did so. */
export function ChangedFields({ mark, without = [] }: { readonly mark: Mark | undefined; readonly without?: readonly string[] }) {
  if (mark === undefined) return null
  const shown = mark.fields.filter((change) => !without.includes(fieldOf(change)))
  return (
    <>
      {shown.map((change) => (
        <Text key={change.path} size="sm">
          {fieldOf(change)}: <del>{wordOf(change.before)}</del> → <ins>{wordOf(change.after)}</ins>
        </Text>
      ))}
      <Text size="sm" c="dimmed">
        {mark.kind.toLowerCase()} by {mark.author ?? 'somebody'}, not yet published
      </Text>
    </>
  )
}

function wordOf(value: unknown): string {
  const text = typeof value === 'string' ? value : Array.isArray(value) && value.length === 0 ? 'none' : JSON.stringify(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
