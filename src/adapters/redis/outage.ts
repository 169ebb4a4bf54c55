/** Names host and port, without user and password. */
export function describeRedis(url: string): string {
  const { hostname, port } = new URL(url)
  return `Redis at ${hostname === '' ? 'localhost' : hostname}:${port === '' ? '6379' : port}`
}

/** Longest wait for an answer; then the connection counts as lost. */
export const ANSWER_MS = 1_000

/** Words an outage, to be said after the server's name. */
export function wordOutage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (/WRONGPASS|NOAUTH/.test(message)) return 'it refuses the user or the password; correct them in REDIS_URL'
  if (message.includes('NOPERM')) return `it refuses what it is asked for (${message})`
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return /timed? ?out/i.test(message) ? `no answer within ${ANSWER_MS / 1_000} s` : message
}
