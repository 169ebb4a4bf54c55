import type { Logger } from 'pino'
import { announce } from '../adapters/log/log.ts'
import { systemClock } from '../adapters/system/clock.ts'
import type { Identify } from '../control/access/authenticate.ts'
import type { Settings } from '../settings.ts'

/** Identifies tokens of an identity provider; empty, and nothing loaded, unless the settings name one. */
export async function openJwtIdentities(settings: Settings, log: Logger): Promise<readonly Identify[]> {
  const { JWT_SECRET, JWT_JWKS_URL, JWT_ISSUER, JWT_AUDIENCE } = settings
  if (JWT_SECRET === undefined && JWT_JWKS_URL === undefined) return []
  const { openJwtIdentity } = await import('../control/access/jwt-identity.ts')
  const shared = {
    issuer: JWT_ISSUER,
    audience: JWT_AUDIENCE,
    clock: systemClock,
    onRefused: (reason: string) => log.info({ reason }, 'a JWT was refused'),
  }
  if (JWT_SECRET !== undefined) return [openJwtIdentity({ ...shared, key: new TextEncoder().encode(JWT_SECRET) })]
  if (JWT_JWKS_URL === undefined) return []
  const { openHttpKeySource } = await import('../adapters/http/key-source.ts')
  const { openKeyRing } = await import('../control/access/key-ring.ts')
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
