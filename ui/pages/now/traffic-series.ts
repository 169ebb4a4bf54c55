/** Answers of some time, by where they went. */
export type Counts = { readonly requests: number; readonly origin: number; readonly cdn: number; readonly refused: number }

/** Counts of a step. `endSeconds` is a multiple of `STEP_SECONDS` in Unix time; the running step has fewer seconds. */
export type Step = Counts & { readonly endSeconds: number; readonly seconds: number }

export type TrafficSeries = {
  /** Oldest first, of the last hour. */
  readonly steps: readonly Step[]
  /** Ticks of the last `RECENT_SECONDS`, newest last. */
  readonly recent: readonly Counts[]
}

export const STEP_SECONDS = 10
/** Ticks that the present rate is the mean of: one alone leaps. */
export const RECENT_SECONDS = 10
const HOUR_SECONDS = 3_600

export const noTraffic: TrafficSeries = { steps: [], recent: [] }

/** Adds what the workers reported within a second to the running step. Time is that of the node. */
export function addTick({ steps, recent }: TrafficSeries, tick: Counts, nowSeconds: number): TrafficSeries {
  const endSeconds = Math.ceil(nowSeconds / STEP_SECONDS) * STEP_SECONDS
  const last = steps.at(-1)
  const step =
    last?.endSeconds === endSeconds
      ? { ...sum(last, tick), endSeconds, seconds: Math.min(STEP_SECONDS, last.seconds + 1) }
      : { ...sum(tick), endSeconds, seconds: 1 }
  const before = steps.filter((one) => one.endSeconds < endSeconds && one.endSeconds > endSeconds - HOUR_SECONDS)
  return { steps: [...before, step], recent: [...recent, tick].slice(-RECENT_SECONDS) }
}

/** Puts the node's own steps in the place of those that were summed here; the running one goes on. */
export function joinHistory({ steps, recent }: TrafficSeries, told: readonly Step[]): TrafficSeries {
  const lastTold = told.at(-1)?.endSeconds ?? Number.NEGATIVE_INFINITY
  return { steps: [...told, ...steps.filter(({ endSeconds }) => endSeconds > lastTold)], recent }
}

/** Mean of the recent ticks, a second; undefined: none has come yet. */
export function recentRates({ recent }: TrafficSeries): Counts | undefined {
  return recent.length === 0 ? undefined : perSecondOf(sum(...recent), recent.length)
}

export function ratesOf(step: Step): Counts {
  return perSecondOf(step, step.seconds)
}

function perSecondOf({ requests, origin, cdn, refused }: Counts, seconds: number): Counts {
  return { requests: requests / seconds, origin: origin / seconds, cdn: cdn / seconds, refused: refused / seconds }
}

function sum(...all: readonly Counts[]): Counts {
  const of = (field: keyof Counts) => all.reduce((total, counts) => total + counts[field], 0)
  return { requests: of('requests'), origin: of('origin'), cdn: of('cdn'), refused: of('refused') }
}
