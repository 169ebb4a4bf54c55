import type { Clock } from '../../ports/clock.ts'

/** A caller who knows enough without a new answer waits no longer for one. */
const PATIENCE_MS = 500
/** Between a try that failed and the next. */
const COOLDOWN_MS = 1_000

/** Asks a store, once for all who wait. No method rejects: a failure is an answer that is missing. */
export type SharedQuestion = {
  /** Since the question was asked that was answered last; infinite before the first answer. */
  ageMs(): number
  /** Resolves to whether there was an answer. */
  ask(): Promise<boolean>
  /** Resolves with the answer, or after half a second of it. */
  askPatiently(): Promise<void>
  /** As `ask`, unless `isKnown` afterwards, for a question that began with this call. */
  askFor(isKnown: () => boolean): Promise<boolean>
  /** Has an answer that is under way asked for once more: it may be of before a change. */
  outdate(): void
}

export function openSharedQuestion<T>(clock: Clock, question: () => Promise<T>, onAnswer: (answer: T) => void): SharedQuestion {
  let answeredMonoMs = -Infinity
  let failedMonoMs = -Infinity
  let asking: { readonly sinceMonoMs: number; readonly over: Promise<boolean> } | undefined
  /** One up with every change. */
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
      failedMonoMs = clock.nowMonoMs() // the node agent says that the store is away
      return false
    }
  }
}
