import manifest from '../../package.json' with { type: 'json' }
import { systemClock } from '../adapters/system/clock.ts'
import { parseSentryDsn } from '../core/sentry-dsn.ts'
import type { ErrorTracker } from '../ports/error-tracker.ts'
import type { Settings } from '../settings.ts'
import { nodeName } from './node-name.ts'
import { secretsOf } from './secrets.ts'

/** Opens the error tracker that the settings name; undefined, and nothing loaded, without one. */
export async function openErrorTracker(settings: Settings, adminToken: string): Promise<ErrorTracker | undefined> {
  const dsn = settings.SENTRY_DSN === undefined ? undefined : parseSentryDsn(settings.SENTRY_DSN)
  if (dsn === undefined) return undefined
  const { openSentryTracker } = await import('../adapters/sentry/tracker.ts')
  const secrets = [adminToken, ...secretsOf(settings, process.env)]
  const source = { node: nodeName(settings), version: manifest.version, environment: settings.SENTRY_ENVIRONMENT, secrets }
  return openSentryTracker(dsn, source, systemClock)
}
