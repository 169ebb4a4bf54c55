import { fail, ok, type Result } from '../result.ts'
import { strict, wholeForm } from './fields.ts'
import { MAX_ONE_IN } from './bounds.ts'

/** One decision in so many is logged by each worker. */
export type AccessLogSettings = { readonly oneIn: number }

/** Form of the access log in a document. */
export const accessLogForm = strict({ oneIn: wholeForm(MAX_ONE_IN, 'requests of a worker of which one is logged') })

/** Undefined for null, which switches the log off. Fails with ACCESS_LOG_INVALID. */
export function parseAccessLog(given: AccessLogSettings | null): Result<AccessLogSettings | undefined> {
  if (given === null) return ok(undefined)
  const { oneIn } = given
  if (Number.isInteger(oneIn) && oneIn >= 1 && oneIn <= MAX_ONE_IN) return ok({ oneIn })
  return fail({
    code: 'ACCESS_LOG_INVALID',
    field: 'accessLog.oneIn',
    received: oneIn,
    allowed: `an integer from 1 to ${MAX_ONE_IN}`,
    remedy: 'give one in this range, or null instead of the access log to switch it off',
  })
}
