import type { KnownCdn } from '../core/health/combine.ts'
import type { KeptHealth } from '../core/health/kept-health.ts'
import type { NodeReport } from '../core/health/node-report.ts'
import type { HealthEvents } from '../ports/health-events.ts'
import type { HealthView } from '../ports/health-view.ts'
import { openEventRecord } from './event-record.ts'
import { openHealthChecker, type HealthCheckerParts } from './health-checker.ts'
import { openHealthKnowledge, type HealthKnowledge, type HealthKnowledgeParts } from './health-knowledge.ts'
import { openHealthRecord, type HealthRecordParts } from './health-record.ts'
import { openHealthView } from './health-view.ts'
import { openReportExchange, type ReportExchangeParts } from './report-exchange.ts'

export type HealthKeeperParts = Omit<HealthCheckerParts, 'onVerdict' | 'keptCdns'> &
  HealthKnowledgeParts &
  HealthRecordParts &
  ReportExchangeParts & {
    /** Name of this node. */
    readonly node: string
    readonly healthEvents: Pick<HealthEvents, 'add'>
  }

/** Knows the CDNs' health: checks them, combines what all nodes say, and keeps that over restarts. */
export type HealthKeeper = Pick<HealthKnowledge, 'current' | 'canaryTrouble'> & {
  start(): void
  /** Ends, and resolves when what is known is on disk. */
  stop(): Promise<void>
  /** Takes up the live revision and the canary of now. */
  followRevisions(): void
  /** Number of nodes that share the store, while some CDN has a capacity. */
  nodes(): number
  readonly view: HealthView
}

/** Time in which changes of verdicts are taken together. */
const GATHER_MS = 50

export function openHealthKeeper(parts: HealthKeeperParts): HealthKeeper {
  const { node, clock } = parts
  const checker = openHealthChecker({ ...parts, keptCdns: parts.keptHealth?.cdns ?? [], onVerdict: hearVerdict })
  const history = openEventRecord(parts.healthEvents, parts.keptHealth?.waiting ?? [])
  const knowledge = openHealthKnowledge({
    ...parts,
    onHealth(changes) {
      history.put(changes)
      parts.onHealth(changes)
    },
  })
  const exchange = openReportExchange(parts, {
    own: ownReport,
    isCounted: () => parts.revisions.current()?.config.cdns.some(({ capacity }) => capacity !== undefined) ?? false,
    onExchanged(isAnswered) {
      isAway = !isAnswered
      settle()
      if (isAnswered) void history.write()
    },
  })
  const record = openHealthRecord(parts, () => ({
    set: knowledge.current(),
    cdns: knowledge.list().map(keptCdn),
    waiting: isAway || stopped ? history.list() : [], // else the store has them sooner than the disk
  }))
  let [stopped, isAway, toldSuspicion] = [false, true, false]
  let cancelGather: (() => void) | undefined

  return {
    start: () => exchange.start(),
    stop() {
      cancelGather?.()
      if (cancelGather !== undefined) settle()
      stopped = true
      for (const one of [exchange, checker]) one.stop()
      return record.stop()
    },
    followRevisions() {
      const checked = knowledge.followRevisions()
      if (checked === undefined || stopped) return
      checker.follow(checked)
      settle()
    },
    nodes: () => exchange.nodes(),
    current: () => knowledge.current(),
    canaryTrouble: () => knowledge.canaryTrouble(),
    view: openHealthView({ checker, live: () => parts.revisions.current(), toldOf: (cdn) => knowledge.toldOf(cdn), settle }),
  }

  function hearVerdict(): void {
    cancelGather ??= clock.after(GATHER_MS, () => {
      cancelGather = undefined
      settle()
      exchange.tellNews()
    })
  }

  /** Takes up what is known now. */
  function settle(): void {
    if (stopped) return
    const suspicion = checker.suspicion()
    if (suspicion !== undefined && !toldSuspicion) parts.onProblem(suspicion)
    toldSuspicion = suspicion !== undefined
    knowledge.hear([ownReport(), ...exchange.others()])
    record.keep()
  }

  function ownReport(): NodeReport {
    return { node, verdicts: checker.verdicts() }
  }

  function keptCdn({ key, baseUrl, told }: KnownCdn): KeptHealth['cdns'][number] {
    return { key, baseUrl, told, byFamily: checker.judgementsOf({ key, baseUrl }) }
  }
}
