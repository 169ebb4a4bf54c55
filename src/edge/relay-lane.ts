import type { Clock } from '../ports/clock.ts'

/** Lets a crowd of requests through a few at a time. */
export type RelayLane = {
  /**
   * Calls `begin` when the request has a place: at once, or later in order of arrival. Returns a function that gives up place or
   * waiting.
   */
  enter(begin: () => void): () => void
}

/** Longest time that a slow request holds its place, so that a control process that hangs does not delay each request in turn. */
const HELD_MS = 500

/**
 * Gives a place to `places` requests at once. The event loop then turns after a few requests, not after a whole crowd, and a
 * redirect waits for one turn. The caller bounds the number that waits.
 */
export function openRelayLane(places: number, clock: Pick<Clock, 'after'>): RelayLane {
  let taken = 0
  const waiting = new Set<() => void>()
  return {
    enter(begin) {
      let leave = (): void => void waiting.delete(take)
      if (taken < places) take()
      else waiting.add(take)
      return () => leave()

      function take(): void {
        leave = holdPlace()
        begin()
      }
    },
  }

  function holdPlace(): () => void {
    let isHeld = true
    taken += 1
    const cancel = clock.after(HELD_MS, free)
    return free

    function free(): void {
      if (!isHeld) return
      isHeld = false
      cancel()
      taken -= 1
      const [next] = waiting
      if (next === undefined) return
      waiting.delete(next)
      next()
    }
  }
}
