import { addressKey } from '../../core/rate-limit/address-key.ts'
import { rateLimitHeaders, rateLimitMessage } from '../../core/rate-limit/rate-limit-headers.ts'
import type { RateClaim, RatePolicy, SharedRateLimits } from '../../ports/shared-rate-limits.ts'

/** 0 switches a limit off. */
export type RequestLimitSettings = {
  /**
   * Rate of one identity, or of one address without a valid token; ten times that at once. All addresses together have four
   * times, at once twenty times.
   */
  readonly requestsPerSecond: number
  /** Rate of one address; five times that at once. */
  readonly failedLoginsPerMinute: number
}

type Headers = Readonly<Record<string, string>>
export type Admission =
  | { readonly kind: 'ADMITTED'; readonly headers: Headers }
  | { readonly kind: 'REFUSED'; readonly headers: Headers; readonly message: string }

/**
 * Limits that a request counts against. `PROBE`: its address but not all together, so that a balancer gets its answer while
 * others flood the node. `NOTHING`: it was counted before.
 */
export type Counted = 'REQUEST' | 'PROBE' | 'NOTHING'

/** Limits of the control process: for one identity, one address, all addresses together, and wrong tokens. */
export type RequestLimits = {
  /** Counts a request with a valid token, by the name of its identity alone. */
  admitKnown(name: string, counted: Counted): Promise<Admission>
  /** Counts any other request, and a wrong token besides. A refused request is not counted. */
  admitUnknown(address: string, request: { readonly counted: Counted; readonly hasFailed: boolean }): Promise<Admission>
  /** Tells whether a token from this address may cost a question to the store or the check of a signature. */
  mayCheck(address: string): Promise<boolean>
}

type Policy = RatePolicy & { readonly counts: string }
type Claim = RateClaim & { readonly policy: Policy }

/** Checks for an address with too many failed logins: a few, so that a good new token gets through in the end. */
const ofChecks: RatePolicy = { name: 'checks', perSecond: 10, burst: 20 }

export function openRequestLimits(
  shared: SharedRateLimits,
  { requestsPerSecond, failedLoginsPerMinute }: RequestLimitSettings,
): RequestLimits {
  const ofIdentity: Policy = {
    name: 'identity',
    counts: 'requests of this identity',
    perSecond: requestsPerSecond,
    burst: requestsPerSecond * 10,
  }
  const ofAddress: Policy = {
    name: 'address',
    counts: 'requests without a valid token from this address',
    perSecond: requestsPerSecond,
    burst: requestsPerSecond * 10,
  }
  const ofAll: Policy = {
    name: 'all',
    counts: 'requests without a valid token from all addresses together',
    perSecond: requestsPerSecond * 4,
    burst: requestsPerSecond * 20,
  }
  const ofFailedLogins: Policy = {
    name: 'failed-logins',
    counts: 'failed logins from this address',
    perSecond: failedLoginsPerMinute / 60,
    burst: failedLoginsPerMinute * 5,
  }

  return {
    admitKnown: (name, counted) => admitAll(counted === 'NOTHING' ? [] : [{ policy: ofIdentity, key: name, kind: 'TAKE' }]),
    admitUnknown(address, { counted, hasFailed }) {
      const key = addressKey(address)
      const one: Claim = { policy: ofAddress, key, kind: 'TAKE' }
      const all: Claim = { policy: ofAll, key: '', kind: 'TAKE' }
      const failed: Claim = { policy: ofFailedLogins, key, kind: 'TAKE' }
      const requests = counted === 'REQUEST' ? [one, all] : counted === 'PROBE' ? [one] : []
      return admitAll(hasFailed ? [...requests, failed] : requests)
    },
    async mayCheck(address) {
      const key = addressKey(address)
      const failed = await admitAll([{ policy: ofFailedLogins, key, kind: 'LOOK' }])
      if (failed.kind === 'ADMITTED') return true
      const [verdict] = await shared.claim([{ policy: ofChecks, key, kind: 'TAKE' }])
      return verdict?.allowed === true
    },
  }

  async function admitAll(wanted: readonly Claim[]): Promise<Admission> {
    const claims = wanted.filter(({ policy }) => policy.burst > 0)
    const verdicts = claims.length === 0 ? [] : await shared.claim(claims)
    const answers = claims.flatMap(({ policy }, index) => {
      const verdict = verdicts[index]
      return verdict === undefined ? [] : [{ policy, verdict }]
    })
    // The refusal that lasts longest, else the first claim.
    const [answer] = answers.toSorted((a, b) => b.verdict.retryAfterSeconds - a.verdict.retryAfterSeconds)
    if (answer === undefined) return { kind: 'ADMITTED', headers: {} }
    const { policy, verdict } = answer
    const headers = rateLimitHeaders(policy.name, policy, verdict)
    return verdict.allowed
      ? { kind: 'ADMITTED', headers }
      : { kind: 'REFUSED', headers, message: rateLimitMessage(policy.counts, policy, verdict) }
  }
}
