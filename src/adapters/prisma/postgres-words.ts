const MAX_CHARACTERS = 300

/** Keeps the last failure that the embedded PostgreSQL wrote to stderr: PGlite's own errors give no reason. */
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
