import { createContext, useContext } from 'react'
import type { Placed } from './place-findings.ts'

/** What the fields of one form share. */
export type FormScope = {
  readonly placed: Placed
  /** Keys of the entries of each list in the working copy, for fields that name one. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** Whether the viewer may only look. */
  readonly isReadOnly: boolean
  /** Whether the entry is there already: its key stays as it is. */
  readonly isThere: boolean
}

export const FormScopeContext = createContext<FormScope>({ placed: new Map(), keys: {}, isReadOnly: true, isThere: true })

export function useFormScope(): FormScope {
  return useContext(FormScopeContext)
}
