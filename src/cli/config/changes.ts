import type { Paint } from '../terminal.ts'
import { onOneLine, showValue } from '../terminal.ts'

/** One change, as the API's `ConfigChange`. */
export type Change = {
  readonly path: string
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED'
  readonly before: unknown
  readonly after: unknown
  /** Last editor, or the publisher; absent where nobody asked for it, null where the edit lies too far back. */
  readonly author?: string | null
}

export const changeSelection = '{ path kind before after }'

/** Formats changes grouped by object: `+` came, `-` went, `~` has other values, one field a line. Empty for no changes. */
export function formatChanges(changes: readonly Change[], paint: Paint): string {
  return [...Map.groupBy(changes, ({ path }) => objectOf(path))]
    .map(([object, group]) => formatObject(object, group, paint))
    .join('')
}

/** Counts changed objects: `1 added, 2 changed`; undefined for no changes. */
export function countChanges(changes: readonly Change[]): string | undefined {
  const objects = [...Map.groupBy(changes, ({ path }) => objectOf(path))].map(([, [first]]) => first?.kind)
  const counts = (['ADDED', 'REMOVED', 'CHANGED'] as const).map(
    (kind) => [objects.filter((other) => other === kind).length, kind.toLowerCase()] as const,
  )
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return told.length === 0 ? undefined : told.join(', ')
}

function formatObject(object: string, group: readonly Change[], paint: Paint): string {
  const [{ kind, before, after, author } = { kind: 'CHANGED' as const, before: null, after: null, author: null }] = group
  if (kind === 'ADDED')
    return `${paint('green', `+ ${object}`)}${describeAuthor(author)}\n${fieldsOf(after, (line) => paint('green', `+ ${line}`))}`
  if (kind === 'REMOVED')
    return `${paint('red', `- ${object}`)}${describeAuthor(author)}\n${fieldsOf(before, (line) => paint('red', `- ${line}`))}`
  const lines = group.map((change) => {
    const field = change.path.slice(object.length + 1)
    return `    ${paint('yellow', `~ ${field}: ${showValue(change.before)} → ${showValue(change.after)}`)}${describeAuthor(change.author)}\n`
  })
  return `${paint('yellow', `~ ${object}`)}\n${lines.join('')}`
}

function describeAuthor(author: string | null | undefined): string {
  return author == null ? '' : `  by ${onOneLine(author)}`
}

/** Lists the fields but for the key, which is in the heading. */
function fieldsOf(value: unknown, line: (text: string) => string): string {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const fields = entries.filter(([name]) => name !== 'key').toSorted(([a], [b]) => (a < b ? -1 : 1))
  return fields.map(([name, field]) => `    ${line(`${name}: ${showValue(field)}`)}\n`).join('')
}

/** Returns `cdns.KEY` of `cdns.KEY.weight`, `settings` of `settings.ratio`: keys have no dots. */
function objectOf(path: string): string {
  const [list = '', key = ''] = path.split('.')
  return list === 'settings' ? list : `${list}.${key}`
}
