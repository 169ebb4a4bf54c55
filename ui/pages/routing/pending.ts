import type { Change, Kind } from './config.ts'

/** What is pending of one object: that it came, that it goes, or which of its fields have other values. */
export type Mark = { readonly kind: Kind; readonly fields: readonly Change[]; readonly author: string | null }

/** Gathers pending changes by their object: `rules.KEY`, `pools.KEY`, `cdns.KEY`, `zones.KEY`, `settings`. */
export function marksOf(changes: readonly Change[]): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>()
  for (const change of changes) {
    const [list = '', key = ''] = change.path.split('.')
    const path = list === 'settings' ? list : `${list}.${key}`
    const fields = change.path === path ? [] : [...(marks.get(path)?.fields ?? []), change]
    marks.set(path, { kind: change.kind, fields, author: change.author })
  }
  return marks
}

/** The last part of a change's path: the field that has another value. */
export function fieldOf({ path }: Change): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** A field's change within the object; undefined where that field is as it is live. */
export function changeOf(mark: Mark | undefined, field: string): Change | undefined {
  return mark?.fields.find((change) => fieldOf(change) === field)
}

/** Objects that the changes take away from one of the lists, as they are live. */
export function removedFrom(list: string, changes: readonly Change[]): readonly unknown[] {
  return changes
    .filter(({ path, kind }) => kind === 'REMOVED' && path.startsWith(`${list}.`) && path.split('.').length === 2)
    .map(({ before }) => before)
}
