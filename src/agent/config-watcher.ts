import { whyUnusable, type ConfigRevision } from '../core/config/revision.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'

export type ConfigWatcherParts = {
  readonly store: ConfigStore
  readonly snapshots: SnapshotStore
  readonly events: EventBus
  readonly clock: Clock
  readonly random: Random
  /** A newer revision than any before; in order of their numbers, some may be skipped. */
  readonly onRevision: (revision: ConfigRevision) => void
  readonly onProblem: (message: string) => void
}

/** Without a hint the store is asked this often, so a lost hint delays a change by no more than this (at most 5 s). */
const POLL_MS = 3_000

/** Follows the live revision: on a hint, and on a jittered poll. */
export type ConfigWatcher = {
  /** Looks once, in this order: store, snapshot. Resolves to whether there is a revision to run. */
  start(): Promise<boolean>
  stop(): void
  current(): ConfigRevision | undefined
}

export function openConfigWatcher({
  store,
  snapshots,
  events,
  clock,
  random,
  onRevision,
  onProblem,
}: ConfigWatcherParts): ConfigWatcher {
  let current: ConfigRevision | undefined
  let storeIsAway = false
  let looking: Promise<void> | undefined
  let lookAgain = false
  let stopped = false
  let cancelPoll = (): void => undefined
  const unsubscribe = events.onRevision((number) => {
    if (number === 0 || number > (current?.number ?? 0)) void look()
  })

  return {
    async start() {
      await look()
      if (current === undefined) {
        const snapshot = await snapshots.newest()
        if (snapshot !== undefined) take(snapshot)
      }
      return current !== undefined
    },
    stop() {
      stopped = true
      unsubscribe()
      cancelPoll()
    },
    current: () => current,
  }

  /** One look at a time; a hint that comes while one is under way leads to one more. */
  function look(): Promise<void> {
    if (looking !== undefined) {
      lookAgain = true
      return looking
    }
    cancelPoll()
    looking = readStore().finally(() => {
      looking = undefined
      if (stopped) return
      if (lookAgain) {
        lookAgain = false
        void look()
      } else cancelPoll = clock.after(POLL_MS * (0.5 + random()), () => void look())
    })
    return looking
  }

  async function readStore(): Promise<void> {
    try {
      const live = await store.live()
      storeIsAway = false
      if (live !== undefined && live.number > (current?.number ?? 0)) {
        await keepSnapshot(live)
        take(live)
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (!storeIsAway)
        onProblem(`the config store can't be asked: ${message}; this node goes on with what it has and keeps trying`)
      storeIsAway = true
    }
  }

  /** A full disk must not keep a revision from going live; publishing has already put it on this node's disk in most cases. */
  async function keepSnapshot(revision: ConfigRevision): Promise<void> {
    try {
      await snapshots.write(revision)
    } catch (error) {
      onProblem(
        `revision ${revision.number} could not be kept as a snapshot: ${error instanceof Error ? error.message : String(error)}; free some disk space`,
      )
    }
  }

  function take(revision: ConfigRevision): void {
    const unusable = whyUnusable(revision)
    if (unusable !== undefined) return onProblem(`${unusable}; this node goes on with revision ${current?.number ?? 'none'}`)
    current = revision
    onRevision(revision)
  }
}
