import type { Attempt, ConfigState, Planner } from '../core/config/lifecycle.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { StoreUnavailable, type ConfigStore } from '../ports/config-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'

export type ConfigServiceParts = {
  readonly store: ConfigStore
  readonly snapshots: SnapshotStore
  readonly events: EventBus
  readonly fleet: FleetView
  /** Something was recorded in the audit trail. */
  readonly onChanged: () => void
  readonly onProblem: (message: string, error: unknown) => void
}

/** The one way in which GraphQL and REST read and change the configuration. */
export type ConfigService = {
  state(): Promise<Result<ConfigState>>
  /** The revision with this number; undefined when there is none. */
  revision(number: number): Promise<Result<ConfigRevision | undefined>>
  /** When it resolves, a revision that it made is committed, on disk, and the workers of this node had a second to take it. */
  change(attempt: Attempt, plan: Planner): Promise<Result<ConfigState>>
}

/** A worker takes a revision in milliseconds; one that is busy must not keep a publisher waiting. */
const CONVERGENCE_MS = 1_000

export function buildConfigService({ store, snapshots, events, fleet, onChanged, onProblem }: ConfigServiceParts): ConfigService {
  /** A revision that is live without a snapshot on this node's disk. */
  let notDurable: number | undefined
  return {
    state: () => answered(async () => ok(await store.state())),
    revision: (number) => answered(async () => ok(await store.revision(number))),
    change: (attempt, plan) =>
      answered(async () => {
        let published = false
        const changed = await store.change(attempt, (state, by) => {
          const planned = plan(state, by)
          published = planned.ok && planned.value?.revision !== undefined
          return planned
        })
        onChanged()
        if (!changed.ok || changed.value.live === undefined) return changed
        const { live } = changed.value
        if (!published && live.number !== notDurable) return changed
        try {
          await snapshots.write(live)
          notDurable = undefined
        } catch (cause) {
          notDurable = live.number
          throw new StoreUnavailable(
            `revision ${live.number} is live but could not be made durable; free some disk space and publish again`,
            { cause },
          )
        } finally {
          events.announceRevision(live.number)
        }
        await fleet.converged(live.number, CONVERGENCE_MS)
        return changed
      }),
  }

  async function answered<T>(ask: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      onProblem(error.message, error.cause)
      return fail({
        code: 'STORE_UNAVAILABLE',
        received: 'no answer',
        allowed: 'an answer of the config store',
        remedy: `${error.message}; redirects go on, try again later`,
      })
    }
  }
}
