import { fail, type Problem, type Result } from '../core/result.ts'
import { StoreUnavailable } from '../ports/config-store.ts'

/** What a store answers, or STORE_UNAVAILABLE as a problem; whatever else is thrown is a bug and goes on. */
export async function answered<T>(
  onProblem: (message: string, error: unknown) => void,
  ask: () => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    onProblem(error.message, error.cause)
    return fail(unavailable(error))
  }
}

export function unavailable({ message }: StoreUnavailable): Problem {
  return {
    code: 'STORE_UNAVAILABLE',
    received: 'no answer',
    allowed: 'an answer of the config store',
    remedy: `${message}; redirects go on, try again later`,
  }
}
