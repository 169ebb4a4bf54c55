import type { OwnRate } from './control-load.ts'
import { fade } from './fade.ts'

/** Counts of one process since its start, by the key of each CDN. */
export type CountedLoad = {
  /** Time of the counting by the clock of the process. */
  readonly countedMonoMs: number
  readonly given: ReadonlyMap<string, number>
  /** Those of the given that no CDN kept. */
  readonly saturated: ReadonlyMap<string, number>
  /** Part that a CDN keeps from now on, in percent; 100 where it is absent. */
  readonly keeps: ReadonlyMap<string, number>
}

/** Rates of this node's requests to CDNs, by what its workers count. A worker counts at every change of what CDNs keep. */
export type OwnRates = {
  hear(pid: number, counted: CountedLoad, nowMonoMs: number): void
  hearEnd(pid: number): void
  /** Whether the rates have been known: every process that there was had counted twice. */
  areKnown(): boolean
  /** Rates of these CDNs; others are forgotten. */
  ratesOf(cdns: readonly string[], nowMonoMs: number): ReadonlyMap<string, OwnRate>
}

/** A time between two counts. */
type Span = {
  readonly ms: number
  readonly endMonoMs: number
  readonly given: ReadonlyMap<string, number>
  readonly saturated: ReadonlyMap<string, number>
  readonly keeps: ReadonlyMap<string, number>
}

/** Spans of a process, the newest first. */
type Process = { readonly last: CountedLoad; spans: readonly Span[] }

/** Time over which a rate is smoothed, and the shorter ones that are believed at once when they tell of a jump. */
const WINDOWS_MS = [2_000, 1_000, 400]
/** Age of a span that no longer counts. */
const LONGEST_MS = 3_500
/** Difference from the smoothed rate that is a jump: this part of it, and so many deviations of chance. A rise is believed sooner. */
const JUMP = 0.1
const CHANCE = { rise: 2, fall: 3 }

export function openOwnRates(): OwnRates {
  const processes = new Map<number, Process>()
  /** Requests a second that last came to each CDN while it got some, and when that was. */
  const remembered = new Map<string, { readonly coming: number; readonly atMonoMs: number }>()
  let isKnown = false

  return {
    hear(pid, counted, nowMonoMs) {
      const known = processes.get(pid)
      processes.set(pid, {
        last: counted,
        spans: known === undefined ? [] : [spanOf(known.last, counted, nowMonoMs), ...known.spans],
      })
      forgetOld(nowMonoMs)
    },
    hearEnd: (pid) => void processes.delete(pid),
    areKnown: () => (isKnown ||= processes.size > 0 && [...processes.values()].every(({ spans }) => spans.length > 0)),
    ratesOf(cdns, nowMonoMs) {
      forgetOld(nowMonoMs)
      for (const cdn of remembered.keys()) if (!cdns.includes(cdn)) remembered.delete(cdn)
      const all = [...processes.values()].map(({ spans }) => spans)
      const windows = WINDOWS_MS.map((ms) => ({ ms, spans: all.map((spans) => newest(spans, ms)) }))
      return new Map(
        cdns.map((cdn) => [
          cdn,
          remember(cdn, chooseRate(windows.map(({ ms, spans }) => [ms, sumRates(cdn, spans)])), nowMonoMs),
        ]),
      )
    },
  }

  function forgetOld(nowMonoMs: number): void {
    for (const process of processes.values())
      process.spans = process.spans.filter(({ ms, endMonoMs }) => ms > 0 && nowMonoMs - endMonoMs < LONGEST_MS)
  }

  /** Fills in what came to a CDN that gets nothing, fading by and by: it keeps nothing, or is out of use. */
  function remember(cdn: string, { coming, ...rate }: KnownRate, nowMonoMs: number): OwnRate {
    if (coming !== undefined && rate.given > 0) remembered.set(cdn, { coming, atMonoMs: nowMonoMs })
    const last = remembered.get(cdn)
    return { ...rate, coming: last === undefined ? 0 : last.coming * fade(nowMonoMs - last.atMonoMs) }
  }
}

/** `coming` is undefined where the CDN kept nothing all the time. */
type KnownRate = Omit<OwnRate, 'coming'> & { readonly coming: number | undefined }

/** Chooses the rate of the longest time, which is the first, unless that of a shorter one tells of a jump. */
function chooseRate(rates: readonly (readonly [ms: number, rate: KnownRate])[]): KnownRate {
  const [[, slow] = [0, nothing], ...quicker] = rates
  const before = slow.coming ?? slow.given
  const jump = quicker.find(([ms, { given, coming = given }]) => {
    const perGiven = given === 0 ? 1 : coming / given // each request that was given stands for so many that came
    const chance = CHANCE[coming > before ? 'rise' : 'fall'] * Math.sqrt((Math.max(before, coming) * perGiven * 1_000) / ms)
    return Math.abs(coming - before) > Math.max(JUMP * before, chance)
  })
  return jump?.[1] ?? slow
}

const nothing: KnownRate = { given: 0, saturated: 0, coming: undefined }

/** Sums the rates of all processes, each by its own spans. One in which the CDN kept nothing counts as the others. */
function sumRates(cdn: string, processes: readonly (readonly Span[])[]): KnownRate {
  const sum = { given: 0, saturated: 0, coming: 0 }
  const known = { all: 0, keeping: 0 }
  for (const spans of processes) {
    const rate = rateOf(cdn, spans)
    if (rate === undefined) continue
    known.all += 1
    sum.given += rate.given
    sum.saturated += rate.saturated
    if (rate.coming === undefined) continue
    known.keeping += 1
    sum.coming += rate.coming
  }
  return { ...sum, coming: known.keeping === 0 ? undefined : (sum.coming * known.all) / known.keeping }
}

/** Gives the rate of one process; undefined without spans. */
function rateOf(cdn: string, spans: readonly Span[]): KnownRate | undefined {
  const sum = { ms: 0, keepingMs: 0, given: 0, saturated: 0, coming: 0 }
  for (const span of spans) {
    const keep = (span.keeps.get(cdn) ?? 100) / 100
    const [given, saturated] = [span.given.get(cdn) ?? 0, span.saturated.get(cdn) ?? 0]
    sum.ms += span.ms
    sum.given += given
    sum.saturated += saturated
    if (keep === 0) continue
    sum.keepingMs += span.ms
    sum.coming += (given - saturated) / keep
  }
  if (sum.ms === 0) return undefined
  const perSecond = (count: number, ms: number): number => (count * 1_000) / ms
  return {
    given: perSecond(sum.given, sum.ms),
    saturated: perSecond(sum.saturated, sum.ms),
    coming: sum.keepingMs === 0 ? undefined : perSecond(sum.coming, sum.keepingMs),
  }
}

/** The newest spans that make up so long together. */
function newest(spans: readonly Span[], ms: number): readonly Span[] {
  let sum = 0
  const end = spans.findIndex((span) => (sum += span.ms) >= ms)
  return end < 0 ? spans : spans.slice(0, end + 1)
}

function spanOf(last: CountedLoad, now: CountedLoad, endMonoMs: number): Span {
  return {
    ms: now.countedMonoMs - last.countedMonoMs,
    endMonoMs,
    given: countsSince(now.given, last.given),
    saturated: countsSince(now.saturated, last.saturated),
    keeps: last.keeps,
  }
}

function countsSince(now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...now].map(([key, count]) => [key, Math.max(0, count - (before.get(key) ?? 0))]))
}
