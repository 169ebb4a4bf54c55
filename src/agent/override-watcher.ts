import { canonicalJson } from '../core/config/canonical.ts'
import { ownAttempt } from '../core/change/attempt.ts'
import { fileRemedy } from '../core/file-trouble.ts'
import { planExpiry } from '../core/change/plan-override.ts'
import { activeAt, nextEndEpochMs, type OverrideSet } from '../core/override/override.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { OverrideStore } from '../ports/override-store.ts'
import type { StoreTime } from '../ports/store-time.ts'
import { openLookLoop } from './look-loop.ts'

export type OverrideWatcherParts = {
  readonly store: OverrideStore
  readonly file: OverrideFile
  readonly events: EventBus
  readonly clock: Clock
  /** The time by which overrides end. */
  readonly storeTime: StoreTime
  readonly random: Random
  /** Another set than before, or the same when one of it has ended. */
  readonly onOverrides: (set: OverrideSet) => void
  readonly onProblem: (message: string) => void
}

/** Follows the overrides, as the config watcher follows the live revision; and drops from the store what has ended. */
export type OverrideWatcher = {
  /** Looks once, in this order: store, file. */
  start(): Promise<void>
  stop(): void
  /** Undefined while neither gave any: then workers go on with what they have. */
  current(): OverrideSet | undefined
}

export function openOverrideWatcher({
  store,
  file,
  events,
  clock,
  storeTime,
  random,
  onOverrides,
  onProblem,
}: OverrideWatcherParts): OverrideWatcher {
  let current: OverrideSet | undefined
  const loop = openLookLoop(clock, random, readStore)
  let unsubscribe = (): void => undefined
  let cancelEnd = (): void => undefined

  return {
    async start() {
      unsubscribe = events.onOverrides(() => void loop.look()) // a store that went back gives versions once more
      await loop.look()
      const kept = current === undefined ? await file.read() : undefined
      if (kept !== undefined && current === undefined) take(kept)
    },
    stop() {
      unsubscribe()
      cancelEnd()
      loop.stop()
    },
    current: () => current,
  }

  /** That the store is away is said by the config watcher, which asks the same one. */
  async function readStore(): Promise<void> {
    try {
      const set = await withoutEnded(await store.current())
      // Not only a newer one: a database that was put back to what it was decides as well.
      if (canonicalJson(set) === canonicalJson(current)) return
      if (current !== undefined && set.version < current.version) await file.removeNewerThan(set.version)
      await keep(set)
      take(set)
    } catch {
      // it goes on as it is
    }
  }

  /** Every node tries, one of them finds something to drop. */
  async function withoutEnded(set: OverrideSet): Promise<OverrideSet> {
    if (activeAt(set.overrides, storeTime.nowEpochMs()).length === set.overrides.length) return set
    const attempt = ownAttempt('expiry', new Date(storeTime.nowEpochMs()).toISOString())
    const changed = await store.change(attempt, planExpiry).catch(() => undefined) // what it can't write it can still follow
    if (changed?.ok !== true) return set
    if (changed.value.version !== set.version) events.announceOverrides(changed.value.version) // by the store's clock none has
    return changed.value
  }

  /** A full disk must not keep an override from coming into force. */
  async function keep(set: OverrideSet): Promise<void> {
    try {
      await file.write(set)
    } catch (error) {
      onProblem(
        `the overrides could not be kept in overrides.json: ${error instanceof Error ? error.message : String(error)}; ${fileRemedy(error)}`,
      )
    }
  }

  function take(set: OverrideSet): void {
    current = set
    onOverrides(set)
    awaitEnd()
  }

  function awaitEnd(): void {
    cancelEnd()
    const endEpochMs = nextEndEpochMs(activeAt(current?.overrides ?? [], storeTime.nowEpochMs()))
    if (endEpochMs === undefined) return
    cancelEnd = storeTime.at(endEpochMs, () => {
      if (current !== undefined) onOverrides(current)
      awaitEnd()
      void loop.look()
    })
  }
}
