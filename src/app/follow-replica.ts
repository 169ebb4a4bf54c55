import { systemClock } from '../adapters/system/clock.ts'
import { openReplicaFirst } from '../agent/replica-first.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { OverrideStore } from '../ports/override-store.ts'
import type { ReplicaPresence } from '../ports/store-reads.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { AskVersions } from '../ports/store-versions.ts'
import type { Settings } from '../settings.ts'

/** Store as the node agent sees it. */
export type FollowedStore = {
  readonly askVersions: AskVersions
  readonly store: ConfigStore
  readonly overrideStore: OverrideStore
}

type Followed = {
  readonly followed: FollowedStore
  /** Undefined: there is no replica. */
  readonly replicaPresence: () => ReplicaPresence | undefined
  readonly close: () => Promise<void>
}

/** Makes the agent read from the replica that the settings name, first; it writes to the store alone. Loads only the code in use. */
export async function followReplica(
  { DATABASE_REPLICA_URL }: Pick<Settings, 'DATABASE_REPLICA_URL'>,
  primary: FollowedStore,
  parts: { readonly events: EventBus; readonly storeTime: StoreTime },
): Promise<Followed> {
  if (DATABASE_REPLICA_URL === undefined) {
    return { followed: primary, replicaPresence: () => undefined, close: async () => undefined }
  }
  const { openReplica } = await import('../adapters/prisma/replica.ts')
  const replica = openReplica(DATABASE_REPLICA_URL, systemClock)
  const { askVersions, store, overrideStore } = primary
  const { reads, hearCommit, presence } = openReplicaFirst({
    ...parts,
    clock: systemClock,
    primary: { askVersions, revision: (number) => store.revision(number), overrides: () => overrideStore.current() },
    replica,
  })
  return {
    followed: {
      askVersions: reads.askVersions,
      store: { ...store, revision: reads.revision },
      overrideStore: {
        current: reads.overrides,
        async change(attempt, planner) {
          const answer = await overrideStore.change(attempt, planner)
          if (answer.ok) hearCommit(answer.value.version)
          return answer
        },
        async join(change, version) {
          const answer = await overrideStore.join(change, version)
          if (answer.ok) hearCommit(answer.value.set.version)
          return answer
        },
      },
    },
    replicaPresence: presence,
    close: () => replica.close(),
  }
}
