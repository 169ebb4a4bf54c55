import { decodeProtectedHeader, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose'
import type { Clock } from '../../ports/clock.ts'
import { leaveUndecided, type Identify } from './authenticate.ts'
import { KeysUnavailable } from './key-ring.ts'
import { hashOfToken } from './new-token.ts'
import { isReservedName } from './reserved-names.ts'
import { pickKnownRoles } from '../../core/access/roles.ts'

export type JwtIdentityParts = {
  /** The secret that signs tokens, or the finder of their public key. A key URL in a token's header is never followed. */
  readonly key: Uint8Array | JWTVerifyGetKey
  /** Required `iss`; undefined: anything. */
  readonly issuer: string | undefined
  /** Required entry of `aud`; undefined: anything. */
  readonly audience: string | undefined
  readonly clock: Clock
  /** Called with the reason why a JWT was refused, never with the token itself. */
  readonly onRefused: (reason: string) => void
}

/** Good tokens that are remembered, the most recently used ones. */
const MAX_GOOD = 1_000
/** Longest token: a request head has room for 16 KiB, a WebSocket message for more. */
const MAX_CHARACTERS = 8_192
/** Longest `sub`: it goes into the audit trail, which cuts longer ones. */
const MAX_NAME = 300
/** Lead that the issuer's clock may have. `exp` gets none: a connection ends at that very moment, too. */
const SKEW_SECONDS = 30
/** The last second of the year 9999: ISO 8601 has no later one in four digits. */
const LAST_SECOND = 253_402_300_799

/** Checks tokens of an identity provider (RFC 7519) by the rules of RFC 8725. */
export function openJwtIdentity({ key, issuer, audience, clock, onRefused }: JwtIdentityParts): Identify {
  const options: JWTVerifyOptions = {
    // Pinned by the source of the key, so that a public key never counts as a secret.
    algorithms: key instanceof Uint8Array ? ['HS256'] : ['RS256', 'ES256', 'EdDSA'],
    requiredClaims: ['sub', 'exp'],
    clockTolerance: SKEW_SECONDS,
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  }
  /** Digests of tokens that were good: these may always be checked again. */
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

/** True for three non-empty parts, and so false for an unsigned token. */
function isJwtShaped(token: string): boolean {
  return token.length <= MAX_CHARACTERS && /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(token)
}

/** True for the one spelling of a token: decoders ignore bits that are left over at the end of a part. */
function isCanonical(token: string): boolean {
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
}

/** Checks headers that jose leaves to its caller: `typ`, and `crit` with an extension that jose itself knows. */
function requireKnownHeader(token: string): void {
  const { typ, crit } = decodeProtectedHeader(token) as { readonly typ?: unknown; readonly crit?: unknown }
  if (crit !== undefined) throw new Error('"crit" asks for an extension, and none is supported')
  // A media type, whose "application/" may be left out: RFC 7515 §4.1.9. It keeps out tokens for other purposes.
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

/** Reads `roles`. Absent, it is an empty list; another type is the issuer's fault. */
function parseRoles(roles: unknown = []): readonly string[] {
  if (Array.isArray(roles) && roles.every((role) => typeof role === 'string')) return roles
  throw new Error('"roles" is no list of strings')
}
