import type { RateLimit } from '../rate-limit/rate-limiter.ts'
import { fail, ok, type Result } from '../result.ts'
import { MAX_BURST, MAX_PER_SECOND } from './bounds.ts'
import { allOf, type Checked } from './checked.ts'
import { strict, wholeForm } from './fields.ts'

/** Limits in whole numbers; at least one of the two is present. */
export type RateLimits = { readonly perAddress?: RateLimit; readonly global?: RateLimit }

/** A limit that is left out, or null, is off. */
export type RateLimitsEdit = {
  readonly perAddress?: RateLimit | null | undefined
  readonly global?: RateLimit | null | undefined
}

const limitForm = strict({
  perSecond: wholeForm(MAX_PER_SECOND, 'requests a second in the long run'),
  burst: wholeForm(MAX_BURST, 'requests that may come at once after a pause'),
})

/** Form of the limits in a document. */
export const rateLimitsForm = strict({
  perAddress: limitForm.nullable().exactOptional(),
  global: limitForm.nullable().exactOptional(),
})

/** Parses the limits. Undefined when both are off: the document then omits the field. Fails with RATE_LIMIT_INVALID. */
export function parseRateLimits(edit: RateLimitsEdit | null): Checked<RateLimits | undefined> {
  const limits = allOf<{ perAddress: RateLimit | undefined; global: RateLimit | undefined }>({
    perAddress: parseRateLimit('perAddress', edit?.perAddress),
    global: parseRateLimit('global', edit?.global),
  })
  if (!limits.ok) return limits
  const given = Object.entries(limits.value).filter(([, limit]) => limit !== undefined)
  return { ok: true, value: given.length === 0 ? undefined : Object.fromEntries(given) }
}

function parseRateLimit(name: keyof RateLimits, limit: RateLimit | null | undefined): Checked<RateLimit | undefined> {
  if (limit == null) return { ok: true, value: undefined }
  return allOf<RateLimit>({
    perSecond: parseWhole(`${name}.perSecond`, limit.perSecond, MAX_PER_SECOND),
    burst: parseWhole(`${name}.burst`, limit.burst, MAX_BURST),
  })
}

function parseWhole(path: string, received: number, max: number): Result<number> {
  if (Number.isInteger(received) && received >= 1 && received <= max) return ok(received)
  return fail({
    code: 'RATE_LIMIT_INVALID',
    field: `rateLimit.${path}`,
    received,
    allowed: `an integer from 1 to ${max}`,
    remedy: 'give one in this range, or null instead of the limit to switch it off',
  })
}
