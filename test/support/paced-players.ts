import { ask } from './http.ts'

/** An answer to a player, or why there was none. */
export type PlayerAnswer = { readonly atMonoMs: number; readonly url: string; readonly status: number; readonly host: string }

export type PacedPlayers = {
  readonly answers: readonly PlayerAnswer[]
  /** Stops sending, and resolves when all are answered. */
  stop(): Promise<void>
}

const STEP_MS = 20

/** Sends so many requests a second, spread evenly, each over a connection of its own, until it is stopped. */
export function startPacedPlayers(urls: readonly string[], perSecond: number): PacedPlayers {
  const answers: PlayerAnswer[] = []
  const open = new Set<Promise<void>>()
  const startMonoMs = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - startMonoMs) * perSecond) / 1_000
    for (; sent < due; sent += 1) play(urls[sent % urls.length] ?? '')
  }, STEP_MS)
  return {
    answers,
    async stop() {
      clearInterval(timer)
      await Promise.all(open)
    },
  }

  async function note(url: string, asked: Promise<Pick<PlayerAnswer, 'status' | 'host'>>): Promise<void> {
    const answer = await asked
    answers.push({ atMonoMs: performance.now(), url, ...answer })
  }

  function play(url: string): void {
    const asked = ask(url).then(
      ({ status, headers }) => ({ status, host: new URL(headers.location ?? 'http://none').host }),
      (error: Error) => ({ status: 0, host: error.message }),
    )
    const noted = note(url, asked)
    open.add(noted)
    void noted.then(() => open.delete(noted))
  }
}
