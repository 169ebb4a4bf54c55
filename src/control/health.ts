import type { ConfigRevision } from '../core/config/revision.ts'
import { activeAt, isInEffect, type Override } from '../core/override/override.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { Clock } from '../ports/clock.ts'

type HealthStatus = 'OK' | 'DEGRADED' | 'DOWN'

export type HealthReport = {
  readonly status: HealthStatus
  readonly dependencies: readonly {
    readonly name: string
    readonly status: HealthStatus
    readonly latencyMs: number | null
    readonly message: string
  }[]
  /** What operators set over the revision. Nothing is wrong with it. */
  readonly overrides: readonly ShownOverride[]
}

type ShownOverride = Pick<Override, 'kind' | 'target' | 'reason' | 'until' | 'by' | 'at'> & {
  readonly value: string | number | null
  readonly inEffect: boolean
}

export type HealthParts = {
  readonly store: ConfigStore
  readonly fleet: FleetView
  readonly clock: Clock
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
  readonly isReady: () => boolean
}

/** Asks every dependency now. DOWN is only a redirect plane that isn't ready; whatever else is wrong is DEGRADED. */
export async function checkHealth({ store, fleet, clock, running, isReady }: HealthParts): Promise<HealthReport> {
  const dependencies = [await storeHealth(store, clock, running()?.number), workersHealth(fleet, running()?.number ?? 0)]
  const cdns = running()?.config.cdns ?? []
  const overrides = activeAt(fleet.overrides().overrides, clock.nowEpochMs()).map((override) => ({
    ...override,
    inEffect: isInEffect(override, cdns),
  }))
  const degraded = dependencies.some(({ status }) => status !== 'OK')
  return { status: !isReady() ? 'DOWN' : degraded ? 'DEGRADED' : 'OK', dependencies, overrides }
}

async function storeHealth(store: ConfigStore, clock: Clock, running = 0): Promise<HealthReport['dependencies'][number]> {
  const startedMonoMs = clock.nowMonoMs()
  const latencyMs = (): number => Math.round((clock.nowMonoMs() - startedMonoMs) * 10) / 10
  try {
    const live = await store.live()
    const isRunning = (live?.number ?? 0) === running
    const message = `holds revision ${live?.number ?? 'none'}${isRunning ? '' : `; this node runs revision ${running}, the log says why`}`
    return { name: 'config-store', status: isRunning ? 'OK' : 'DEGRADED', latencyMs: latencyMs(), message }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      name: 'config-store',
      status: 'DOWN',
      latencyMs: latencyMs(),
      message: `${reason}; redirects go on with the last revision`,
    }
  }
}

function workersHealth(fleet: FleetView, live: number): HealthReport['dependencies'][number] {
  const workers = fleet.workers()
  const troubled = workers.filter(({ state, revision }) => state !== 'READY' || (revision ?? 0) < live)
  const told = troubled.map(
    ({ id, state, revision, problem }) =>
      `${id} is ${state} on revision ${revision ?? 'none'}${problem === null ? '' : ` (${problem})`}`,
  )
  const ahead = workers.filter(({ revision }) => (revision ?? 0) > live).map(({ id, revision }) => `${id} revision ${revision}`)
  const all = [`${ahead.length === 0 ? 'all ' : ''}${workers.length - ahead.length} run revision ${live}`, ...ahead].join(', ')
  const message = troubled.length === 0 ? all : told.join('; ')
  return { name: 'workers', status: troubled.length === 0 ? 'OK' : 'DEGRADED', latencyMs: null, message }
}
