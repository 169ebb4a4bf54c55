import { REPORT_FRESH_MS, type NodeReport } from '../core/health/node-report.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { HealthReports } from '../ports/health-reports.ts'

export type ReportExchangeParts = {
  readonly healthReports: HealthReports
  readonly clock: Pick<Clock, 'nowMonoMs' | 'after'>
  readonly random: Random
  readonly events: Pick<EventBus, 'announceHealth' | 'onHealth'>
}

export type ReportExchangeSource = {
  /** Gives this node's report of now. */
  readonly own: () => NodeReport
  /** Tells whether the others have to know that this node is there, even if it checks nothing. */
  readonly isCounted: () => boolean
  /** Called after each exchange, with whether the store answered. */
  readonly onExchanged: (isAnswered: boolean) => void
}

/** Shares this node's report with the others, every two seconds and at once on news of its own. On a hint only reads theirs. */
export type ReportExchange = {
  start(): void
  stop(): void
  /** Shares the report at once, since a verdict has changed, and hints at it. */
  tellNews(): void
  /** Reports of the other nodes that are fresh. While the store is away they age. */
  others(): readonly NodeReport[]
  /** Number of nodes that had a fresh report when the store last answered, this one among them. */
  nodes(): number
}

const PAUSE_MS = 2_000
/** Time in which hints of other nodes are taken together. */
const GATHER_MS = 50
/** Least time between two readings because of hints. */
const HINT_PAUSE_MS = 500

export function openReportExchange(parts: ReportExchangeParts, source: ReportExchangeSource): ReportExchange {
  const { healthReports, clock, random, events } = parts
  // By chance, so that no two processes have the same.
  const sender = 1 + Math.floor(random() * (Number.MAX_SAFE_INTEGER - 1))
  let others: readonly NodeReport[] = []
  let heardMonoMs = clock.nowMonoMs()
  let [stopped, isBusy, hasNews, isHinted] = [false, false, false, false]
  let [nextMonoMs, nextShareMonoMs, nextHintMonoMs] = [Infinity, clock.nowMonoMs(), clock.nowMonoMs()]
  let cancel = (): void => undefined
  let unsubscribe = (): void => undefined

  return {
    start() {
      unsubscribe = events.onHealth((from) => {
        if (from === sender) return
        isHinted = true
        plan()
      })
      plan()
    },
    stop() {
      stopped = true
      unsubscribe()
      cancel()
    },
    tellNews() {
      hasNews = true
      plan()
    },
    nodes: () => others.length + 1,
    others: () => (clock.nowMonoMs() - heardMonoMs > REPORT_FRESH_MS ? [] : others),
  }

  /** Plans the next exchange, unless one comes sooner. */
  function plan(): void {
    const nowMonoMs = clock.nowMonoMs()
    const hintMonoMs = isHinted ? Math.max(nowMonoMs + GATHER_MS, nextHintMonoMs) : Infinity
    const atMonoMs = hasNews ? nowMonoMs : Math.min(nextShareMonoMs, hintMonoMs)
    if (stopped || isBusy || atMonoMs >= nextMonoMs) return
    nextMonoMs = atMonoMs
    cancel()
    cancel = clock.after(Math.max(0, atMonoMs - nowMonoMs), () => void exchange())
  }

  async function exchange(): Promise<void> {
    const isNews = hasNews
    const isShare = isNews || clock.nowMonoMs() >= nextShareMonoMs
    if (isHinted) nextHintMonoMs = clock.nowMonoMs() + HINT_PAUSE_MS
    ;[isBusy, hasNews, isHinted] = [true, false, false]
    const isAnswered = await ask(isShare)
    isBusy = false
    nextMonoMs = Infinity
    if (isShare) nextShareMonoMs = clock.nowMonoMs() + PAUSE_MS
    if (stopped) return
    plan()
    if (isNews && isAnswered) events.announceHealth(sender)
    source.onExchanged(isAnswered)
  }

  /** Resolves to whether the store answered. A node that checks nothing, and is not counted, has nothing to write. */
  async function ask(isShare: boolean): Promise<boolean> {
    const own = source.own()
    try {
      const reports = await (isShare && (own.verdicts.length > 0 || source.isCounted())
        ? healthReports.share(own)
        : healthReports.list())
      others = reports.filter(({ node }) => node !== own.node)
      heardMonoMs = clock.nowMonoMs()
      return true
    } catch {
      return false // the watcher of the store tells why
    }
  }
}
