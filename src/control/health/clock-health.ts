import { CLOCK_TOLERANCE_MS } from '../../core/clock-tolerance.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import type { CheckDependency } from './health.ts'

/** Compares this machine's clock with the store's, by which overrides and canaries end on every node. */
export function clockHealth({ storeTime }: { readonly storeTime: Pick<StoreTime, 'offsetMs'> }): CheckDependency {
  return async () => {
    const offsetMs = storeTime.offsetMs()
    const isFar = offsetMs !== undefined && Math.abs(offsetMs) > CLOCK_TOLERANCE_MS
    return { name: 'clock', status: isFar ? 'DEGRADED' : 'OK', latencyMs: null, message: wordOffset(offsetMs, isFar) }
  }
}

function wordOffset(offsetMs: number | undefined, isFar: boolean): string {
  if (offsetMs === undefined) return 'not compared with the config store yet'
  if (!isFar) return `within ${CLOCK_TOLERANCE_MS / 1_000} s of the config store`
  return `${Math.abs(offsetMs / 1_000).toFixed(1)} s ${offsetMs > 0 ? 'behind' : 'ahead of'} the config store, by which overrides and canaries end; correct it`
}
