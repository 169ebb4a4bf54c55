import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { openConfigWatcher, type ConfigWatcher } from '../../src/agent/config-watcher.ts'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import type { ConfigStore } from '../../src/ports/config-store.ts'
import type { EventBus } from '../../src/ports/event-bus.ts'
import type { Refusal } from '../../src/ports/worker-link.ts'
import { fixedClock, type FixedClock } from './fixed-clock.ts'
import { openInMemorySnapshots, type InMemorySnapshots } from './snapshots.ts'

export type WatcherUnderTest = {
  readonly watcher: ConfigWatcher
  readonly clock: FixedClock
  readonly events: EventBus
  readonly snapshots: InMemorySnapshots
  /** What the watcher told so far. */
  readonly taken: readonly ConfigRevision[]
  readonly problems: readonly string[]
  /** What it told of revisions that can't be run here; null: that is over. */
  readonly refusals: readonly (Refusal | null)[]
  /** When it told that the store is back. */
  readonly backs: readonly number[]
}

export function watcherOn(
  store: ConfigStore,
  { snapshot, random = () => 0.5 }: { readonly snapshot?: ConfigRevision; readonly random?: () => number } = {},
): WatcherUnderTest {
  const clock = fixedClock()
  const events = openInProcessEventBus()
  const snapshots = snapshot === undefined ? openInMemorySnapshots() : openInMemorySnapshots(snapshot)
  const taken: ConfigRevision[] = []
  const problems: string[] = []
  const onRevision = (revision: ConfigRevision): void => void taken.push(revision)
  const onProblem = (problem: string): void => void problems.push(problem)
  const refusals: (Refusal | null)[] = []
  const onRefused = (refusal: Refusal | null): void => void refusals.push(refusal)
  const backs: number[] = []
  const onStoreBack = (): void => void backs.push(clock.nowMonoMs())
  const watcher = openConfigWatcher({ store, snapshots, events, clock, random, onRevision, onRefused, onProblem, onStoreBack })
  return { watcher, clock, events, snapshots, taken, problems, refusals, backs }
}
