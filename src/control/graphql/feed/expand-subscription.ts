/** Yields, one after the other, all that each event stands for. Ends `source` when its reader ends the subscription. */
export function expandSubscription<T, U>(
  source: AsyncIterableIterator<T, undefined>,
  expand: (event: T) => Iterable<U>,
): AsyncIterableIterator<U, undefined> {
  let waiting = [][Symbol.iterator]() as Iterator<U, undefined>
  const iterator: AsyncIterableIterator<U, undefined> = {
    async next() {
      for (;;) {
        const ready = waiting.next()
        if (ready.done !== true) return ready
        const event = await source.next()
        if (event.done === true) return event
        waiting = expand(event.value)[Symbol.iterator]() as Iterator<U, undefined>
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
