import type { Clock, Random } from '../ports/clock.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { OverrideChanges } from '../ports/override-changes.ts'
import type { StorePresence } from '../ports/store-presence.ts'
import type { AskVersions } from '../ports/store-versions.ts'
import { openClockFollower, type ClockFollowerParts } from './clock-follower.ts'
import { openLookLoop } from './look-loop.ts'
import { openOverrideChanges } from './override-changes.ts'
import { openOverrideFollower, type OverrideFollower, type OverrideFollowerParts } from './override-follower.ts'
import { openRevisionFollower, type RevisionFollower, type RevisionFollowerParts } from './revision-follower.ts'

export type StoreWatcherParts = ClockFollowerParts &
  OverrideFollowerParts &
  RevisionFollowerParts & {
    /** Name of this node. */
    readonly node: string
    readonly askVersions: AskVersions
    readonly events: EventBus
    readonly clock: Clock
    readonly random: Random
    /** Called with each new reason why the store can't be asked. */
    readonly onStoreAway: (why: string) => void
    /** Called when the store answers again after an outage. */
    readonly onStoreBack: () => void
  }

/** Follows the store on a hint, and on a jittered poll that reads only documents whose version changed. */
export type StoreWatcher = {
  /** Looks once, and takes from disk the parts that the store does not give. Resolves to whether there is a revision to run. */
  start(): Promise<boolean>
  /** Ends, and resolves when the overrides that it read are on disk. */
  stop(): Promise<void>
  readonly revisions: Omit<RevisionFollower, 'follow' | 'fallBack'>
  readonly overrides: Pick<OverrideFollower, 'current'> & OverrideChanges
  presence(): StorePresence
}

export function openStoreWatcher(parts: StoreWatcherParts): StoreWatcher {
  const { askVersions, events, clock, storeTime, random, onProblem, onStoreBack } = parts
  const clocks = openClockFollower(parts)
  const loop = openLookLoop(clock, random, look)
  const overrides = openOverrideFollower({ ...parts, onEnd: () => void loop.look() })
  const revisions = openRevisionFollower(parts)
  /** Reasons told since the store last answered; empty while it answers. */
  const told = new Set<string>()
  let awayBecause: string | undefined
  let answeredMonoMs: number | undefined
  const isStoreAway = (): boolean => awayBecause !== undefined
  const changes = openOverrideChanges({ ...parts, overrides, revisions, isStoreAway, lookAgain: () => void loop.look() })
  let unsubscribe: readonly (() => void)[] = []

  return {
    async start() {
      // A hint with any number counts: after the store went back, the number may be lower than, or equal to, the running one.
      unsubscribe = [events.onRevision(() => void loop.look()), events.onOverrides(() => void loop.look())]
      await loop.look()
      await fallBack()
      return revisions.current() !== undefined
    },
    stop() {
      for (const end of unsubscribe) end()
      loop.stop()
      return overrides.stop()
    },
    revisions,
    overrides: { ...overrides, ...changes },
    presence: () => ({ awayBecause, ageMs: ageMs() }),
  }

  /** Reads the time before ends are judged. Reads the overrides before the revision: no redirect may precede them. */
  async function look(): Promise<void> {
    try {
      const askedMonoMs = clock.nowMonoMs()
      const versions = await askVersions()
      clocks.hear(versions.nowEpochMs, clock.nowMonoMs() - askedMonoMs)
      await overrides.follow(versions.overrides)
      await revisions.follow(versions)
      answeredMonoMs = clock.nowMonoMs()
      awayBecause = undefined
      if (told.size > 0) onStoreBack()
      told.clear()
    } catch (error) {
      await fallBack().catch(() => undefined) // the failure of the store is the one to tell
      awayBecause = error instanceof Error ? error.message : String(error)
      if (!told.has(awayBecause)) {
        parts.onStoreAway(awayBecause)
        onProblem(`the config store can't be asked: ${awayBecause}; ${describeFallback()}, and keeps trying`)
      }
      told.add(awayBecause)
    }
    clocks.tell()
  }

  function ageMs(): number | undefined {
    if (answeredMonoMs !== undefined) return clock.nowMonoMs() - answeredMonoMs
    const known = revisions.current()
    return known && Math.max(0, storeTime.nowEpochMs() - Date.parse(known.publishedAt))
  }

  async function fallBack(): Promise<void> {
    await overrides.fallBack()
    await revisions.fallBack()
  }

  function describeFallback(): string {
    const current = revisions.current()
    if (current !== undefined) return `this node goes on with revision ${current.number}`
    return 'this node has no snapshot to start from, so it does not listen yet'
  }
}
