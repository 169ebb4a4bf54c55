import type { EventBus } from '../../ports/event-bus.ts'

/** The bus of a process group whose only publisher and only agent share the control process. Loses nothing. */
export function openInProcessEventBus(): EventBus & { close(): void } {
  const listeners = new Set<(number: number) => void>()
  return {
    announceRevision(number) {
      for (const listener of listeners) listener(number)
    },
    onRevision(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => listeners.clear(),
  }
}
