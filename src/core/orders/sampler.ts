import { mixHash } from '../selection/text-hash.ts'

/** Takes one call in so many. */
export type Sampler = { take(): boolean }

/**
 * Takes exactly one of each `oneIn` calls, each time at another place among them. At a fixed place the ratio would meet it: of a
 * ratio of 10, one request in 100 would always be the origin's.
 */
export function openSampler(oneIn: number): Sampler {
  let block = 0
  let place = 0
  let position = 0
  return {
    take() {
      const isTaken = position === place
      position += 1
      if (position === oneIn) {
        position = 0
        block += 1
        place = mixHash(block) % oneIn
      }
      return isTaken
    },
  }
}
