import type { Server } from 'node:net'
import { beginsPlainRequest } from '../../core/request/plain-request.ts'
import type { Draining } from '../../listener/guarded-server.ts'
import { countInLoopTurn, inLaterLoopTurn, takeLoopTurn } from '../../listener/loop-turn.ts'
import type { FastTierVitals } from '../../ports/worker-link.ts'
import type { Redirects } from '../redirects.ts'
import { openPlainAnswers } from './plain-answers.ts'
import { openRedirectText } from './redirect-text.ts'
import type { Transport } from './transport.ts'
import { isHeld, type Visit } from './visit.ts'
import { openVisits, type VisitsParts } from './visits.ts'

export type FastTierParts = Omit<VisitsParts, 'onHandOver'> & {
  readonly transport: Transport
  readonly group: Draining
  readonly redirects: Redirects
}

export type FastTier = {
  readonly vitals: () => FastTierVitals
  /** Takes the connections of a server that is to listen. */
  readonly takeConnections: (server: Server) => void
  /** Ends the connections that it has. */
  readonly endAll: () => void
  readonly stop: () => void
}

/**
 * Answers plain requests with redirects before a parser of HTTP sees them. The first piece that is not made of these goes with its
 * connection to the parser, for good: so one of the two reads a connection at a time, and it never comes back. Only what is cut off
 * behind answered requests is waited for, since the parser would hold hundreds of them at once.
 */
export function openFastTier({ transport, ...parts }: FastTierParts): FastTier {
  const counts = { redirects: 0, handedOver: 0 }
  const answerPlain = openPlainAnswers({ ...parts, writeRedirect: openRedirectText() })
  const visits = openVisits({ ...parts, onHandOver: () => (counts.handedOver += 1) })
  return {
    vitals: () => ({ transport: transport.name, ...counts }),
    takeConnections: (server) =>
      transport.takeConnections(server, { opened: visits.open, received, ended, sent, closed: visits.forget }),
    endAll: visits.endAll,
    stop: visits.stop,
  }

  function received(visit: Visit, buffer: Buffer, length: number): void {
    if (visit.state === 'IDLE' && !visit.isPrompt) {
      visit.isPrompt = true
      visit.channel.setNoDelay()
    }
    const piece = buffer.toString('latin1', 0, length)
    serve(visit, visit.rest === undefined ? piece : visit.rest + piece, takeLoopTurn)
  }

  function serve(visit: Visit, piece: string, mayAnswer: () => boolean): void {
    const { text, requests, end, next, isLast, stopTimer } = answerPlain(piece, visit.channel, mayAnswer)
    const isSent = requests === 0 || visit.channel.write(text)
    stopTimer?.()
    counts.redirects += requests
    visit.rest = next === 'NOTHING' ? undefined : piece.slice(end)
    if (isLast) visit.isLast = true
    if (!isSent) visits.hold(visit, 'STALLED')
    else if (next === 'OTHER') {
      const wasAnswered = requests > 0 || visit.state !== 'NEW'
      if (wasAnswered && !visit.isLast && beginsPlainRequest(visit.rest ?? '')) visits.readOn(visit, 'NEW')
      else visits.handOver(visit)
    } else if (next === 'LATER') {
      visits.hold(visit, 'DUE')
      inLaterLoopTurn(() => goOn(visit))
    } else if (visit.isLast) visits.end(visit)
    else visits.readOn(visit, 'IDLE')
  }

  /** Goes on with what waited for its turn, or for the client to read. */
  function goOn(visit: Visit): void {
    if (visits.has(visit)) serve(visit, visit.rest ?? '', countAnyhow)
  }

  function sent(visit: Visit): void {
    if (visit.state === 'STALLED') goOn(visit)
  }

  function ended(visit: Visit): void {
    visit.isLast = true
    if (isHeld(visit)) return
    if (visit.rest === undefined) visits.end(visit)
    else visits.handOver(visit)
  }
}

/** Answers that were put off are given whatever else this turn has. */
function countAnyhow(): boolean {
  countInLoopTurn()
  return true
}
