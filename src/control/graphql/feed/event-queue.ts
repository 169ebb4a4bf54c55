/** Events that wait for one reader, who takes them by iterating. */
export type EventQueue<T> = {
  readonly iterator: AsyncIterableIterator<T, undefined>
  unread(): number
  push(event: T): void
  dropOldest(): void
  /** Ends the iteration once the unread events have been taken. */
  end(): void
}

/** Written by hand: an async generator that waits on a promise isn't ended by `return()` and would stay for ever. */
export function openEventQueue<T>({
  onTaken,
  onEnd,
}: {
  readonly onTaken: () => void
  readonly onEnd: () => void
}): EventQueue<T> {
  const events: T[] = []
  let waiting: ((result: IteratorResult<T, undefined>) => void)[] = []
  let ended = false
  const iterator: AsyncIterableIterator<T, undefined> = {
    next() {
      const event = events.shift()
      if (event !== undefined) {
        onTaken()
        return Promise.resolve({ done: false, value: event })
      }
      if (ended) return Promise.resolve({ done: true, value: undefined })
      return new Promise((resolve) => waiting.push(resolve))
    },
    return() {
      events.length = 0
      queue.end()
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  const queue: EventQueue<T> = {
    iterator,
    unread: () => events.length,
    push(event) {
      if (ended) return
      const reader = waiting.shift()
      if (reader === undefined) events.push(event)
      else reader({ done: false, value: event })
    },
    dropOldest: () => void events.shift(),
    end() {
      ended = true
      onEnd()
      for (const resolve of waiting) resolve({ done: true, value: undefined })
      waiting = []
    },
  }
  return queue
}
