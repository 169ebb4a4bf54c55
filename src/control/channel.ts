/**
 * One topic of the live feed. Every subscriber has a queue of its own, bounded by `capacity`: one that falls behind misses the
 * oldest events, never the last. Events are shared, so a queue costs its slots alone.
 */
export type Channel<T> = {
  publish(event: T): void
  /** The present state first, where there is one, then everything that is published from now on. */
  subscribe(present?: T): AsyncIterableIterator<T, undefined>
  subscribers(): number
  /** Ends every subscription, after what is queued has been read, and all later ones at once. */
  close(): void
}

export function openChannel<T>(capacity: number): Channel<T> {
  const subscriptions = new Set<Subscription<T>>()
  let closed = false
  return {
    publish: (event) => {
      for (const subscription of subscriptions) subscription.push(event)
    },
    subscribe(present) {
      const subscription = openSubscription<T>(capacity, () => subscriptions.delete(subscription))
      subscriptions.add(subscription)
      if (present !== undefined) subscription.push(present)
      if (closed) subscription.end()
      return subscription.iterator
    },
    subscribers: () => subscriptions.size,
    close() {
      closed = true
      for (const subscription of subscriptions) subscription.end()
    },
  }
}

type Subscription<T> = { push(event: T): void; end(): void; readonly iterator: AsyncIterableIterator<T, undefined> }

/** Written by hand: an async generator that waits on a promise isn't ended by `return()` and would stay for ever. */
function openSubscription<T>(capacity: number, onEnd: () => void): Subscription<T> {
  const queue: T[] = []
  let waiting: ((result: IteratorResult<T, undefined>) => void)[] = []
  let ended = false

  function end(): void {
    ended = true
    onEnd()
    for (const resolve of waiting) resolve({ done: true, value: undefined })
    waiting = []
  }

  const iterator: AsyncIterableIterator<T, undefined> = {
    next() {
      const event = queue.shift()
      if (event !== undefined) return Promise.resolve({ done: false, value: event })
      if (ended) return Promise.resolve({ done: true, value: undefined })
      return new Promise((resolve) => waiting.push(resolve))
    },
    return() {
      queue.length = 0
      end()
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return {
    iterator,
    end,
    push(event) {
      if (ended) return
      const reader = waiting.shift()
      if (reader !== undefined) return reader({ done: false, value: event })
      queue.push(event)
      if (queue.length > capacity) queue.shift()
    },
  }
}

/** Passes on what `map` makes of each event; undefined is left out. */
export function mapSubscription<T, U>(
  source: AsyncIterableIterator<T, undefined>,
  map: (event: T) => U | undefined,
): AsyncIterableIterator<U, undefined> {
  const iterator: AsyncIterableIterator<U, undefined> = {
    async next() {
      for (;;) {
        const result = await source.next()
        if (result.done === true) return result
        const value = map(result.value)
        if (value !== undefined) return { done: false, value }
      }
    },
    return: async () => {
      await source.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return iterator
}
