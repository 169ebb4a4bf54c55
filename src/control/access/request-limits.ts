import { addressKey } from '../../core/rate-limit/address-key.ts'
import { rateLimitHeaders, rateLimitMessage } from '../../core/rate-limit/rate-limit-headers.ts'
import type { RateClaim, RatePolicy, SharedRateLimits } from '../../ports/shared-rate-limits.ts'

/** 0 switches a limit off. */
export type RequestLimitSettings = {
  /** From one address, ten times that at once. From all together it is four times that, and twenty times at once. */
  readonly requestsPerSecond: number
  /** From one address, five times that at once. */
  readonly failedLoginsPerMinute: number
}

type Headers = Readonly<Record<string, string>>
export type Admission =
  | { readonly kind: 'ADMITTED'; readonly headers: Headers }
  | { readonly kind: 'REFUSED'; readonly headers: Headers; readonly message: string }

/** How often the control process lets itself be asked: from one address, from all together, and with wrong tokens. */
export type RequestLimits = {
  /** Asked before anything is done for a request. After too many wrong tokens none from that address is looked at, right or not. */
  admit(address: string, request: { readonly isCounted: boolean; readonly presentsToken: boolean }): Promise<Admission>
  /** Counts a wrong token. The one that is too many is refused like those after it. */
  admitFailedLogin(address: string): Promise<Admission>
}

type Policy = RatePolicy & { readonly counts: string }
type Claim = RateClaim & { readonly policy: Policy }

export function openRequestLimits(
  shared: SharedRateLimits,
  { requestsPerSecond, failedLoginsPerMinute }: RequestLimitSettings,
): RequestLimits {
  const ofAddress: Policy = {
    name: 'address',
    counts: 'requests from this address',
    perSecond: requestsPerSecond,
    burst: requestsPerSecond * 10,
  }
  const ofAll: Policy = {
    name: 'all',
    counts: 'requests from all addresses together',
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
    admit(address, { isCounted, presentsToken }) {
      const key = addressKey(address)
      const requests: readonly Claim[] = [
        { policy: ofAddress, key, kind: 'TAKE' },
        { policy: ofAll, key: '', kind: 'TAKE' },
      ]
      const token: Claim = { policy: ofFailedLogins, key, kind: 'LOOK' }
      return admitAll([...(isCounted ? requests : []), ...(presentsToken ? [token] : [])])
    },
    admitFailedLogin: (address) => admitAll([{ policy: ofFailedLogins, key: addressKey(address), kind: 'TAKE' }]),
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
