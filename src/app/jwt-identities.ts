import type { Logger } from 'pino'
import { openHttpKeySource } from '../adapters/http/key-source.ts'
import { announce } from '../adapters/log/log.ts'
import { systemClock } from '../adapters/system/clock.ts'
import type { Identify } from '../control/access/authenticate.ts'
import { openJwtIdentity } from '../control/access/jwt-identity.ts'
import { openKeyRing } from '../control/access/key-ring.ts'
import type { Settings } from '../settings.ts'

/** Identifies tokens of an identity provider; empty unless the settings name one. */
export function jwtIdentity({ JWT_SECRET, JWT_JWKS_URL, JWT_ISSUER, JWT_AUDIENCE }: Settings, log: Logger): readonly Identify[] {
  const shared = {
    issuer: JWT_ISSUER,
    audience: JWT_AUDIENCE,
    clock: systemClock,
    onRefused: (reason: string) => log.info({ reason }, 'a JWT was refused'),
  }
  if (JWT_SECRET !== undefined) return [openJwtIdentity({ ...shared, key: new TextEncoder().encode(JWT_SECRET) })]
  if (JWT_JWKS_URL === undefined) return []
  const key = openKeyRing({
    source: openHttpKeySource(JWT_JWKS_URL),
    clock: systemClock,
    onAway(reason) {
      const line =
        reason === undefined
          ? 'the key set of JWT_JWKS_URL can be fetched again'
          : `the key set of JWT_JWKS_URL can't be fetched: ${reason}; the last keys go on for an hour, and it is tried again`
      announce(log, 'warn', line)
    },
  })
  return [openJwtIdentity({ ...shared, key })]
}
