import { createHash, randomBytes } from 'node:crypto'

/** Prefix by which people and scanners of source code recognize a token. */
const PREFIX = 'sluice_'

/** Makes a token of 256 random bits: it cannot be guessed, so a plain hash is enough to keep. */
export function makeApiToken(): string {
  return `${PREFIX}${randomBytes(32).toString('base64url')}`
}

/** True for the form of an API token; the store is asked for no other. */
export function isApiToken(token: string): boolean {
  return token.startsWith(PREFIX) && /^[A-Za-z0-9_-]{43}$/.test(token.slice(PREFIX.length))
}

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
