import type { EveryMs } from '../ports/clock.ts'
import type { ReadLoopTurns } from '../ports/loop-turns.ts'
import type { Acceptors } from './acceptors.ts'

export type AcceptorDemandParts = {
  readonly acceptors: Pick<Acceptors, 'count' | 'resize'>
  /** Most acceptors of this worker. */
  readonly most: number
  readonly everyMs: EveryMs
  readonly readTurns: ReadLoopTurns
  /** Number of connections so far. */
  readonly accepted: () => number
}

const LOOK_MS = 100
/** An acceptor that finds nobody costs a turn some 6 µs, which is little beside this one. */
const LONG_TURN_MS = 0.25
/** Part of their turns in which acceptors found somebody, from which on others may wait in the queue. */
const USED = 0.8
const GROWTH = 4
/** Looks with short turns after which one acceptor is enough. */
const CALM_LOOKS = 10

/**
 * Has more acceptors while the turns of the event loop are long and each acceptor finds a connection in nearly all of them; else one.
 * Returns a function that ends that.
 */
export function followDemand({ acceptors, most, everyMs, readTurns, accepted }: AcceptorDemandParts): () => void {
  if (most === 1) return () => undefined
  let before = { ...readTurns(), accepted: accepted() }
  let calmLooks = 0
  return everyMs(LOOK_MS, () => {
    const now = { ...readTurns(), accepted: accepted() }
    const turns = now.turns - before.turns
    const isLong = now.busyMs - before.busyMs >= LONG_TURN_MS * turns
    const isUsed = now.accepted - before.accepted >= USED * turns * acceptors.count()
    before = now
    calmLooks = isLong ? 0 : calmLooks + 1
    if (isLong && isUsed) acceptors.resize(Math.min(most, acceptors.count() * GROWTH))
    if (calmLooks >= CALM_LOOKS) acceptors.resize(1)
  })
}
