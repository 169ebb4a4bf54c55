import type { RateLimit, RateVerdict } from './rate-limiter.ts'

/**
 * Headers `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11), and for a refusal `Retry-After` (RFC 9110
 * §10.2.3).
 */
export function rateLimitHeaders(policy: string, limit: RateLimit, verdict: RateVerdict): Readonly<Record<string, string>> {
  const { allowed, remaining, resetSeconds, retryAfterSeconds } = verdict
  // The draft wants `Retry-After` to be no earlier than the reset in `RateLimit`.
  const seconds = wholeSeconds(allowed ? resetSeconds : retryAfterSeconds)
  return {
    'RateLimit-Policy': `"${policy}";q=${limit.burst};w=${windowSeconds(limit)}`,
    RateLimit: `"${policy}";r=${remaining};t=${seconds}`,
    ...(allowed ? {} : { 'Retry-After': `${seconds}` }),
  }
}

/** Message of a refusal with the code `RATE_LIMITED`; `what` is for example "requests from this address". */
export function rateLimitMessage(what: string, limit: RateLimit, { retryAfterSeconds }: RateVerdict): string {
  const inSeconds = wholeSeconds(retryAfterSeconds)
  return `received too many ${what}, allowed are ${limit.burst} in ${windowSeconds(limit)} s; try again in ${inSeconds} s`
}

function windowSeconds({ perSecond, burst }: RateLimit): number {
  return wholeSeconds(burst / perSecond)
}

function wholeSeconds(seconds: number): number {
  return Math.max(Math.ceil(seconds), 1)
}
