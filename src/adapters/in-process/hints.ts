/** Tells numbers to the listeners of this process, at once. */
export type Hints = {
  readonly tell: (number: number) => void
  /** Returns a function that stops the listening. */
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
