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
  /** Clock by which overrides end. */
  readonly storeTime: StoreTime
  /** Called with another set than before, or with the same one when an override has ended. */
  readonly onOverrides: (set: OverrideSet) => void
  readonly onProblem: (message: string) => void
}

/** Follows the overrides as the revision follower does the live revision, and drops ended ones from the store. */
export type OverrideFollower = {
  /** Reads the overrides if the store has another version than the last one read. Never rejects. */
  follow(versions: OverridesVersion): Promise<void>
  /** Takes the overrides on disk if the store has given none yet. */
  fallBack(): Promise<void>
  /** Undefined while neither store nor disk gave any: workers then keep the overrides that they have. */
  current(): OverrideSet | undefined
  stop(): void
}

/** `onEnd`: called when an override has ended by the store's time, to look at the store. */
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
  /** Version in the store at the last read. */
  let read: OverridesVersion | undefined
  let cancelEnd = (): void => undefined

  return {
    /** The watcher asks the store at each look, and reports when it is away. */
    async follow(versions) {
      try {
        const isRead = read?.version === versions.version && read.digest === versions.digest
        const set = await dropEnded(isRead && current !== undefined ? current : await overrideStore.current())
        // An older set counts, too: the database may have been restored.
        if (canonicalJson(set) !== canonicalJson(current)) {
          await keep(overrideFile, set, set.version < (current?.version ?? 0), onProblem)
          take(set)
        }
        read = set.version === versions.version ? versions : undefined
      } catch {
        // the current set stays
      }
    },
    async fallBack() {
      const kept = current === undefined ? await overrideFile.read() : undefined
      if (kept !== undefined) take(kept)
    },
    current: () => current,
    stop: () => cancelEnd(),
  }

  /** Drops ended overrides from the store. Every node tries; the first one succeeds. */
  async function dropEnded(set: OverrideSet): Promise<OverrideSet> {
    if (activeAt(set.overrides, storeTime.nowEpochMs()).length === set.overrides.length) return set
    const attempt = ownAttempt('expiry', new Date(storeTime.nowEpochMs()).toISOString())
    const changed = await overrideStore.change(attempt, planExpiry).catch(() => undefined) // without a write the set still holds
    if (changed?.ok !== true) return set
    // The same version: by the store's clock none has ended.
    if (changed.value.version !== set.version) events.announceOverrides(changed.value.version)
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

/** A bad disk must not keep a set from coming into force. `isBack`: the store has lost the newer one that the file holds. */
async function keep(file: OverrideFile, set: OverrideSet, isBack: boolean, onProblem: (message: string) => void): Promise<void> {
  try {
    if (isBack) await file.removeNewerThan(set.version)
    await file.write(set)
  } catch (error) {
    onProblem(
      `the overrides could not be kept in overrides.json: ${error instanceof Error ? error.message : String(error)}; ${fileRemedy(error)}`,
    )
  }
}
