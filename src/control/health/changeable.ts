import type { ConfigStore } from '../../ports/config-store.ts'
import type { CheckDependency } from './health.ts'

/**
 * Adds to the check of a healthy store whether it takes changes. A process that is frozen during a change keeps all others from
 * theirs, while reading works.
 */
export function checkChangeable(store: Pick<ConfigStore, 'isChangeable'>, check: CheckDependency): CheckDependency {
  return async () => {
    const checked = await check()
    if (checked.status !== 'OK') return checked
    const hindrance = await hindranceOf(store)
    return hindrance === undefined ? checked : { ...checked, status: 'DEGRADED', message: `${checked.message}; ${hindrance}` }
  }
}

async function hindranceOf(store: Pick<ConfigStore, 'isChangeable'>): Promise<string | undefined> {
  try {
    if (await store.isChangeable()) return undefined
    return 'no change can be made: another transaction has held the lock of all changes for half a second; the runbook says how to find it'
  } catch (error) {
    return `whether it can be changed is unknown: ${error instanceof Error ? error.message : String(error)}`
  }
}
