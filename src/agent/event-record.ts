import type { HealthEvent } from '../core/health/health-event.ts'
import type { HealthEvents } from '../ports/health-events.ts'

/** Most events that wait for the store: one for each CDN of a configuration. Of more the oldest go. */
const MAX_WAITING = 1_000

export type EventRecord = {
  put(events: readonly HealthEvent[]): void
  /** What the store does not have yet. */
  list(): readonly HealthEvent[]
  /** Writes what waits. Never rejects: what failed waits on. */
  write(): Promise<void>
}

/** Records changes of health in the store, at first those that an earlier process could not. */
export function openEventRecord(healthEvents: Pick<HealthEvents, 'add'>, kept: readonly HealthEvent[]): EventRecord {
  let waiting = kept.slice(-MAX_WAITING)
  let isWriting = false
  return {
    put: (events) => void (waiting = [...waiting, ...events].slice(-MAX_WAITING)),
    list: () => waiting,
    async write() {
      const events = waiting
      if (events.length === 0 || isWriting) return
      isWriting = true
      try {
        await healthEvents.add(events)
        waiting = waiting.filter((event) => !events.includes(event))
      } catch {
        // the watcher of the store tells why
      }
      isWriting = false
    },
  }
}
