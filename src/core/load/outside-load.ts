import type { Capacity } from '../config/capacity.ts'
import { fade } from './fade.ts'
import { leastAbove } from './keep-levels.ts'

/** A load that somebody else measured; exactly one of percent and mbps is a number. */
export type OutsideReport = { readonly percent: number | null; readonly mbps: number | null; readonly reportedAtEpochMs: number }

/** Conclusions of the last report that was believed, in parts of the capacity. */
export type HeardOutside = {
  readonly reportedAtEpochMs: number
  /** All of it. */
  readonly load: number
  /** Part that others use. */
  readonly others: number
  /** Part that would be used from here if the CDN kept all; 0 where the own requests tell it. */
  readonly coming: number
  /** Part that others leave; all where nothing tells them apart from here. */
  readonly room: number
}

/** State of a CDN when a report comes. */
export type HearingState = {
  readonly keepPercent: number
  readonly movedAtEpochMs: number
  readonly heard: HeardOutside | undefined
}

/** Age of the last move at which a report shows what came of it: exporters measure over some seconds, and tell it late. */
const SETTLED_MS = { ownKnown: 5_000, ownUnknown: 12_000 }
/** Longest time without believing a report, while moves follow each other. */
const LONGEST_DEAF_MS = 15_000
/** Age of a report at which it is no old one: the clock of the store was set back since the move. */
const SET_BACK_MS = 60_000
/** The most that a report may say, in capacities. */
const MOST = 10

/** Part of the capacity in use by a report; undefined where the capacity has no such bound. */
export function reportedLoad({ percent, mbps }: OutsideReport, { mbps: bound }: Capacity): number | undefined {
  if (percent !== null) return Math.min(percent / 100, MOST)
  return mbps === null || bound === null ? undefined : Math.min(mbps / bound, MOST)
}

/**
 * Concludes from a report what others use and what comes from here. A report that was made soon after a move is passed over: it tells
 * of the state before, and following it would move the CDN again and again. One above hard and above the one before is believed at
 * once where the own part is known. `own`: part used from here; undefined: not known.
 */
export function hearOutside(
  { load, reportedAtEpochMs }: { readonly load: number; readonly reportedAtEpochMs: number },
  own: number | undefined,
  { keepPercent, movedAtEpochMs, heard }: HearingState,
  { softPercent, hardPercent }: Capacity,
): HeardOutside {
  const sinceHeardMs = reportedAtEpochMs - (heard?.reportedAtEpochMs ?? reportedAtEpochMs)
  if (heard !== undefined && sinceHeardMs === 0) return heard
  const sinceMovedMs = reportedAtEpochMs - movedAtEpochMs
  const settledMs = own === undefined ? SETTLED_MS.ownUnknown : SETTLED_MS.ownKnown
  const isSetBack = sinceHeardMs < 0 || sinceMovedMs < -SET_BACK_MS
  const isUnsettled = !isSetBack && sinceMovedMs < settledMs && sinceHeardMs < LONGEST_DEAF_MS
  const isJump = own !== undefined && load * 100 > hardPercent && load > (heard?.load ?? 0)
  if (heard !== undefined && isUnsettled && !isJump) return heard
  const told = { reportedAtEpochMs, load }
  if (own !== undefined) {
    const others = Math.max(0, load - own)
    return { ...told, others, coming: 0, room: Math.max(0, 1 - others) }
  }
  if (keepPercent === 0) return { ...told, others: load, coming: (heard?.coming ?? 0) * fade(sinceHeardMs), room: 1 }
  const coming = (load * 100) / keepPercent
  // Below soft there is room for one level more, even if most of the load is that of others.
  const ofNext = hardPercent / leastAbove(keepPercent) - (hardPercent - softPercent) / 100
  return { ...told, others: 0, coming: load * 100 < softPercent ? Math.min(coming, ofNext) : coming, room: 1 }
}
