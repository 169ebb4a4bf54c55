import { activeAt, describeOverride, slotOf, type Override, type OverrideSet } from '../core/override/override.ts'
import type { StoreTime } from '../ports/store-time.ts'

/** Logs one line about each override that came or went, on any node. */
export function openOverrideNews(
  time: Pick<StoreTime, 'nowEpochMs'>,
  onNews: (line: string, active: readonly Override[]) => void,
): (set: OverrideSet) => void {
  let told = new Map<string, string>()
  return ({ overrides }) => {
    const active = activeAt(overrides, time.nowEpochMs())
    const now = new Map(active.map((override) => [slotOf(override), describeOverride(override)]))
    for (const [slot, line] of now) if (told.get(slot) !== line) onNews(`an override holds: ${line}`, active)
    for (const [slot, line] of told) if (!now.has(slot)) onNews(`an override is over: ${line}`, active)
    told = now
  }
}
