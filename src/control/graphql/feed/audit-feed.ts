import type { AuditEvent } from '../../../generated/prisma/client.ts'
import type { Clock } from '../../../ports/clock.ts'
import { openEventQueue, type EventQueue } from './event-queue.ts'

/** Last event of a reader that did not keep up. It got every event up to `missedAfterId`, and none later. */
export type MissedEvents = { readonly missedAfterId: number }

/** Audit events for any number of readers. Every reader gets all of them in order, or is told that it misses some. */
export type AuditFeed = {
  /** Resolves when all readers have room for more. A reader that stays full is ended after `PATIENCE_MS`. */
  publish(events: readonly AuditEvent[]): Promise<void>
  /** Yields every event from now on. */
  subscribe(): AsyncIterableIterator<AuditEvent | MissedEvents, undefined>
  subscribers(): number
  /** Ends every subscription once its queue has been read, and later subscriptions at once. */
  close(): void
}

/** A reader with more unread events delays the next ones. So its queue holds at most these and those of one `publish`. */
const MAX_UNREAD = 200
/** A reader may delay the others for the time of a poll; then it is ended. */
const PATIENCE_MS = 3_000
/** Deliveries in one turn of the event loop, or one event to each reader: some 0.1 s of CPU time in which nothing else is done. */
const DELIVERIES_A_TURN = 2_000

export function openAuditFeed(clock: Clock): AuditFeed {
  const readers = new Set<EventQueue<AuditEvent | MissedEvents>>()
  const behind = new Set<EventQueue<AuditEvent | MissedEvents>>()
  let onRoom = (): void => undefined
  let closed = false
  return {
    async publish(events) {
      const eventsATurn = Math.max(1, Math.floor(DELIVERIES_A_TURN / readers.size))
      for (let from = 0; from < events.length; from += eventsATurn) {
        if (from > 0) await new Promise<void>((resolve) => void clock.after(0, resolve))
        await deliver(events.slice(from, from + eventsATurn))
      }
    },
    subscribe() {
      const reader = openEventQueue<AuditEvent | MissedEvents>({
        onTaken: () => {
          if (reader.unread() <= MAX_UNREAD) forget(reader)
        },
        onEnd: () => {
          readers.delete(reader)
          forget(reader)
        },
      })
      readers.add(reader)
      if (closed) reader.end()
      return reader.iterator
    },
    subscribers: () => readers.size,
    close() {
      closed = true
      for (const reader of readers) reader.end()
    },
  }

  async function deliver(events: readonly AuditEvent[]): Promise<void> {
    for (const reader of readers) {
      for (const event of events) reader.push(event)
      if (reader.unread() > MAX_UNREAD) behind.add(reader)
    }
    if (behind.size > 0) await waitForRoom()
    for (const reader of behind) {
      reader.push({ missedAfterId: events.at(-1)?.id ?? 0 })
      reader.end()
    }
  }

  function forget(reader: EventQueue<AuditEvent | MissedEvents>): void {
    if (behind.delete(reader) && behind.size === 0) onRoom()
  }

  function waitForRoom(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(PATIENCE_MS, resolve)
      onRoom = () => {
        cancel()
        resolve()
      }
    })
  }
}
