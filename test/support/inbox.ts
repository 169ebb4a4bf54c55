/** Keeps what arrives, in order, and lets a test wait for it. */
export type Inbox<T> = {
  readonly all: readonly T[]
  put(item: T): void
  /** The first that matches, whether it is there or still to come. */
  find(matches: (item: T) => boolean): Promise<T>
  /** The first, second, … to arrive. */
  nth(position: number): Promise<T>
}

export function openInbox<T>(): Inbox<T> {
  const all: T[] = []
  let waiting: (() => void)[] = []
  return {
    all,
    put(item) {
      all.push(item)
      for (const look of waiting) look()
    },
    find: (matches) => when(() => all.find(matches)),
    nth: (position) => when(() => all[position - 1]),
  }

  function when(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const tryAgain = (): void => {
        const found = look()
        if (found === undefined) return
        waiting = waiting.filter((other) => other !== tryAgain)
        resolve(found)
      }
      waiting.push(tryAgain)
      tryAgain()
    })
  }
}
