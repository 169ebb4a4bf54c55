import { createHash, timingSafeEqual } from 'node:crypto'
import type { Viewer } from './roles.ts'

export type Authenticate = (rawHeaders: readonly string[]) => Viewer | undefined

/** Knows the admin token. Undefined for a missing, wrong, or second `Authorization` header; a token is never taken from a URL. */
export function openAuthentication(adminToken: string): Authenticate {
  const expected = digest(adminToken)
  return (rawHeaders) => {
    const given = authorizations(rawHeaders)
    const token = given.length === 1 ? /^bearer +([\x21-\x7e]+) *$/i.exec(given[0] ?? '')?.[1] : undefined
    // Digests have one length, so the comparison takes the same time whatever was sent.
    return token !== undefined && timingSafeEqual(digest(token), expected)
      ? { name: 'admin-token', roles: ['admin'], expiresAt: null }
      : undefined
  }
}

/** Whether there is anything that `Authenticate` looks at. */
export function presentsToken(rawHeaders: readonly string[]): boolean {
  return authorizations(rawHeaders).length > 0
}

function authorizations(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
