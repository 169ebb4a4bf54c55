import { applyNodeOnly, changeAlone, type NodeOverrides } from '../core/change/node-overrides.ts'
import type { OverrideSet } from '../core/override/override.ts'
import { StoreUnavailable } from '../ports/config-store.ts'
import type { OverrideChanges } from '../ports/override-changes.ts'
import type { OverrideStore } from '../ports/override-store.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { OverrideFollower } from './override-follower.ts'
import type { RevisionFollower } from './revision-follower.ts'

export type OverrideChangesParts = {
  readonly node: string
  readonly overrideStore: Pick<OverrideStore, 'change'>
  readonly overrides: Pick<OverrideFollower, 'current' | 'fallBack' | 'take'>
  readonly revisions: Pick<RevisionFollower, 'current'>
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  /** Whether the store did not answer when it was last looked at. */
  readonly isStoreAway: () => boolean
  /** Looks at the store, so that a change of this node alone is joined as soon as it can be. */
  readonly lookAgain: () => void
}

/**
 * Changes the store's overrides. While the store is away, or does not have all changes of this node yet, it changes those of this
 * node alone.
 */
export function openOverrideChanges(parts: OverrideChangesParts): OverrideChanges {
  const { node, overrideStore, overrides, revisions, storeTime, isStoreAway, lookAgain } = parts
  const change: OverrideChanges['change'] = async (attempt, planner) => {
    if (!isStoreAway() && overrides.current()?.nodeOnly === undefined) {
      try {
        const answer = await overrideStore.change(attempt, planner)
        return answer.ok ? { ...answer, value: adopt(answer.value) } : answer
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error
      }
    }
    await overrides.fallBack()
    const set = overrides.current()
    // The workers may hold overrides that nobody here knows: a change on top of none would undo them.
    if (set === undefined) throw new StoreUnavailable('neither the store nor overrides.json tells which overrides hold')
    const before = { set, live: revisions.current() }
    const at = new Date(storeTime.nowEpochMs()).toISOString()
    const changed = changeAlone(node, before, { ...attempt, at }, planner)
    if (!changed.ok)
      return { ...changed, unrecorded: new Error('the store was away', { cause: new StoreUnavailable('it was away') }) }
    if (changed.value !== before.set) overrides.take(changed.value)
    lookAgain()
    return { ok: true, before, value: changed.value }
  }
  return { change }

  /** Puts a committed set in force at once, so that a change of this node alone that comes next is made on it. */
  function adopt(set: OverrideSet): NodeOverrides {
    const present = overrides.current()
    if (present === undefined || (present.nodeOnly === undefined && set.version <= present.version)) return set
    const adopted = applyNodeOnly(set, present)
    overrides.take(adopted)
    return adopted
  }
}
