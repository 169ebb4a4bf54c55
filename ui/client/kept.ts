import { useCallback, useSyncExternalStore } from 'react'
import { useSession } from './session.tsx'

// Names stand in the code, so there are few: what a page holds under one is replaced, not added to.
const values = new Map<string, unknown>()
const listeners = new Set<() => void>()

/** A state that outlives its page: what was typed and answered is there again for the same viewer, until the tab is closed. */
export function useKept<Value>(name: string, initial: Value): readonly [Value, (next: Value) => void] {
  const key = `${useSession().viewer?.name ?? ''} ${name}`
  const value = useSyncExternalStore(subscribe, () => (values.has(key) ? (values.get(key) as Value) : initial))
  const keep = useCallback(
    (next: Value) => {
      values.set(key, next)
      for (const listener of listeners) listener()
    },
    [key],
  )
  return [value, keep]
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
