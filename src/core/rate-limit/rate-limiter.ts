/** At most `burst` at once, and `perSecond` in the long run. Both are greater than 0. */
export type RateLimit = { readonly perSecond: number; readonly burst: number }

export type RateVerdict = {
  readonly allowed: boolean
  /** How many more may be taken at once. */
  readonly remaining: number
  /** Until the whole burst is there again; not rounded, like the next. */
  readonly resetSeconds: number
  /** Until one may be taken; 0 when this one is allowed. */
  readonly retryAfterSeconds: number
}

/** Keys are kept as they are: who makes them bounds their length. Time never runs backwards. */
export type RateLimiter = {
  /** Takes one if that is allowed; a refusal costs nothing. */
  take(key: string, nowMonoMs: number): RateVerdict
  /** Whether one might be taken, without taking it. */
  look(key: string, nowMonoMs: number): RateVerdict
}

/** What one request owes. In this unit whole rates and whole milliseconds give whole numbers: nothing is rounded. */
const REQUEST = 1_000

/**
 * The generic cell rate algorithm (ITU-T I.371): one number a key, the moment when all that it took is paid off. Two generations
 * of keys take turns: once the time of a whole burst has passed, nothing in the older one means anything. So nothing is swept.
 * With more than `maxKeys` in that time, those that took nothing for longest begin anew.
 */
export function openRateLimiter(limit: RateLimit, maxKeys = 1_000_000): RateLimiter {
  const { perSecond, burst } = limit
  const generationMs = (burst / perSecond) * 1_000
  /** In milliseconds × `perSecond`. */
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
      const now = nowMonoMs * perSecond
      const paidOffAt = Math.max(young.get(key) ?? old.get(key) ?? 0, now)
      const allowed = isAllowed(paidOffAt - now)
      const next = allowed ? paidOffAt + REQUEST : paidOffAt
      young.set(key, next)
      return verdictOf(limit, allowed, next - now)
    },
    look(key, nowMonoMs) {
      const owed = Math.max((young.get(key) ?? old.get(key) ?? 0) - nowMonoMs * perSecond, 0)
      return verdictOf(limit, isAllowed(owed), owed)
    },
  }

  function isAllowed(owed: number): boolean {
    return owed + REQUEST <= burst * REQUEST
  }
}

/** The verdict of whoever keeps what a key owes, in thousandths of a request, this one included when it was taken. */
export function verdictOf({ perSecond, burst }: RateLimit, allowed: boolean, owed: number): RateVerdict {
  return {
    allowed,
    remaining: Math.max(Math.floor(burst - owed / REQUEST), 0),
    resetSeconds: owed / REQUEST / perSecond,
    retryAfterSeconds: allowed ? 0 : (owed + REQUEST - burst * REQUEST) / REQUEST / perSecond,
  }
}
