import type { Clock, Random } from '../ports/clock.ts'
import { StoreUnavailable, type ConfigStore } from '../ports/config-store.ts'

export type AttachStoreParts = {
  /** The store, which may not be reachable yet. */
  readonly store: ConfigStore
  /** Name of the store for people. */
  readonly name: string
  /** Makes the store usable and resolves to the number of the live revision. May be called again after a rejection. */
  readonly prepare: () => Promise<number>
  readonly clock: Clock
  readonly random: Random
  /** Called when the store becomes usable. */
  readonly onAttached: (liveRevision: number) => void
  /** Called once for each new reason, not for each try. */
  readonly onRefused: (error: unknown) => void
}

export type AttachedStore = {
  /** Store for the rest of the program: rejects with the reason of the last failure until `prepare` has worked once. */
  readonly store: ConfigStore
  /** Asks something else of the same database, in the same way. */
  whenAttached<T>(ask: () => Promise<T>): Promise<T>
  /** Resolves when the first try is over, whatever its outcome, or has taken too long. */
  readonly tried: Promise<void>
  /** Stops trying. */
  stop(): void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 5_000
/** Longest wait of a node for the store before it serves from its snapshot. */
const PATIENCE_MS = 3_000

/** Prepares a store as soon as it can be reached, trying again with growing pauses, for as long as it takes. */
export function attachStore({ store, name, prepare, clock, random, onAttached, onRefused }: AttachStoreParts): AttachedStore {
  let awayBecause: string | undefined = `${name} has not answered yet`
  const refusedBecause = new Set<string>()
  let stopped = false
  let cancelNext = (): void => undefined
  const { promise: tried, resolve: endFirstTry } = Promise.withResolvers<void>()
  const cancelPatience = clock.after(PATIENCE_MS, endFirstTry)
  void tryToAttach(FIRST_PAUSE_MS)

  return {
    store: {
      state: async () => requireStore().state(),
      live: async () => requireStore().live(),
      revision: async (number) => requireStore().revision(number),
      change: async (attempt, plan) => requireStore().change(attempt, plan),
      isChangeable: async () => requireStore().isChangeable(),
      record: async (attempt, refused) => requireStore().record(attempt, refused),
    },
    async whenAttached(ask) {
      requireStore()
      return ask()
    },
    tried,
    stop() {
      stopped = true
      cancelNext()
    },
  }

  function requireStore(): ConfigStore {
    if (awayBecause !== undefined) throw new StoreUnavailable(awayBecause)
    return store
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
