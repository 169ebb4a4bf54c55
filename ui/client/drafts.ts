import { useSyncExternalStore } from 'react'

// Everything that was typed and not sent, by what it is about: it outlives pages, sessions and answers that failed, never the tab. One
// person types it, so it has no bound of its own.
const drafts = new Map<string, unknown>()
const listeners = new Set<() => void>()
let ids: readonly string[] = []

/** The draft with this id; undefined when nothing is unsent there. */
export function readDraft<Draft>(id: string): Draft | undefined {
  return drafts.get(id) as Draft | undefined
}

/** Keeps the draft in place of an earlier one; undefined lets it go. */
export function writeDraft<Draft>(id: string, draft: Draft | undefined): void {
  if (draft === undefined) drafts.delete(id)
  else drafts.set(id, draft)
  if (drafts.size !== ids.length || !ids.includes(id)) ids = [...drafts.keys()]
  if (drafts.size > 0) addEventListener('beforeunload', askToStay)
  else removeEventListener('beforeunload', askToStay)
  for (const listener of listeners) listener()
}

export function useDraft<Draft>(id: string): Draft | undefined {
  return useSyncExternalStore(subscribe, () => readDraft<Draft>(id))
}

/** The ids of all drafts, for marks where they can be reached from. */
export function useDraftIds(): readonly string[] {
  return useSyncExternalStore(subscribe, () => ids)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function askToStay(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
