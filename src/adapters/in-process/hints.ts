/** Numbers told to whoever listens in this process, at once. */
export type Hints = {
  readonly tell: (number: number) => void
  /** Returns how to stop. */
  readonly listen: (listener: (number: number) => void) => () => void
  readonly close: () => void
}

export function openHints(): Hints {
  const listeners = new Set<(number: number) => void>()
  return {
    tell(number) {
      for (const listener of listeners) listener(number)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => listeners.clear(),
  }
}
