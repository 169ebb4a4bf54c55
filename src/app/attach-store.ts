import type { Breaker } from '../adapters/breaker/breaker.ts'
import type { NodeTimings } from '../core/node-timings.ts'
import type { Clock, Random } from '../ports/clock.ts'
import { OutcomeUnknown, StoreUnavailable } from '../ports/config-store.ts'

export type AttachStoreParts = {
  /** Name of the store for people, with which every failure begins. */
  readonly name: string
  /** Makes the store usable and resolves to the number of the live revision. May be called again after a rejection. */
  readonly prepare: () => Promise<number>
  /** Stands before the store once it is prepared. */
  readonly breaker: Breaker
  readonly clock: Clock
  readonly random: Random
  readonly timings: Pick<NodeTimings, 'store'>
  /** Called when the store becomes usable. */
  readonly onAttached: (liveRevision: number) => void
  /** Called once for each new reason, not for each try. */
  readonly onRefused: (error: unknown) => void
}

export type AttachedStore = {
  /**
   * Asks the store. Rejects at once with the reason of the last failure until `prepare` has worked once, and while the breaker is
   * open. Failures of the store name it.
   */
  readonly ask: Breaker['ask']
  /** Asks as `ask` does, also while the breaker is open. For one caller at a time. */
  readonly look: Breaker['ask']
  /** Makes all methods of a port on the store go through `ask`. */
  guard<Port extends Asked>(port: Port): Port
  /** Resolves when the first try is over, whatever its outcome, or has taken too long. */
  readonly tried: Promise<void>
  /** Stops trying. */
  stop(): void
}

type Asked = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 5_000
/** Longest wait of a node for the store before it serves from its snapshot. */
const PATIENCE_MS = 3_000

/** Prepares a store as soon as it can be reached, trying again with growing pauses, for as long as it takes. */
export function attachStore(parts: AttachStoreParts): AttachedStore {
  const { name, prepare, breaker, clock, random, timings, onAttached, onRefused } = parts
  let awayBecause: string | undefined = 'no answer yet'
  const refusedBecause = new Set<string>()
  let stopped = false
  let cancelNext = (): void => undefined
  const { promise: tried, resolve: endFirstTry } = Promise.withResolvers<void>()
  const cancelPatience = clock.after(PATIENCE_MS, endFirstTry)
  void tryToAttach(FIRST_PAUSE_MS)

  const ask = askThrough(breaker.ask)
  return {
    ask,
    look: askThrough(breaker.probe),
    guard: (port) =>
      Object.fromEntries(
        Object.entries(port).map(([method, call]) => [method, (...args: never[]) => ask(() => call(...args))]),
      ) as typeof port,
    tried,
    stop() {
      stopped = true
      breaker.stop()
      cancelNext()
    },
  }

  function askThrough(askBreaker: Breaker['ask']): Breaker['ask'] {
    return async (question) => {
      try {
        if (awayBecause !== undefined) throw new StoreUnavailable(awayBecause)
        return await askBreaker(() => time(question))
      } catch (error) {
        if (error instanceof StoreUnavailable) throw new StoreUnavailable(`${name}: ${error.message}`, { cause: error.cause })
        if (error instanceof OutcomeUnknown) throw new OutcomeUnknown(`${name}: ${error.message}`, { cause: error.cause })
        throw error
      }
    }
  }

  async function time<T>(question: () => Promise<T>): Promise<T> {
    const startMonoMs = clock.nowMonoMs()
    let outcome = 'failed'
    try {
      const answer = await question()
      outcome = 'answered'
      return answer
    } finally {
      timings.store.observe((clock.nowMonoMs() - startMonoMs) / 1_000, outcome)
    }
  }

  async function tryToAttach(pauseMs: number): Promise<void> {
    try {
      const liveRevision = await prepare()
      awayBecause = undefined
      onAttached(liveRevision)
    } catch (error) {
      awayBecause = error instanceof Error ? error.message : String(error)
      if (!refusedBecause.has(awayBecause)) onRefused(error)
      refusedBecause.add(awayBecause)
      const nextMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      if (!stopped) cancelNext = clock.after(pauseMs * (0.5 + random() / 2), () => void tryToAttach(nextMs))
    }
    cancelPatience()
    endFirstTry()
  }
}
