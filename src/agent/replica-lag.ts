import type { Clock } from '../ports/clock.ts'

/** Most positions that are remembered: with one every few seconds a gap of minutes is measured by the second. */
const MARKS = 100

/**
 * Measures how long something has been missing on a replica, by positions in the log of its primary: free of both clocks, and 0 while
 * nobody writes.
 */
export type ReplicaLag = {
  /** Takes the position of the primary. A lower one is that of another log, in which what was missing up to then never comes. */
  readonly hearPrimary: (position: number) => void
  /** Takes the position up to which the replica has all. */
  hearReplica(position: number): void
  /** Lag at the replica's last answer. */
  ms(): number
}

export function openReplicaLag(clock: Pick<Clock, 'nowMonoMs'>): ReplicaLag {
  /** Positions that the replica has not reached, the oldest first. */
  let missing: readonly { readonly position: number; readonly atMonoMs: number }[] = []
  let lagMs = 0
  return {
    hearPrimary(position) {
      missing = missing.filter((mark) => mark.position <= position)
      if (missing.length < MARKS) missing = [...missing, { position, atMonoMs: clock.nowMonoMs() }]
    },
    hearReplica(position) {
      missing = missing.filter((mark) => mark.position > position)
      lagMs = missing[0] === undefined ? 0 : clock.nowMonoMs() - missing[0].atMonoMs
    },
    ms: () => lagMs,
  }
}
