import { openBlockChooser } from './block-chooser.ts'
import { copyRows, freeRow, moveRow, openRows, writeRow, type CopiedRows, type RowContent } from './request-rows.ts'

/** Most requests that a worker keeps. */
const MAX_KEPT = 20_000

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Kept requests of the last hour: of each minute one request in so many, a power of two. */
export type Reservoir = {
  /** Counts a request for a valid video URL. Returns whether it is to be kept. */
  isChosen(): boolean
  keep(content: RowContent): void
  countRefusal(code: string): void
  /** Begins the minutes that have come, and drops those that are over for an hour. To be called about once a second. */
  moveTo(nowMonoMs: number): void
  /** Copies what is kept of the minutes that reach into the window. */
  copy(windowSeconds: number, nowMonoMs: number): ReservoirCopy
}

export type ReservoirCopy = {
  readonly rows: CopiedRows
  readonly weights: readonly RowWeight[]
  readonly refused: readonly (readonly [code: string, requests: number])[]
  /** Time that was recorded. */
  readonly seconds: number
}

/** Rows one after the other, each of which stands for so many requests. */
export type RowWeight = { readonly rows: number; readonly weight: number }

type Minute = {
  readonly beganMonoMs: number
  /** Each request has the chance of one in 2 to this power to be kept. */
  level: number
  /** Requests for valid video URLs. */
  seen: number
  kept: number
  readonly refused: Map<string, number>
}

/**
 * Opens a reservoir that gives each request of a minute the same chance, one in 2^level. Once full, it drops each request with a
 * chance of one half, and the level rises. A minute that begins with three quarters free has a lower level.
 */
export function openReservoir(random: () => number, openedMonoMs: number, size = MAX_KEPT): Reservoir {
  const chooser = openBlockChooser(random)
  const rows = openRows(size)
  let used = 0
  let level = 0
  let present = minuteAt(openedMonoMs, level)
  let minutes: readonly Minute[] = [present]

  return {
    isChosen() {
      present.seen += 1
      return chooser.isChosen()
    },
    keep(content) {
      writeRow(rows, used, content)
      used += 1
      present.kept += 1
      if (used === size) thin()
      chooser.goOn(2 ** level)
    },
    countRefusal: (code) => void present.refused.set(code, (present.refused.get(code) ?? 0) + 1),
    moveTo,
    copy(windowSeconds, nowMonoMs) {
      moveTo(nowMonoMs)
      const first = minutes.findIndex(({ beganMonoMs }) => beganMonoMs + MINUTE_MS > nowMonoMs - windowSeconds * 1_000)
      const asked = minutes.slice(first)
      const count = asked.reduce((sum, { kept }) => sum + kept, 0)
      return {
        rows: copyRows(rows, used - count, used),
        weights: weightsOf(asked),
        refused: [...refusedIn(asked)],
        seconds: (nowMonoMs - (asked[0] ?? present).beganMonoMs) / 1_000,
      }
    },
  }

  /** Raises the level, and drops half of the requests that were chosen below it. */
  function thin(): void {
    level += 1
    retain((minute) => minute.level >= level || random() < 0.5)
    for (const minute of minutes) minute.level = Math.max(minute.level, level)
    if (used === size) thin()
  }

  function moveTo(nowMonoMs: number): void {
    const over = Math.floor((nowMonoMs - present.beganMonoMs) / MINUTE_MS)
    if (over > 0) beginMinute(present.beganMonoMs + over * MINUTE_MS)
  }

  /** Begins a minute, and drops those that began an hour before it. */
  function beginMinute(beganMonoMs: number): void {
    const isRecent = (minute: Minute): boolean => minute.beganMonoMs > beganMonoMs - HOUR_MS
    retain(isRecent)
    if (level > 0 && used < size / 4) {
      level -= 1
      chooser.beginAnew(2 ** level)
    }
    present = minuteAt(beganMonoMs, level)
    minutes = [...minutes.filter(isRecent), present]
  }

  /** Asks of each row whether it is kept, and closes the gaps. */
  function retain(isKept: (minute: Minute) => boolean): void {
    let [from, to] = [0, 0]
    for (const minute of minutes) {
      const [begin, end] = [to, from + minute.kept]
      for (; from < end; from += 1) {
        if (isKept(minute)) moveRow(rows, from, to++)
        else freeRow(rows, from)
      }
      minute.kept = to - begin
    }
    used = to
  }
}

function minuteAt(beganMonoMs: number, level: number): Minute {
  return { beganMonoMs, level, seen: 0, kept: 0, refused: new Map() }
}

/** The kept requests of a minute stand for all that it saw; for those of a minute that kept none the next ones do. */
function weightsOf(minutes: readonly Minute[]): readonly RowWeight[] {
  let waiting = 0
  return minutes.flatMap(({ seen, kept }) => {
    const requests = waiting + seen
    waiting = kept === 0 ? requests : 0
    return kept === 0 ? [] : [{ rows: kept, weight: requests / kept }]
  })
}

function refusedIn(minutes: readonly Minute[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const { refused } of minutes) for (const [code, count] of refused) sums.set(code, (sums.get(code) ?? 0) + count)
  return sums
}
