import { GraphQLError } from 'graphql'
import type { AttemptRefusal } from '../../../core/change/attempt-outcome.ts'
import { OutcomeUnknown, StoreUnavailable } from '../../../ports/config-store.ts'
import { describeAbsence } from '../../change/ask-store.ts'
import { UserProblem } from './user-problems.ts'

type Words = { readonly code: string; readonly message: string }

/** Words for an error that no resolver words itself. */
export const bugWords: Words = {
  code: 'INTERNAL',
  message: 'this is a bug of Sluice; the log has it under the request id in X-Request-Id',
}

/** Words an error for the caller; undefined: it is a bug. */
export function wordKnown(cause: unknown): Words | undefined {
  if (cause instanceof UserProblem) return cause
  if (!(cause instanceof Error)) return undefined
  if (cause instanceof OutcomeUnknown) return { code: 'OUTCOME_UNKNOWN', message: `${cause.message}; look before you repeat it` }
  if (!(cause instanceof StoreUnavailable)) return undefined
  const { code, remedy } = describeAbsence(cause)
  return { code, message: remedy }
}

/** Words the refusal of a mutation as its answer does: of a thrown error, or of a member of its union. */
export function wordRefusal(error: unknown): AttemptRefusal {
  const cause = error instanceof GraphQLError ? error.originalError : error
  if (error instanceof GraphQLError && (cause === undefined || cause instanceof GraphQLError)) {
    const { code } = error.extensions
    return { code: typeof code === 'string' ? code : 'BAD_USER_INPUT', message: withoutValue(error.message) }
  }
  if (cause instanceof UserProblem) return { code: cause.code, message: cause.message, field: cause.field ?? undefined }
  return wordKnown(cause) ?? bugWords
}

/** Cuts the value of a variable, which GraphQL quotes: it may be a secret. Its name, the place in it and the expected type stay. */
export function withoutValue(message: string): string {
  if (!message.startsWith('Variable "$')) return message
  return message
    .replace(/( cannot represent [a-z\d -]+ value): .*$/is, '$1')
    .replace(/ got invalid value .*?( at "[\w.[\]]+")?; (?!.*; )/s, ' got an invalid value$1; ')
}
