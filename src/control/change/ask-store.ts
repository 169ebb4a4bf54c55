import { fail, type Problem, type Result } from '../../core/result.ts'
import { OutcomeUnknown, StoreUnavailable } from '../../ports/config-store.ts'

/** Turns a store that did not answer into a problem; any other error is a bug and goes on. */
export async function askStore<T>(
  onProblem: (message: string, error: unknown) => void,
  ask: () => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof StoreUnavailable || error instanceof OutcomeUnknown)) throw error
    onProblem(error.message, error.cause)
    return fail(error instanceof StoreUnavailable ? describeAbsence(error) : describeDoubt(error))
  }
}

export function describeAbsence({ message }: StoreUnavailable): Problem {
  return { code: 'STORE_UNAVAILABLE', remedy: `${message}; nothing was changed and redirects go on, try again later` }
}

function describeDoubt({ message }: OutcomeUnknown): Problem {
  const how =
    'auditLog(filter: { requestId }) has an event of this request, by its X-Request-Id, if it was; at the latest when the store is well; with the idempotency key that it had it may be repeated'
  return { code: 'OUTCOME_UNKNOWN', remedy: `${message}; look before you repeat it: ${how}` }
}
