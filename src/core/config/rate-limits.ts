import { MAX_BURST, MAX_PER_SECOND, type RateLimits } from './model.ts'
import type { RateLimit } from '../rate-limit/rate-limiter.ts'
import { fail, ok, type Result } from '../result.ts'

/** A limit that is left out, or null, is off. */
export type RateLimitsEdit = {
  readonly perAddress?: RateLimit | null | undefined
  readonly global?: RateLimit | null | undefined
}

/** Undefined when there is no limit at all: then the document has no field for it. Fails with RATE_LIMIT_INVALID. */
export function parseRateLimits(edit: RateLimitsEdit | null): Result<RateLimits | undefined> {
  const perAddress = parseRateLimit('perAddress', edit?.perAddress)
  if (!perAddress.ok) return perAddress
  const global = parseRateLimit('global', edit?.global)
  if (!global.ok) return global
  const limits = { ...perAddress.value, ...global.value }
  return ok(Object.keys(limits).length === 0 ? undefined : limits)
}

/** The limit under its name, or nothing. */
function parseRateLimit(name: keyof RateLimits, limit: RateLimit | null | undefined): Result<RateLimits> {
  if (limit == null) return ok({})
  const { perSecond, burst } = limit
  if (!isWhole(perSecond, MAX_PER_SECOND)) return outOfRange(`${name}.perSecond`, perSecond, MAX_PER_SECOND)
  if (!isWhole(burst, MAX_BURST)) return outOfRange(`${name}.burst`, burst, MAX_BURST)
  return ok({ [name]: { perSecond, burst } })
}

function isWhole(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= max
}

function outOfRange(path: string, received: number, max: number): Result<never> {
  return fail({
    code: 'RATE_LIMIT_INVALID',
    field: `rateLimit.${path}`,
    received,
    allowed: `an integer from 1 to ${max}`,
    remedy: 'give one in this range, or null instead of the limit to switch it off',
  })
}
