import { canonicalJson } from '../core/config/canonical.ts'
import { ownAttempt } from '../core/change/attempt.ts'
import { applyNodeOnly, type NodeOnlyChange, type NodeOverrides } from '../core/change/node-overrides.ts'
import { planExpiry } from '../core/change/plan-override.ts'
import { fileRemedy } from '../core/file-trouble.ts'
import { activeAt, nextEndEpochMs, type OverrideSet } from '../core/override/override.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { OverrideStore } from '../ports/override-store.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { OverridesVersion } from '../ports/store-versions.ts'
import { openNodeOnlyJoiner } from './node-only-joiner.ts'

export type OverrideFollowerParts = {
  readonly overrideStore: OverrideStore
  readonly overrideFile: OverrideFile
  /** Overrides that the file held at the start. */
  readonly keptOverrides: NodeOverrides | undefined
  readonly events: Pick<EventBus, 'announceOverrides'>
  /** Clock by which overrides end. */
  readonly storeTime: StoreTime
  /** Called with another set than before, or with the same one when an override has ended. */
  readonly onOverrides: (set: NodeOverrides) => void
  readonly onProblem: (message: string) => void
}

/**
 * Follows the overrides as the revision follower does the live revision, and drops ended ones from the store. Joins what this node
 * has changed alone before it follows.
 */
export type OverrideFollower = {
  /** Reads the overrides if the store has another version than the last one read. Never rejects. */
  follow(versions: OverridesVersion): Promise<void>
  /** Takes the overrides on disk if the store has given none yet. */
  fallBack(): Promise<void>
  /** Undefined while neither store nor disk gave any: workers then keep the overrides that they have. */
  current(): NodeOverrides | undefined
  /** Puts another set in force at once: a committed one, or one with changes of this node alone. */
  take(set: NodeOverrides): void
  /** Resolves when the last set that was read is on disk. */
  stop(): Promise<void>
}

/** `onEnd`: called when an override has ended by the store's time, to look at the store. */
export function openOverrideFollower(parts: OverrideFollowerParts & { readonly onEnd: () => void }): OverrideFollower {
  const { overrideStore, overrideFile, keptOverrides, storeTime, onOverrides, onProblem, onEnd } = parts
  /** Changes of this node alone count from the start: the store does not know them. */
  let current = keptOverrides?.nodeOnly === undefined ? undefined : keptOverrides
  let [isTaken, keeping] = [false, Promise.resolve()]
  /** Version in the store at the last read. */
  let read: OverridesVersion | undefined
  let cancelEnd = (): void => undefined
  const join = openNodeOnlyJoiner(overrideStore, onProblem)

  return {
    /** The watcher asks the store at each look, and reports when it is away. */
    async follow(versions) {
      try {
        const set = await readSet(versions)
        // An older set counts, too: the database may have been restored.
        if (canonicalJson(set) !== canonicalJson(current)) {
          const isBack = set.version < (current?.version ?? 0)
          take(set)
          await (keeping = keep(overrideFile, set, isBack, onProblem))
        }
        read = set.version === versions.version ? versions : undefined
      } catch {
        // the current set stays
      }
    },
    async fallBack() {
      if (isTaken) return
      const kept = current ?? (await overrideFile.read())
      if (kept !== undefined && !isTaken) take(kept)
    },
    current: () => current,
    take,
    stop: () => (cancelEnd(), keeping),
  }

  /**
   * Reads the store's set, once the changes of this node are in it; those that the store does not take stay on top of it. Reads again
   * what a change of this node has overtaken.
   */
  async function readSet(versions: OverridesVersion): Promise<NodeOverrides> {
    let joined = 0
    let set: OverrideSet
    let before: NodeOverrides | undefined
    let isStuck = false
    do {
      for (let change; !isStuck && (change = nodeOnly()[joined]) !== undefined;)
        if (await join(change, current?.version ?? 0)) joined += 1
        else isStuck = true
      before = current
      const isRead = nodeOnly().length === 0 && read?.version === versions.version && read.digest === versions.digest
      set = await dropEnded(isRead && current !== undefined ? current : await overrideStore.current(), parts)
    } while (current !== before)
    return current === undefined ? set : keepUnjoined(set, current, joined)
  }

  function nodeOnly(): readonly NodeOnlyChange[] {
    return current?.nodeOnly ?? []
  }

  function take(set: NodeOverrides): void {
    current = set
    isTaken = true
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

/** Puts the changes that are not joined yet on top of the store's set; what is there already keeps its version. */
function keepUnjoined(set: OverrideSet, present: NodeOverrides, joined: number): NodeOverrides {
  const rest = present.nodeOnly?.slice(joined) ?? []
  if (rest.length === 0) return set
  const kept = applyNodeOnly(set, { ...present, nodeOnly: rest })
  return canonicalJson(kept.overrides) === canonicalJson(present.overrides) && joined === 0 ? present : kept
}

/** Drops ended overrides from the store. Every node tries; the first one succeeds. */
async function dropEnded(set: OverrideSet, { overrideStore, events, storeTime }: OverrideFollowerParts): Promise<OverrideSet> {
  if (activeAt(set.overrides, storeTime.nowEpochMs()).length === set.overrides.length) return set
  const attempt = ownAttempt('expiry', new Date(storeTime.nowEpochMs()).toISOString())
  const changed = await overrideStore.change(attempt, planExpiry).catch(() => undefined) // without a write the set still holds
  if (changed?.ok !== true) return set
  // The same version: by the store's clock none has ended.
  if (changed.value.version !== set.version) events.announceOverrides(changed.value.version)
  return changed.value
}

/** A bad disk must not keep a set from coming into force. `isBack`: the store has lost the newer one that the file holds. */
async function keep(
  file: OverrideFile,
  set: NodeOverrides,
  isBack: boolean,
  onProblem: (message: string) => void,
): Promise<void> {
  try {
    if (isBack) await file.removeNewerThan(set.version)
    await file.write(set)
  } catch (error) {
    onProblem(
      `the overrides could not be kept in overrides.json: ${error instanceof Error ? error.message : String(error)}; ${fileRemedy(error)}`,
    )
  }
}
