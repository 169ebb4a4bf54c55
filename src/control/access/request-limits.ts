import { addressKey } from '../../core/rate-limit/address-key.ts'
import { rateLimitHeaders, rateLimitMessage } from '../../core/rate-limit/rate-limit-headers.ts'
import type { RateClaim, RatePolicy, SharedRateLimits } from '../../ports/shared-rate-limits.ts'

/** 0 switches a limit off. */
export type RequestLimitSettings = {
  /** Of one identity, or without one from one address; ten times that at once. From all addresses four times, at once twenty times. */
  readonly requestsPerSecond: number
  /** From one address, five times that at once. */
  readonly failedLoginsPerMinute: number
}

type Headers = Readonly<Record<string, string>>
export type Admission =
  | { readonly kind: 'ADMITTED'; readonly headers: Headers }
  | { readonly kind: 'REFUSED'; readonly headers: Headers; readonly message: string }

/**
 * As what a request counts. `PROBE`: by its address, and not among all, so that no flood of others makes a balancer believe that
 * the node is gone. `NOTHING`: it was counted before.
 */
export type Counted = 'REQUEST' | 'PROBE' | 'NOTHING'

/** How often the control process lets itself be asked: by one identity, from one address, from all together, with wrong tokens. */
export type RequestLimits = {
  /** Counts a request with a valid token: by the name that it stands for, and by nothing else. */
  admitKnown(name: string, counted: Counted): Promise<Admission>
  /** Counts any other request, and its token when that was wrong. One that is refused counts as nothing. */
  admitUnknown(address: string, request: { readonly counted: Counted; readonly hasFailed: boolean }): Promise<Admission>
  /** Whether a token from this address may cost a question to the store or the check of a signature. */
  mayCheck(address: string): Promise<boolean>
}

type Policy = RatePolicy & { readonly counts: string }
type Claim = RateClaim & { readonly policy: Policy }

/** Tokens that are checked from an address with too many failed logins: a few, so that a new right one comes through some time. */
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
    // The refusal that lasts longest, or else what was claimed first.
    const [answer] = answers.toSorted((a, b) => b.verdict.retryAfterSeconds - a.verdict.retryAfterSeconds)
    if (answer === undefined) return { kind: 'ADMITTED', headers: {} }
    const { policy, verdict } = answer
    const headers = rateLimitHeaders(policy.name, policy, verdict)
    return verdict.allowed
      ? { kind: 'ADMITTED', headers }
      : { kind: 'REFUSED', headers, message: rateLimitMessage(policy.counts, policy, verdict) }
  }
}
