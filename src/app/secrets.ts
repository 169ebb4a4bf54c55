import { parseSentryDsn } from '../core/sentry-dsn.ts'
import { secretNames, type Settings } from '../settings.ts'

/** A shorter text is no secret to speak of, and stands in too many words. */
const MIN_LENGTH = 4

/**
 * Every secret of the settings: URLs whole, and their passwords as they are written and as they are meant. Of the environment, those that
 * sign URLs, both lines of each. Longer ones are first.
 */
export function secretsOf(settings: Settings, env: NodeJS.ProcessEnv): readonly string[] {
  const values = secretNames.flatMap((name) => settings[name] ?? [])
  const key = settings.SENTRY_DSN === undefined ? undefined : parseSentryDsn(settings.SENTRY_DSN)?.key
  const signing = Object.entries(env).flatMap(([name, text = '']) =>
    name.startsWith('SLUICE_SECRET_') ? text.split(/\r?\n/) : [],
  )
  return [...values, ...values.flatMap(passwordsOf), ...signing, key ?? '']
    .filter((secret) => secret.length >= MIN_LENGTH)
    .toSorted((one, other) => other.length - one.length) // one may begin another
}

/** The parameter `password` counts too: drivers prefer it to the password in front of the host. */
function passwordsOf(value: string): readonly string[] {
  const url = URL.parse(value)
  if (url === null) return []
  const parameters = [...url.search.matchAll(/[?&]password=([^&]*)/g)].map(([, password = '']) => password)
  return [url.password, ...parameters].flatMap((password) => [
    password,
    decodeKindly(password),
    decodeKindly(password.replaceAll('+', ' ')),
  ])
}

/** Leaves a `%` that encodes nothing as it is, as drivers do. */
function decodeKindly(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
}
