import type { NodeReport } from '../core/health/node-report.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { HealthReports } from '../ports/health-reports.ts'

export type ReportExchangeParts = {
  readonly healthReports: HealthReports
  readonly clock: Pick<Clock, 'nowMonoMs' | 'after'>
  readonly events: Pick<EventBus, 'announceHealth' | 'onHealth'>
}

export type ReportExchangeSource = {
  /** Gives this node's report of now. */
  readonly own: () => NodeReport
  /** Version of the set of now, for the hint. */
  readonly version: () => number
  /** Called after each exchange, with whether the store answered. */
  readonly onShared: (isAnswered: boolean) => void
}

/** Shares this node's report with the others: every two seconds, at once on news of its own, and on a hint. */
export type ReportExchange = {
  start(): void
  stop(): void
  /** Shares the report at once, since a verdict has changed, and hints at it. */
  tellNews(): void
  /** Reports of the other nodes that are fresh. While the store is away they age. */
  others(): readonly NodeReport[]
}

const PAUSE_MS = 2_000
/** Time in which hints of other nodes are taken together. */
const GATHER_MS = 50
/** Age at which a report counts no more, as in the store. */
const FRESH_MS = 15_000

export function openReportExchange(parts: ReportExchangeParts, source: ReportExchangeSource): ReportExchange {
  const { healthReports, clock, events } = parts
  let others: readonly NodeReport[] = []
  let heardMonoMs = clock.nowMonoMs()
  let [stopped, isSharing, hasNews, isHinted] = [false, false, false, false]
  let nextMonoMs = Number.POSITIVE_INFINITY
  let cancel = (): void => undefined
  let unsubscribe = (): void => undefined

  return {
    start() {
      unsubscribe = events.onHealth(() => {
        isHinted = isSharing
        plan(GATHER_MS)
      })
      plan(0)
    },
    stop() {
      stopped = true
      unsubscribe()
      cancel()
    },
    tellNews() {
      hasNews = true
      plan(0)
    },
    others: () => (clock.nowMonoMs() - heardMonoMs > FRESH_MS ? [] : others),
  }

  /** Plans the next exchange, unless one comes sooner. */
  function plan(delayMs: number): void {
    const atMonoMs = clock.nowMonoMs() + delayMs
    if (stopped || isSharing || atMonoMs >= nextMonoMs) return
    nextMonoMs = atMonoMs
    cancel()
    cancel = clock.after(delayMs, () => void share())
  }

  async function share(): Promise<void> {
    isSharing = true
    const isNews = hasNews
    hasNews = false
    isHinted = false
    const isAnswered = await exchange()
    isSharing = false
    nextMonoMs = Number.POSITIVE_INFINITY
    if (stopped) return
    plan(hasNews || isHinted ? GATHER_MS : PAUSE_MS)
    if (isNews && isAnswered) events.announceHealth(source.version())
    source.onShared(isAnswered)
  }

  /** Resolves to whether the store answered. */
  async function exchange(): Promise<boolean> {
    const own = source.own()
    try {
      const reports = await healthReports.share(own)
      others = reports.filter(({ node }) => node !== own.node)
      heardMonoMs = clock.nowMonoMs()
      return true
    } catch {
      return false // the watcher of the store tells why
    }
  }
}
