import type { CheckDependency } from './health.ts'

/** Reports snapshots and overrides that could not be used. `passedOver` lists them as long as they are there. */
export function filesHealth(passedOver: () => readonly string[]): CheckDependency {
  return async () => {
    const unusable = passedOver()
    const message =
      unusable.length === 0
        ? 'every snapshot and the overrides could be used'
        : `passed over: ${unusable.join('; ')}; remove or restore what you know the reason of`
    return { name: 'files', status: unusable.length === 0 ? 'OK' : 'DEGRADED', latencyMs: null, message }
  }
}
