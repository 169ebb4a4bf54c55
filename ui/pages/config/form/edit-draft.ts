import { changedFields, isSame, type Entry } from './entry.ts'
import type { Known } from './entry-api.ts'
import { mergeEdits, putAt, type Conflict, type Taken } from './merge.ts'

/** What was typed into the form of an entry and is not in the working copy yet. */
export type EntryDraft = {
  /** The entry that it is based on; null for one that is new, or that somebody deleted meanwhile. */
  readonly base: Entry | null
  readonly version: number
  readonly mine: Entry
  /** Fields that somebody else changed as well, until one of both is chosen. */
  readonly conflicts: readonly Conflict[]
  /** Fields that somebody else changed meanwhile, and that were taken. */
  readonly taken: readonly Taken[]
  readonly isDeletedMeanwhile: boolean
}

/** `settings`, `cdns.KEY`, and `cdns.` for one that is new. */
export function draftId(list: string, key: string | undefined): string {
  return key === undefined ? list : `${list}.${key}`
}

/** Puts what was typed into the draft; undefined when it is the same as what is there. */
export function typeInto(draft: EntryDraft | undefined, { entry, version }: Known, mine: Entry): EntryDraft | undefined {
  const kept = draft ?? { base: entry, version, conflicts: [], taken: [], isDeletedMeanwhile: false }
  return isUntouched(kept, mine) ? undefined : { ...kept, mine }
}

/** Brings in what the working copy has now. Undefined when nothing of the draft is left to send. */
export function bringIn(draft: EntryDraft, { entry, version }: Known): EntryDraft | undefined {
  if (draft.base === null && entry === null) return { ...draft, version }
  if (entry === null) return { ...draft, base: null, version, conflicts: [], isDeletedMeanwhile: true }
  if (draft.base === null) return { ...draft, version } // somebody took the key; saving tells so
  const { value, conflicts, taken } = mergeEdits({ base: draft.base, mine: draft.mine, theirs: entry })
  const open = draft.conflicts.filter(({ path }) => !conflicts.some((other) => isSame(other.path, path)))
  const merged = {
    base: entry,
    version,
    mine: value as Entry,
    conflicts: [...open, ...conflicts],
    taken: [...draft.taken, ...taken],
    isDeletedMeanwhile: false,
  }
  return isUntouched(merged, merged.mine) ? undefined : merged
}

/** Ends a conflict by one of both values, or by both together. */
export function settle(draft: EntryDraft, conflict: Conflict, value: unknown): EntryDraft | undefined {
  const mine = putAt(draft.mine, conflict.path, value) as Entry
  const settled = { ...draft, mine, conflicts: draft.conflicts.filter((other) => other !== conflict) }
  return isUntouched(settled, mine) ? undefined : settled
}

/** The fields that differ from what the draft is based on. */
export function editOf({ base, mine }: Pick<EntryDraft, 'base' | 'mine'>): Entry {
  return changedFields(base, mine)
}

function isUntouched({ base, conflicts }: Pick<EntryDraft, 'base' | 'conflicts'>, mine: Entry): boolean {
  if (conflicts.length > 0) return false
  return base === null ? Object.values(mine).every((value) => value === undefined || value === '') : isSame(base, mine)
}
