/** Bounds the work of a proof, so that a configuration made for it can't hold up who validates it. */
export type Steps = {
  /** Takes so many steps; false: there are none left. */
  readonly take: (count: number) => boolean
}

export function limitSteps(most: number): Steps {
  let left = most
  return {
    take(count) {
      left -= count
      return left >= 0
    },
  }
}
