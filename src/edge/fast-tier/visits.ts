import type { EveryMs } from '../../ports/clock.ts'
import type { Channel } from './transport.ts'
import { GONE, isHeld, isOverdue, openVisit, PERIOD_MS, type Visit } from './visit.ts'

/** Connections of the fast tier: which they are, how each of them leaves, and how long each may stay. */
export type Visits = {
  readonly open: (channel: Channel) => Visit
  readonly has: (visit: Visit) => boolean
  /** Reads no further: the client has to read first, or others have their turn. */
  readonly hold: (visit: Visit, state: 'STALLED' | 'DUE') => void
  /** Reads on: all that came is answered, or only the beginning of a request is left. */
  readonly readOn: (visit: Visit, state: 'IDLE' | 'NEW') => void
  /** Gives the connection, with what was not looked at, to the parser of HTTP. */
  readonly handOver: (visit: Visit) => void
  readonly end: (visit: Visit) => void
  /** To be called when the connection is gone. */
  readonly forget: (visit: Visit) => void
  readonly endAll: () => void
  readonly stop: () => void
}

export type VisitsParts = {
  readonly everyMs: EveryMs
  /** Called with each connection, and when it is gone, also from the parser. */
  readonly onOpen: () => void
  readonly onClose: () => void
  readonly onHandOver: () => void
}

export function openVisits({ everyMs, onOpen, onClose, onHandOver }: VisitsParts): Visits {
  const visits: Visit[] = []
  let period = 0
  const stop = everyMs(PERIOD_MS, endPeriod)
  return {
    open,
    has: ({ place }) => place !== GONE,
    hold,
    readOn,
    handOver,
    end,
    forget,
    endAll: () => visits.toReversed().forEach(end),
    stop,
  }

  function open(channel: Channel): Visit {
    const visit = openVisit(channel, period, visits.length)
    visits.push(visit)
    onOpen()
    return visit
  }

  function hold(visit: Visit, state: 'STALLED' | 'DUE'): void {
    if (!isHeld(visit)) visit.channel.holdBack()
    moveTo(visit, state)
  }

  function readOn(visit: Visit, state: 'IDLE' | 'NEW'): void {
    if (isHeld(visit)) visit.channel.readOn()
    moveTo(visit, state)
  }

  function moveTo(visit: Visit, state: Visit['state']): void {
    visit.state = state
    visit.since = period
  }

  function handOver(visit: Visit): void {
    if (isHeld(visit)) visit.channel.readOn()
    leave(visit)
    onHandOver()
    visit.channel.handOver(visit.rest).once('close', onClose)
  }

  function end(visit: Visit): void {
    forget(visit)
    visit.channel.destroy()
  }

  function forget(visit: Visit): void {
    if (leave(visit)) onClose()
  }

  /** The last one takes its place. Tells whether it was there. */
  function leave(visit: Visit): boolean {
    const { place } = visit
    if (place === GONE) return false
    visit.place = GONE
    const last = visits.pop()
    if (last === undefined || last === visit) return true
    visits[place] = last
    last.place = place
    return true
  }

  function endPeriod(): void {
    period += 1
    for (const visit of visits.toReversed()) {
      if (!isOverdue(visit, period)) continue
      if (visit.state === 'NEW') handOver(visit)
      else end(visit)
    }
  }
}
