import type { Clock } from '../../ports/clock.ts'

/** Longest time of a question that a caller waits for who can do without a new answer. */
const PATIENCE_MS = 500
/** Time between a failed try and the next. */
const COOLDOWN_MS = 1_000

/** Asks a store once for all who wait. No method rejects: a failure counts as a missing answer. */
export type SharedQuestion = {
  /** Time since the start of the last answered question; infinite before the first answer. */
  ageMs(): number
  /** Resolves to true when there was an answer. */
  ask(): Promise<boolean>
  /** Resolves with the answer, or once the question is half a second old. */
  askPatiently(): Promise<void>
  /** Asks like `ask`. When it joined an earlier question and `isKnown` is false afterwards, it asks once more. */
  askFor(isKnown: () => boolean): Promise<boolean>
  /** Has a question that is under way asked again: its answer may predate a change. */
  outdate(): void
}

export function openSharedQuestion<T>(clock: Clock, question: () => Promise<T>, onAnswer: (answer: T) => void): SharedQuestion {
  let answeredMonoMs = -Infinity
  let failedMonoMs = -Infinity
  let asking: { readonly sinceMonoMs: number; readonly over: Promise<boolean> } | undefined
  /** Grows by one with every change. */
  let edition = 0
  return {
    ageMs: () => clock.nowMonoMs() - answeredMonoMs,
    ask,
    async askPatiently() {
      const over = ask()
      const leftMs = PATIENCE_MS - (clock.nowMonoMs() - (asking?.sinceMonoMs ?? 0))
      if (asking === undefined || leftMs <= 0) return
      const { promise: tired, resolve } = Promise.withResolvers<void>()
      const cancel = clock.after(leftMs, resolve)
      await Promise.race([over, tired])
      cancel()
    },
    async askFor(isKnown) {
      const isEarlier = asking !== undefined
      const isAnswered = await ask()
      return isEarlier && isAnswered && !isKnown() ? ask() : isAnswered
    },
    outdate: () => void (edition += 1),
  }

  function ask(): Promise<boolean> {
    if (asking === undefined && clock.nowMonoMs() - failedMonoMs < COOLDOWN_MS) return Promise.resolve(false)
    asking ??= { sinceMonoMs: clock.nowMonoMs(), over: read().finally(() => (asking = undefined)) }
    return asking.over
  }

  async function read(): Promise<boolean> {
    try {
      for (;;) {
        const startedMonoMs = clock.nowMonoMs()
        const editionBefore = edition
        const answer = await question()
        if (edition !== editionBefore) continue
        answeredMonoMs = startedMonoMs
        onAnswer(answer)
        return true
      }
    } catch {
      failedMonoMs = clock.nowMonoMs() // the node agent logs that the store is away
      return false
    }
  }
}
