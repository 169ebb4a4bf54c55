import { createHash, timingSafeEqual } from 'node:crypto'
import { ADMIN_TOKEN_NAME } from './reserved-names.ts'
import type { Viewer } from '../../core/access/roles.ts'

/** Outcome for a token. `UNDECIDED`: the service that could check it is away, which is not the caller's fault. */
type Authentication = { readonly kind: 'KNOWN'; readonly viewer: Viewer } | { readonly kind: 'REFUSED' } | Undecided

export type Undecided = { readonly kind: 'UNDECIDED'; readonly code: string; readonly message: string }

/** Asks whether the check of a token may cost more than a comparison in memory. False: it is refused without one. */
export type MayCheck = () => Promise<boolean>

export type Authenticate = (rawHeaders: readonly string[], mayCheck: MayCheck) => Promise<Authentication>

/** Looks at one kind of token; undefined for every other. Never rejects, and answers within 10 s. */
export type Identify = (token: string, mayCheck: MayCheck) => Promise<Authentication | undefined>

/**
 * Checks the admin token, then asks `others` in turn. Refuses a second `Authorization` header; a token is never taken from a URL.
 */
export function openAuthentication(adminToken: string, others: readonly Identify[] = []): Authenticate {
  const expected = digest(adminToken)
  return async (rawHeaders, mayCheck) => {
    const given = authorizations(rawHeaders)
    const token = given.length === 1 ? /^bearer +([\x21-\x7e]+) *$/i.exec(given[0] ?? '')?.[1] : undefined
    if (token === undefined) return { kind: 'REFUSED' }
    // Digests have one length, so the comparison takes the same time whatever was sent.
    if (timingSafeEqual(digest(token), expected)) {
      return { kind: 'KNOWN', viewer: { name: ADMIN_TOKEN_NAME, roles: ['admin'], expiresAt: null } }
    }
    for (const identify of others) {
      const authentication = await identify(token, mayCheck)
      if (authentication !== undefined) return authentication
    }
    return { kind: 'REFUSED' }
  }
}

export function leaveUndecided(code: string, message: string): Undecided {
  return { kind: 'UNDECIDED', code, message }
}

/** True when there is an `Authorization` header, which `Authenticate` checks. */
export function presentsToken(rawHeaders: readonly string[]): boolean {
  return authorizations(rawHeaders).length > 0
}

function authorizations(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
