import { createContext, useContext } from 'react'
import type { Placed } from './place-findings.ts'

/** What the fields of one form share; it stays the same object while somebody types. */
export type FormScope = {
  /** Keys of the entries of each list in the working copy, for fields that name one. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** Whether the viewer may only look. */
  readonly isReadOnly: boolean
  /** Whether the entry is there already: its key stays as it is. */
  readonly isThere: boolean
  /** Puts a value at the path of a field; undefined at that of a row takes the row away. */
  readonly change: (path: string, value: unknown) => void
}

export const FormScopeContext = createContext<FormScope>({ keys: {}, isReadOnly: true, isThere: true, change: () => undefined })
/** Findings, which change while somebody types. */
export const PlacedContext = createContext<Placed>(new Map())

export function useFormScope(): FormScope {
  return useContext(FormScopeContext)
}
