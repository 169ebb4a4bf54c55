import type { ReadLoopTurns } from '../ports/loop-turns.ts'
import type { Acceptors } from './acceptors.ts'

export type AcceptorDemandParts = {
  readonly acceptors: Pick<Acceptors, 'count' | 'resize'>
  /** Most acceptors of this worker. */
  readonly most: number
  readonly readTurns: ReadLoopTurns
}

/** How many acceptors are needed. */
export type AcceptorDemand = {
  /** To be called with each connection. */
  readonly hear: () => void
  /** To be called once a second: goes back to one acceptor, unless more were needed since the last call. */
  readonly rest: () => void
}

/** Connections between two looks at the turns of the event loop: a crowd of thousands comes within milliseconds. */
const LOOK_AFTER = 32
/** An acceptor that finds nobody costs a turn some 6 µs, which is little beside this one. */
const LONG_TURN_MS = 0.25
/** Part of their turns in which acceptors found somebody, from which on others may wait in the queue. */
const USED = 0.8
const GROWTH = 4

/** Has more acceptors while the turns of the event loop are long and each acceptor finds a connection in nearly all of them. */
export function openAcceptorDemand({ acceptors, most, readTurns }: AcceptorDemandParts): AcceptorDemand {
  let before = readTurns()
  let accepted = 0
  let isNeeded = false
  return {
    hear() {
      accepted += 1
      if (accepted < LOOK_AFTER || most === 1) return
      const now = readTurns()
      const turns = now.turns - before.turns
      const isLong = now.busyMs - before.busyMs >= LONG_TURN_MS * turns
      const isUsed = accepted >= USED * turns * acceptors.count()
      before = now
      accepted = 0
      isNeeded ||= isLong
      if (isLong && isUsed) acceptors.resize(Math.min(most, acceptors.count() * GROWTH))
    },
    rest() {
      if (!isNeeded) acceptors.resize(1)
      isNeeded = false
    },
  }
}
