/** Maps each event and leaves out undefined. Ends `source` when its reader ends the subscription. */
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
