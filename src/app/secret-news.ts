import type { MissingSecret } from '../ports/fleet-view.ts'

/** Logs one line when the secret of a CDN is missing on this node, whatever the number of workers, and one when it is missing no longer. */
export function openSecretNews(node: string, onNews: (level: 'warn' | 'info', line: string) => void) {
  let told = new Map<string, string>()
  return (missing: readonly MissingSecret[]): void => {
    const now = new Map(missing.map(({ cdn, why }) => [cdn, why]))
    for (const [cdn, why] of now)
      if (told.get(cdn) !== why) onNews('warn', `CDN ${cdn} gets no redirects from ${node} (SECRET_MISSING): ${why}`)
    for (const cdn of told.keys()) if (!now.has(cdn)) onNews('info', `CDN ${cdn}: its secret is no longer missing on ${node}`)
    told = now
  }
}
