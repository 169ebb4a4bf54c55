import { httpLimits, STALLED_MS } from '../../core/http-limits.ts'
import type { Channel } from './transport.ts'

/** A connection while the fast tier has it. */
export type Visit = {
  readonly channel: Channel
  /**
   * `NEW`: it sent nothing yet, or the beginning of a request. `STALLED`: an answer waits for the client to read. `DUE`: it goes on in
   * the next turn.
   */
  state: 'NEW' | 'IDLE' | 'STALLED' | 'DUE'
  /** Period in which it came to this state. */
  since: number
  /** What came and is not answered yet, one character a byte. Only for the rest of one request the connection is read meanwhile. */
  rest: string | undefined
  /** Whether it ends once all is sent. */
  isLast: boolean
  isPrompt: boolean
  /** Where it stands among all visits, or `GONE`. */
  place: number
}

export const GONE = -1

/** Time between two looks at the connections. */
export const PERIOD_MS = 500

export function openVisit(channel: Channel, period: number, place: number): Visit {
  return { channel, state: 'NEW', since: period, rest: undefined, isLast: false, isPrompt: false, place }
}

/** Whether a connection has been in its state for as long as it may, one period more or less. */
export function isOverdue({ state, since }: Visit, period: number): boolean {
  return period - since > periods[state]
}

/**
 * A connection that is silent while a request is awaited goes to the parser, which bounds the time for a head. An idle one stays a
 * second longer than clients are told, as with node:http: a request may be on its way.
 */
const periods = {
  NEW: 1,
  IDLE: (httpLimits.keepAliveTimeout + 500) / PERIOD_MS,
  STALLED: STALLED_MS / PERIOD_MS,
  DUE: Infinity,
}

/** Whether the connection is not read. */
export function isHeld({ state }: Visit): boolean {
  return state === 'STALLED' || state === 'DUE'
}
