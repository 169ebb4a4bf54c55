import { decodeProtectedHeader, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose'
import type { Clock } from '../../ports/clock.ts'
import { leaveUndecided, type Identify } from './authenticate.ts'
import { KeysUnavailable } from './key-ring.ts'
import { hashOfToken } from './new-token.ts'
import { isReservedName } from './reserved-names.ts'
import { pickKnownRoles } from '../../core/access/roles.ts'

export type JwtIdentityParts = {
  /** The secret that tokens are signed with, or where their public key is. What a token's own header names is never asked. */
  readonly key: Uint8Array | JWTVerifyGetKey
  /** What `iss` has to be; undefined: anything. */
  readonly issuer: string | undefined
  /** What `aud` has to have; undefined: anything. */
  readonly audience: string | undefined
  readonly clock: Clock
  /** A token that looks like one and is none; never the token itself. */
  readonly onRefused: (reason: string) => void
}

/** Good tokens that are remembered, the last ones that were used. */
const MAX_GOOD = 1_000
/** A head has room for 16 KiB, a WebSocket's message for more. */
const MAX_CHARACTERS = 8_192
/** `sub` goes into the audit trail, which cuts what is longer. */
const MAX_NAME = 300
/** How far the clock of whoever signs may be ahead. Not for `exp`: a connection ends at that very moment, too. */
const SKEW_SECONDS = 30
/** The last second of the year 9999: ISO 8601 has no later one in four digits. */
const LAST_SECOND = 253_402_300_799

/** Tokens of an identity provider: RFC 7519, by the rules of RFC 8725. */
export function openJwtIdentity({ key, issuer, audience, clock, onRefused }: JwtIdentityParts): Identify {
  const options: JWTVerifyOptions = {
    // Pinned by where the key comes from, so no public key ever counts as a secret.
    algorithms: key instanceof Uint8Array ? ['HS256'] : ['RS256', 'ES256', 'EdDSA'],
    requiredClaims: ['sub', 'exp'],
    clockTolerance: SKEW_SECONDS,
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  }
  /** Digests of tokens that were good: whoever sends one again is never kept from having it checked. */
  const good = new Set<string>()
  return async (token, mayCheck) => {
    if (!isJwtShaped(token)) return undefined
    const digest = hashOfToken(token)
    if (!good.has(digest) && !(await mayCheck())) return { kind: 'REFUSED' }
    const now = new Date(clock.nowIso())
    try {
      if (!isCanonical(token)) throw new Error('not encoded as base64url has it')
      requireKnownHeader(token)
      const { payload } = await verify(token, { ...options, currentDate: now })
      const viewer = viewerOf(payload, Math.floor(now.getTime() / 1_000))
      remember(digest)
      return { kind: 'KNOWN', viewer }
    } catch (error) {
      if (error instanceof KeysUnavailable) {
        return leaveUndecided('KEYS_UNAVAILABLE', 'the keys that this token is checked with cannot be fetched; try again later')
      }
      onRefused(error instanceof Error ? error.message : String(error))
      return { kind: 'REFUSED' }
    }
  }

  function remember(digest: string): void {
    good.delete(digest)
    good.add(digest)
    const [oldest] = good
    if (good.size > MAX_GOOD && oldest !== undefined) good.delete(oldest)
  }

  function verify(token: string, all: JWTVerifyOptions): Promise<{ readonly payload: JWTPayload }> {
    return key instanceof Uint8Array ? jwtVerify(token, key, all) : jwtVerify(token, key, all)
  }
}

/** Three parts, of which none is empty: an unsigned token is not worth a look. */
function isJwtShaped(token: string): boolean {
  return token.length <= MAX_CHARACTERS && /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(token)
}

/** One token, one spelling: decoders pass over bits that are left over at the end of a part. */
function isCanonical(token: string): boolean {
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
}

/** What jose leaves to its caller: `typ`, and `crit` with an extension that jose itself knows. */
function requireKnownHeader(token: string): void {
  const { typ, crit } = decodeProtectedHeader(token) as { readonly typ?: unknown; readonly crit?: unknown }
  if (crit !== undefined) throw new Error('"crit" asks for an extension, and none is supported')
  // A media type, whose "application/" may be left out: RFC 7515 §4.1.9. It keeps tokens for other ends from being used here.
  const isAllowed = typ === undefined || (typeof typ === 'string' && /^(?:application\/)?(?:at\+)?jwt$/i.test(typ))
  if (!isAllowed) throw new Error('"typ" is neither JWT nor at+jwt')
}

/** jose has checked signature, algorithm, `iss`, `aud` and `nbf`, and that `exp` and `iat` are numbers. */
function viewerOf({ sub, exp = 0, iat, roles }: JWTPayload, nowSeconds: number) {
  if (typeof sub !== 'string' || sub === '' || sub.length > MAX_NAME) throw new Error('"sub" is no name')
  if (isReservedName(sub)) throw new Error('"sub" is the name of an identity of Sluice itself')
  if (exp <= nowSeconds) throw new Error('"exp" is over')
  if (exp > LAST_SECOND) throw new Error('"exp" is no moment')
  if (iat !== undefined && iat > nowSeconds + SKEW_SECONDS) throw new Error('"iat" is in the future')
  return { name: sub, roles: pickKnownRoles(parseRoles(roles)), expiresAt: new Date(exp * 1_000).toISOString() }
}

/** None named is none left; another type is a fault of whoever made the token. */
function parseRoles(roles: unknown = []): readonly string[] {
  if (Array.isArray(roles) && roles.every((role) => typeof role === 'string')) return roles
  throw new Error('"roles" is no list of strings')
}
