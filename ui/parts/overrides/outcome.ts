import type { CombinedError } from 'urql'
import type { OverridesLiftMutation, OverridesSetMutation } from '../../generated/operations.ts'
import { wordsOf } from '../answer.tsx'

/** How a change of the overrides went. `SLOW`: it holds, but not every worker followed within a second. */
export type Outcome =
  | { readonly kind: 'DONE' }
  | { readonly kind: 'SLOW' }
  | { readonly kind: 'REFUSED'; readonly code: string; readonly message: string; readonly field: string | null }

type Told = OverridesSetMutation['setOverride'] | OverridesLiftMutation['liftOverride']

/** `error`: why there is no answer. A lost one says nothing about what was made. */
export function outcomeOf(told: Told | undefined, error: CombinedError | undefined): Outcome {
  if (told === undefined)
    return { kind: 'REFUSED', code: 'NO_ANSWER', message: error === undefined ? '' : lostWords(error), field: null }
  if (!('code' in told)) return { kind: told.isFollowed ? 'DONE' : 'SLOW' }
  return { kind: 'REFUSED', code: told.code, message: told.message, field: told.field }
}

function lostWords(error: CombinedError): string {
  return error.networkError === undefined ? wordsOf(error) : `${wordsOf(error)} Send it again: nothing is made twice.`
}
