import type { Capacity } from '../config/capacity.ts'
import { levelToward } from './keep-levels.ts'
import { moveKeeps, type ComingShares } from './move-keeps.ts'
import { hearOutside, reportedLoad, type HeardOutside, type OutsideReport } from './outside-load.ts'
import { isSameRoom, roomLevel } from './room-levels.ts'

/** Requests a second of all nodes to a CDN. */
export type OwnRate = {
  readonly given: number
  /** Those that came to it, whether or not it kept them. */
  readonly coming: number
  /** Those of the given that no CDN kept. They come however little it keeps. */
  readonly saturated: number
}

/** A CDN with a capacity, and what is known of its load now. */
export type LoadInput = {
  readonly key: string
  readonly capacity: Capacity
  /** Whether an operator has it in use: it keeps all then, and from there it falls once it is no longer so. */
  readonly isHeld: boolean
  readonly own: OwnRate
  /** Undefined: nobody reported, or the report is no longer valid. */
  readonly outside: OutsideReport | undefined
}

/** Fullness of a CDN, and what follows of it. */
export type CdnControl = {
  readonly keepPercent: number
  readonly roomPercent: number
  /** Part of the capacity in use; undefined while nothing tells. */
  readonly load: number | undefined
  /** Time at which keep or room last moved. */
  readonly movedAtEpochMs: number
  readonly heard: HeardOutside | undefined
}

export type Controls = ReadonlyMap<string, CdnControl>

/**
 * The most that the room of a CDN moves in a second, in percent of the capacity and as a part of it. So with the least that is left no
 * pool moves more than a tenth of its traffic for it, even if rooms go both ways.
 */
const MOST_ROOM_MOVED = 10
const MOST_PART_MOVED = 0.2

/** State of a CDN that keeps all. */
export const calm: CdnControl = { keepPercent: 100, roomPercent: 100, load: undefined, movedAtEpochMs: 0, heard: undefined }

/**
 * Gives the state a second later. The part that a CDN keeps falls from all at its soft load to nothing at its hard one, so at rest
 * load = hard - keep × (hard - soft). That is solved for the keep by what comes to the CDN, so that one step gets there.
 */
export function controlLoad(
  before: Controls,
  inputs: readonly LoadInput[],
  pools: readonly ComingShares[],
  nowEpochMs: number,
): Controls {
  const steps = inputs.map((input) => {
    const known = before.get(input.key) ?? calm
    return stepOf(input, input.isHeld ? { ...known, keepPercent: 100 } : known)
  })
  const keeps = moveKeeps(steps, pools)
  return new Map(
    steps.map(({ key, known, seen }) => {
      const keepPercent = keeps.get(key) ?? known.keepPercent
      const isMoved = keepPercent !== known.keepPercent || seen.roomPercent !== known.roomPercent
      return [key, { ...seen, keepPercent, movedAtEpochMs: isMoved ? nowEpochMs : known.movedAtEpochMs }]
    }),
  )
}

function stepOf({ key, capacity, isHeld, own, outside }: LoadInput, known: CdnControl) {
  const { requestsPerSecond, softPercent, hardPercent } = capacity
  const partOf = (rate: number): number => rate / (requestsPerSecond ?? Infinity)
  const given = requestsPerSecond === null ? undefined : partOf(own.given)
  const reported = outside && reportedLoad(outside, capacity)
  const heard =
    reported === undefined || outside === undefined
      ? undefined
      : hearOutside({ load: reported, reportedAtEpochMs: outside.reportedAtEpochMs }, given, known, capacity)
  const [soft, hard] = [softPercent / 100, hardPercent / 100]
  const others = partOf(own.saturated) + (heard?.others ?? 0)
  const coming = given === undefined ? (heard?.coming ?? 0) : partOf(own.coming)
  const load = given === undefined ? reported : Math.max(given, reported ?? 0)
  const wanted = (100 * (hard - others)) / (hard - soft + coming)
  return {
    key,
    known,
    from: known.keepPercent,
    isAboveHard: load !== undefined && load > hard,
    to: isHeld ? 100 : levelToward(wanted, known.keepPercent),
    seen: {
      load,
      heard,
      roomPercent: roomAfter(known.roomPercent, heard?.room ?? 1),
    },
  }
}

/** Moves the room toward what is free; less than a step moves nothing. */
function roomAfter(percent: number, room: number): number {
  if (isSameRoom(room * 100, percent)) return percent
  const wanted = roomLevel(room * 100)
  const most = Math.max(1, Math.min(MOST_ROOM_MOVED, Math.floor(percent * MOST_PART_MOVED)))
  return Math.max(percent - most, Math.min(percent + most, wanted))
}
