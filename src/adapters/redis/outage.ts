/** Names host and port, without user and password. */
export function describeRedis(url: string): string {
  const { hostname, port } = new URL(url)
  return `Redis at ${hostname === '' ? 'localhost' : hostname}:${port === '' ? '6379' : port}`
}

/** Words an outage, to be said after the server's name. */
export function wordOutage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (/WRONGPASS|NOAUTH/.test(message)) return 'refuses the user or the password; correct them in REDIS_URL'
  if (message.includes('NOPERM')) return `refuses what it is asked for (${message})`
  if (/timed? ?out/i.test(message)) return 'gives no answer'
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return `can't be reached (${typeof code === 'string' ? code : message})`
}
