import manifest from '../../package.json' with { type: 'json' }
import { systemClock } from '../adapters/system/clock.ts'
import { parseSentryDsn } from '../core/sentry-dsn.ts'
import type { ErrorTracker } from '../ports/error-tracker.ts'
import type { Settings } from '../settings.ts'
import { nodeName } from './node-name.ts'

/** Opens the error tracker that the settings name; undefined, and nothing loaded, without one. */
export async function openErrorTracker(settings: Settings, adminToken: string): Promise<ErrorTracker | undefined> {
  const dsn = settings.SENTRY_DSN === undefined ? undefined : parseSentryDsn(settings.SENTRY_DSN)
  if (dsn === undefined) return undefined
  const { openSentryTracker } = await import('../adapters/sentry/tracker.ts')
  const secrets = [adminToken, dsn.key, ...secretsOf(settings)]
  const source = { node: nodeName(settings), version: manifest.version, environment: settings.SENTRY_ENVIRONMENT, secrets }
  return openSentryTracker(dsn, source, systemClock)
}

/** Every secret of the settings, the passwords of URLs as they are written and as they are meant. */
function secretsOf({ DATABASE_URL, REDIS_URL, JWT_SECRET, SENTRY_DSN }: Settings): readonly string[] {
  const urls = [DATABASE_URL, REDIS_URL, SENTRY_DSN].filter((url) => url !== undefined)
  const passwords = urls.flatMap((url) => {
    const { password } = new URL(url)
    return [password, decodeURIComponent(password)]
  })
  return [...urls, ...passwords, ...(JWT_SECRET === undefined ? [] : [JWT_SECRET])].filter((secret) => secret.length > 3)
}
