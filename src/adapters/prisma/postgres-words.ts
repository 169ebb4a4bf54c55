const MAX_CHARACTERS = 300

/** Hears what the embedded PostgreSQL writes to stderr and keeps the last thing that it failed of: PGlite's own errors name none. */
export function openPostgresWords(): { hear(text: string): boolean; last(): string | undefined } {
  let last: string | undefined
  return {
    hear(text) {
      const [, severity, words = ''] = /\b(FATAL|PANIC|ERROR|DETAIL):\s+(.*)/.exec(text) ?? []
      if (severity === 'DETAIL' && last !== undefined) last = `${last}: ${words}`.slice(0, MAX_CHARACTERS)
      else if (severity !== undefined) last = words.slice(0, MAX_CHARACTERS)
      return true
    },
    last: () => last,
  }
}
