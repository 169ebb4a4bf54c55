/** Numbers that are the same for a seed in every run (mulberry32). */
export type Draw = {
  /** An integer from 0 to `below` − 1. */
  below(below: number): number
  /** Whether something of this share happens. */
  chance(share: number): boolean
  of<T>(values: readonly T[]): T
}

export function drawFrom(seed: number): Draw {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return { below, chance: (share) => next() < share, of: <T>(values: readonly T[]) => values[below(values.length)] as T }
}
