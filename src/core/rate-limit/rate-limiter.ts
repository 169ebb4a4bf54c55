/** A limit: at most `burst` at once, and `perSecond` in the long run. Both are greater than 0. */
export type RateLimit = { readonly perSecond: number; readonly burst: number }

export type RateVerdict = {
  readonly allowed: boolean
  /** Requests that may still be taken at once. */
  readonly remaining: number
  /** Time until the whole burst is available again; not rounded. */
  readonly resetSeconds: number
  /** Time until a request may be taken; 0 when this one is allowed. Not rounded. */
  readonly retryAfterSeconds: number
}

/** Counts requests by key. The caller bounds the length of keys. Time must never run backwards. */
export type RateLimiter = {
  /** Takes a request if that is allowed; a refusal costs nothing. */
  take(key: string, nowMonoMs: number): RateVerdict
  /** Tells whether a request would be allowed, without taking it. */
  look(key: string, nowMonoMs: number): RateVerdict
}

/** Debt of one request, in the unit that is counted: whole numbers alone, since a sum of fractions may be above or below what it is. */
const REQUEST = 1_000

/**
 * The generic cell rate algorithm (ITU-T I.371): one number per key, the moment when all its requests are paid off. Keys live in
 * two generations: after the time of a whole burst the older one is dropped whole, so no sweep is needed. With more than
 * `maxKeys` in that time, the keys that were idle longest begin anew.
 */
export function openRateLimiter(limit: RateLimit, maxKeys = 1_000_000): RateLimiter {
  const { perSecond, burst } = limit
  const generationMs = (burst / perSecond) * 1_000
  /** Moments of being paid off by key, in units. */
  let young = new Map<string, number>()
  let old = new Map<string, number>()
  let youngSinceMonoMs = 0

  return {
    take(key, nowMonoMs) {
      if (nowMonoMs - youngSinceMonoMs >= generationMs || young.size * 2 >= maxKeys) {
        old = young
        young = new Map()
        youngSinceMonoMs = nowMonoMs
      }
      const now = unitsAt(nowMonoMs)
      const paidOffAt = Math.max(young.get(key) ?? old.get(key) ?? 0, now)
      const allowed = isAllowed(paidOffAt - now)
      const next = allowed ? paidOffAt + REQUEST : paidOffAt
      young.set(key, next)
      return verdictOf(limit, allowed, next - now)
    },
    look(key, nowMonoMs) {
      const owed = Math.max((young.get(key) ?? old.get(key) ?? 0) - unitsAt(nowMonoMs), 0)
      return verdictOf(limit, isAllowed(owed), owed)
    },
  }

  /** Units paid off by this moment. */
  function unitsAt(nowMonoMs: number): number {
    return Math.floor(nowMonoMs * perSecond)
  }

  function isAllowed(owed: number): boolean {
    return owed + REQUEST <= burst * REQUEST
  }
}

/** The verdict for a key that owes `owed` thousandths of a request, this request included when it was taken. */
export function verdictOf({ perSecond, burst }: RateLimit, allowed: boolean, owed: number): RateVerdict {
  return {
    allowed,
    remaining: Math.max(Math.floor(burst - owed / REQUEST), 0),
    resetSeconds: owed / REQUEST / perSecond,
    retryAfterSeconds: allowed ? 0 : (owed + REQUEST - burst * REQUEST) / REQUEST / perSecond,
  }
}
