import type { Cdn } from '../config/cdn.ts'
import type { Signing } from '../config/signing.ts'
import { forms } from '../signing/forms.ts'
import { missing, type Secret, type Secrets } from '../signing/secret.ts'
import { splitUrl } from '../signing/url-parts.ts'

/** Signs a URL of one CDN, as it is at this time. */
export type Sign = (url: string, nowEpochMs: number) => string

/** What signs the URLs of a configuration's CDNs. */
export type Signers = {
  /** One for each CDN, by its index in the configuration; undefined: nothing is signed, or the secret is missing. */
  readonly signs: readonly (Sign | undefined)[]
  /** Keys of the CDNs whose secret is missing, and why. They get no redirect. */
  readonly missing: ReadonlyMap<string, string>
}

/** Signers where no redirect is made, and no secret known. */
export const nothingSigned: Signers = { signs: [], missing: new Map() }

/** Conditions in which CDNs with these keys have no signer, where no redirect is made. */
export function withoutSecrets(missingSecrets: readonly { readonly cdn: string; readonly why: string }[]): Signers {
  return { signs: [], missing: new Map(missingSecrets.map(({ cdn, why }) => [cdn, why])) }
}

/** Makes the signers of these CDNs. Without its secret a CDN has none, since an unsigned URL would not be served. */
export function signersOf(cdns: readonly Pick<Cdn, 'key' | 'signing'>[], secrets: Secrets): Signers {
  if (!cdns.some(({ signing }) => signing !== undefined)) return nothingSigned
  const reasons = new Map<string, string>()
  const signs = cdns.map(({ key, signing }) => {
    const sign = signing === undefined ? undefined : signOf(signing, secrets.get(signing.secret) ?? unread)
    if (typeof sign === 'string') reasons.set(key, `${signing?.secret}: ${sign}`)
    return typeof sign === 'string' ? undefined : sign
  })
  return { signs, missing: reasons }
}

const unread = missing('it was not read yet')

/** Returns the reason where there is no key. A URL holds for its whole time by every clock within the skew. */
function signOf({ form, ttlSeconds, clockSkewSeconds }: Signing, secret: Secret): Sign | string {
  if (secret.kind === 'MISSING') return secret.why
  const signParts = forms[form].prepare(secret.reveal())
  if (signParts === undefined) return `its first line is no secret of ${form}, allowed are ${forms[form].allowed}`
  return (url, nowEpochMs) => {
    const nowEpochSeconds = Math.floor(nowEpochMs / 1_000)
    const fromEpochSeconds = nowEpochSeconds - clockSkewSeconds
    return signParts(splitUrl(url), { fromEpochSeconds, untilEpochSeconds: nowEpochSeconds + ttlSeconds + clockSkewSeconds })
  }
}
