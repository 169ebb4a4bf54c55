import { setTimeout as pause } from 'node:timers/promises'
import { video } from './admin.ts'
import { ask } from './http.ts'

/** Players all the time, one after the other: some 100 a second, which leaves the machine to what is under test. */
export type Players = {
  /** Resolves to whatever was no redirect. */
  stop(): Promise<readonly string[]>
}

export function startPlayers({ url }: { readonly url: string }): Players {
  const failures: string[] = []
  const state = { stopped: false }
  const coming = comeAndGo()
  return {
    async stop() {
      state.stopped = true
      await coming
      return failures
    },
  }

  async function comeAndGo(): Promise<void> {
    for (; !state.stopped; await pause(10)) {
      const outcome = await ask(`${url}${video}`, { timeoutMs: 1_000 }).then(
        ({ status }) => String(status),
        (error: Error) => error.message,
      )
      if (outcome !== '302') failures.push(outcome)
    }
  }
}
