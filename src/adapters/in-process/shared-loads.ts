import { MOST_REPORTS } from '../../core/load/told-load.ts'
import type { Clock } from '../../ports/clock.ts'
import type { OutsideLoad } from '../../ports/outside-loads.ts'
import type { SharedLoads } from '../../ports/shared-loads.ts'

type Kept = { readonly load: OutsideLoad; readonly recentMonoMs: readonly number[] }

/** The loads of a process group with a store of its own, the only node. They end with the process; the next report is soon. */
export function openInProcessLoads(clock: Pick<Clock, 'nowEpochMs' | 'nowMonoMs'>): SharedLoads {
  const kept = new Map<string, Kept>()
  return {
    async report(cdn, { percent, mbps, validSeconds }) {
      const nowMonoMs = clock.nowMonoMs()
      const recentMonoMs = (kept.get(cdn)?.recentMonoMs ?? []).filter((monoMs) => monoMs >= nowMonoMs - 1_000)
      if (recentMonoMs.length >= MOST_REPORTS) return undefined
      const nowEpochMs = Math.round(clock.nowEpochMs())
      for (const [key, { load }] of kept) if (load.validUntilEpochMs < nowEpochMs - DAY_MS) kept.delete(key)
      const load = { cdn, percent, mbps, reportedAtEpochMs: nowEpochMs, validUntilEpochMs: nowEpochMs + validSeconds * 1_000 }
      kept.set(cdn, { load, recentMonoMs: [...recentMonoMs, nowMonoMs] })
      return load
    },
    list: async () => [...kept.values()].map(({ load }) => load),
  }
}

const DAY_MS = 24 * 60 * 60 * 1_000
