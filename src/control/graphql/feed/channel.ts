import { openEventQueue, type EventQueue } from './event-queue.ts'

/**
 * One topic of the live feed. Every subscriber has its own queue of `capacity` events: a slow one misses the oldest, never the
 * last. Events are shared, so a queue costs its slots alone.
 */
export type Channel<T> = {
  publish(event: T): void
  /** Yields `present` first, where there is one, then every event from now on. */
  subscribe(present?: T): AsyncIterableIterator<T, undefined>
  subscribers(): number
  /** Ends every subscription once its queue has been read, and later subscriptions at once. */
  close(): void
}

export function openChannel<T>(capacity: number): Channel<T> {
  const queues = new Set<EventQueue<T>>()
  let closed = false
  return {
    publish(event) {
      for (const queue of queues) {
        queue.push(event)
        if (queue.unread() > capacity) queue.dropOldest()
      }
    },
    subscribe(present) {
      const queue = openEventQueue<T>({ onTaken: () => undefined, onEnd: () => queues.delete(queue) })
      queues.add(queue)
      if (present !== undefined) queue.push(present)
      if (closed) queue.end()
      return queue.iterator
    },
    subscribers: () => queues.size,
    close() {
      closed = true
      for (const queue of queues) queue.end()
    },
  }
}
