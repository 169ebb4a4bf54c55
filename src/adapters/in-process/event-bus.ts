import type { EventBus } from '../../ports/event-bus.ts'
import { openHints } from './hints.ts'

/** The bus of a process group whose only publisher and only agent share the control process. Loses nothing. */
export function openInProcessEventBus(): EventBus & { close(): void } {
  const revisions = openHints()
  const overrides = openHints()
  const health = openHints()
  return {
    announceRevision: revisions.tell,
    onRevision: revisions.listen,
    announceOverrides: overrides.tell,
    onOverrides: overrides.listen,
    announceHealth: health.tell,
    onHealth: health.listen,
    close() {
      for (const hints of [revisions, overrides, health]) hints.close()
    },
  }
}
