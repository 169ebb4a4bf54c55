import { onOneLine, showValue } from '../terminal.ts'
import type { Change } from './changes.ts'

/** A pending edit that a change throws away, as the API's `ConfigChange`: from the live value to the pending one. */
export type Discarded = Change & { readonly author: string | null }

export const discardedSelection = '{ path kind before after author }'

/** Most edits that are shown. */
const SHOWN = 20

/** Formats discarded edits with their authors, one a line; empty for none. */
export function formatDiscarded(verb: 'Throws away' | 'Threw away', discarded: readonly Discarded[]): string {
  if (discarded.length === 0) return ''
  const lines = discarded.slice(0, SHOWN).map((edit) => `    ${describe(edit)}\n`)
  const rest = discarded.length > SHOWN ? `    and ${discarded.length - SHOWN} more\n` : ''
  return `${verb} pending edits:\n${lines.join('')}${rest}`
}

function describe({ path, kind, before, after, author }: Discarded): string {
  const what = kind === 'CHANGED' ? `${showValue(before)} → ${showValue(after)}` : kind.toLowerCase()
  return `${onOneLine(path)} ${what} by ${author === null ? 'an unknown editor' : onOneLine(author)}`
}
