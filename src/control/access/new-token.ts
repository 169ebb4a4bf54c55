import { createHash, randomBytes } from 'node:crypto'

/** By which people and scanners of source code know one when they see it. */
const PREFIX = 'sluice_'

/** 256 random bits: nobody guesses it, so a plain hash is enough to keep. */
export function makeApiToken(): string {
  return `${PREFIX}${randomBytes(32).toString('base64url')}`
}

/** Whether it can be an API token at all; what can't is not looked for. */
export function isApiToken(token: string): boolean {
  return token.startsWith(PREFIX) && /^[A-Za-z0-9_-]{43}$/.test(token.slice(PREFIX.length))
}

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
