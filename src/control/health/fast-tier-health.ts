import type { FleetView } from '../../ports/fleet-view.ts'
import type { FastTierVitals } from '../../ports/worker-link.ts'
import type { CheckDependency } from './health.ts'

/** Reports what answers plain requests, and how much. Each of the transports is whole, so it is always OK. */
export function fastTierHealth(fleet: Pick<FleetView, 'vitals'>): CheckDependency {
  return async () => {
    const tiers = [...fleet.vitals().values()].flatMap(({ fastTier }) => fastTier ?? [])
    const byTransport = [...Map.groupBy(tiers, ({ transport }) => transport)]
    const message = byTransport.map(([transport, those]) => describe(transport, those)).join('; ')
    return { name: 'fast-tier', status: 'OK', latencyMs: null, message: message === '' ? 'no worker has told' : message }
  }
}

function describe(transport: FastTierVitals['transport'], those: readonly FastTierVitals[]): string {
  const workers = `${transport} in ${those.length} ${those.length === 1 ? 'worker' : 'workers'}`
  if (transport === 'off') return workers
  const sum = (key: 'redirects' | 'handedOver'): number => those.reduce((total, tier) => total + tier[key], 0)
  return `${workers}: ${sum('redirects')} redirects answered, ${sum('handedOver')} connections handed to the HTTP parser`
}
