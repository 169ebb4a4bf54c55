import { canonicalJson } from '../core/config/canonical.ts'
import { ownAttempt } from '../core/change/attempt.ts'
import { planExpiry } from '../core/change/plan-override.ts'
import { fileRemedy } from '../core/file-trouble.ts'
import { activeAt, nextEndEpochMs, type OverrideSet } from '../core/override/override.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { OverrideStore } from '../ports/override-store.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { OverridesVersion } from '../ports/store-versions.ts'

export type OverrideFollowerParts = {
  readonly overrideStore: OverrideStore
  readonly overrideFile: OverrideFile
  readonly events: Pick<EventBus, 'announceOverrides'>
  /** The time by which overrides end. */
  readonly storeTime: StoreTime
  /** Another set than before, or the same when one of it has ended. */
  readonly onOverrides: (set: OverrideSet) => void
  readonly onProblem: (message: string) => void
}

/** Follows the overrides, as the revision follower does the live revision; and drops from the store what has ended. */
export type OverrideFollower = {
  /** Reads them where the store has others than were read last. Never rejects. */
  follow(versions: OverridesVersion): Promise<void>
  /** Takes those on disk where the store has given none yet. */
  fallBack(): Promise<void>
  /** Undefined while neither gave any: then workers go on with what they have. */
  current(): OverrideSet | undefined
  stop(): void
}

/** `onEnd`: one has ended by the time of the store, which is to be asked. */
export function openOverrideFollower({
  overrideStore,
  overrideFile,
  events,
  storeTime,
  onOverrides,
  onProblem,
  onEnd,
}: OverrideFollowerParts & { readonly onEnd: () => void }): OverrideFollower {
  let current: OverrideSet | undefined
  /** Version of the store when `current` was read of it. */
  let read: OverridesVersion | undefined
  let cancelEnd = (): void => undefined

  return {
    /** That the store is away is said by the watcher, which asks it at each look. */
    async follow(versions) {
      try {
        const isRead = read?.version === versions.version && read.digest === versions.digest
        const set = await withoutEnded(isRead && current !== undefined ? current : await overrideStore.current())
        read = versions
        // Not only a newer one: a database that was put back to what it was decides as well.
        if (canonicalJson(set) === canonicalJson(current)) return
        if (current !== undefined && set.version < current.version) await overrideFile.removeNewerThan(set.version)
        await keep(overrideFile, set, onProblem)
        take(set)
      } catch {
        // it goes on as it is
      }
    },
    async fallBack() {
      const kept = current === undefined ? await overrideFile.read() : undefined
      if (kept !== undefined) take(kept)
    },
    current: () => current,
    stop: () => cancelEnd(),
  }

  /** Every node tries, one of them finds something to drop. */
  async function withoutEnded(set: OverrideSet): Promise<OverrideSet> {
    if (activeAt(set.overrides, storeTime.nowEpochMs()).length === set.overrides.length) return set
    const attempt = ownAttempt('expiry', new Date(storeTime.nowEpochMs()).toISOString())
    const changed = await overrideStore.change(attempt, planExpiry).catch(() => undefined) // what it can't write it can still follow
    if (changed?.ok !== true) return set
    if (changed.value.version !== set.version) events.announceOverrides(changed.value.version) // by the store's clock none has
    return changed.value
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
      onEnd()
    })
  }
}

/** A full disk must not keep an override from coming into force. */
async function keep(file: OverrideFile, set: OverrideSet, onProblem: (message: string) => void): Promise<void> {
  try {
    await file.write(set)
  } catch (error) {
    onProblem(
      `the overrides could not be kept in overrides.json: ${error instanceof Error ? error.message : String(error)}; ${fileRemedy(error)}`,
    )
  }
}
