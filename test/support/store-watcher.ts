import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { openStoreWatcher, type StoreWatcher } from '../../src/agent/store-watcher.ts'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import type { RefusedRevision } from '../../src/core/orders/orders.ts'
import type { EventBus } from '../../src/ports/event-bus.ts'
import type { RevisionCache } from '../../src/ports/revision-cache.ts'
import { fixedClock, type FixedClock } from './fixed-clock.ts'
import type { GatedStore } from './gated-store.ts'
import { openInMemoryOverrideFile } from './override-file.ts'
import { openInMemorySnapshots, type InMemorySnapshots } from './snapshots.ts'

export type WatcherUnderTest = {
  readonly watcher: StoreWatcher & StoreWatcher['revisions']
  readonly clock: FixedClock
  readonly events: EventBus
  readonly snapshots: InMemorySnapshots
  /** What the watcher told so far. */
  readonly taken: readonly ConfigRevision[]
  readonly problems: readonly string[]
  /** What it told of revisions that can't be run here; null: that is over. */
  readonly refusals: readonly (RefusedRevision | null)[]
  /** When it told that the store is back. */
  /** Reasons why the store was away. */
  readonly aways: readonly string[]
  readonly backs: readonly number[]
}

type WatcherOptions = {
  readonly snapshot?: ConfigRevision
  readonly random?: () => number
  readonly revisionCache?: RevisionCache
}

export function watcherOn(
  { store, askVersions, overrides }: GatedStore,
  { snapshot, random = () => 0.5, revisionCache }: WatcherOptions = {},
): WatcherUnderTest {
  const clock = fixedClock()
  const events = openInProcessEventBus()
  const snapshots = snapshot === undefined ? openInMemorySnapshots() : openInMemorySnapshots(snapshot)
  const taken: ConfigRevision[] = []
  const problems: string[] = []
  const onRevision = (revision: ConfigRevision): void => void taken.push(revision)
  const onProblem = (problem: string): void => void problems.push(problem)
  const refusals: (RefusedRevision | null)[] = []
  const onRefused = (refusal: RefusedRevision | null): void => void refusals.push(refusal)
  const backs: number[] = []
  const aways: string[] = []
  const onStoreAway = (why: string): void => void aways.push(why)
  const onStoreBack = (): void => void backs.push(clock.nowMonoMs())
  const watcher = openStoreWatcher({
    store,
    revisionCache,
    askVersions: async () => ({ ...(await askVersions()), nowEpochMs: clock.nowEpochMs() }),
    overrideStore: overrides,
    overrideFile: openInMemoryOverrideFile(),
    keptOverrides: undefined,
    node: 'node-a:8000',
    snapshots,
    events,
    clock,
    storeTime: openStoreTime(clock),
    random,
    onRevision,
    onRefused,
    onCanary: () => undefined,
    onOverrides: () => undefined,
    onProblem,
    onStoreAway,
    onStoreBack,
  })
  return { watcher: { ...watcher, ...watcher.revisions }, clock, events, snapshots, taken, problems, refusals, aways, backs }
}
