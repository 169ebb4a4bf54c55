import { once } from 'node:events'
import type { Server } from 'node:net'
import { DRAIN_MS } from '../core/http-limits.ts'
import type { Orders } from '../core/orders/orders.ts'
import { versionsOf } from '../core/orders/take-orders.ts'
import type { Random } from '../ports/clock.ts'
import type { ReadVitals } from '../ports/process-vitals.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { WorkerLink } from '../ports/worker-link.ts'
import { noTable } from './current-table.ts'
import type { GroupState } from './health-routes.ts'
import { stopListener } from './listener.ts'
import { openOrderIntake } from './order-intake.ts'
import { buildPublicListener, type PublicListenerParts } from './public-listener.ts'
import { startFromDisk, type StartFiles } from './start-from-disk.ts'
import { openCounts } from './worker-counts.ts'

export type WorkerParts = PublicListenerParts &
  StartFiles & {
    readonly link: WorkerLink
    /** Clock by which overrides end and slow starts go on. */
    readonly storeTime: StoreTime
    readonly random: Random
    readonly readVitals: ReadVitals
  }

/** Pause between reports, each of which asks for the live revision; jittered so that workers don't ask all at once. */
const REPORT_MS = 1_000
/** Longest wait for the agent. Then overrides and health on disk are used, and in a replacement the snapshot, too. */
const AGENT_PATIENCE_MS = 300

type ListenOn = Server | { readonly port: number; readonly host: string }

export type RedirectWorker = ReturnType<typeof buildWorker>

/** One redirect worker: listens once it has a table, then answers players and reports to the agent. */
export function buildWorker(parts: WorkerParts) {
  const { link, clock, storeTime, random, readVitals, accessLog, isReplacement } = parts
  const current = noTable()
  const { counts, forgetFormer } = openCounts()
  const group: GroupState = { ready: isReplacement, draining: false }
  const { app, handOver } = buildPublicListener(group, current, counts, parts)
  const intake = openOrderIntake(current, clock, storeTime, counts.timings.tableBuild)
  let hasStarted = false
  let cancelReport = (): void => undefined
  /** Connections at the previous report: the server tells their number a tick later, and a report doesn't wait. */
  let connections = 0
  const firstTable = Promise.withResolvers<void>()
  link.onOrders(accept)

  return {
    app,
    group,
    /** Number of the revision that it runs; undefined before the first. */
    revision: () => versionsOf(current.running).revision ?? undefined,
    /** Resolves when the worker accepts connections. Rejects with EADDRINUSE when another program has the port. */
    async start(listenOn: ListenOn): Promise<void> {
      report()
      clock.after(AGENT_PATIENCE_MS, () => void startFromDisk(current, parts, accept))
      await firstTable.promise
      await app.ready()
      app.server.listen(listenOn)
      await once(app.server, 'listening')
      hasStarted = true
      report()
    },
    /** Accepts again below the cap, on the socket that was asked for. */
    acceptAgain(listenOn: ListenOn): void {
      if (!group.draining) app.server.listen(listenOn)
    },
    /** Reports not ready from now on, and closes each connection with its answer. */
    drain(): void {
      group.draining = true
      report()
    },
    async stop(): Promise<void> {
      group.draining = true
      report()
      const cancel = clock.after(DRAIN_MS - 1_000, () => handOver?.stop())
      await stopListener(app.server, clock, DRAIN_MS - 500) // the primary kills after DRAIN_MS
      cancel()
      handOver?.stop()
      report() // counts the last requests
      cancelReport()
      intake.stop()
      accessLog.flush()
    },
  }

  function accept(orders: Orders): void {
    if (!intake.take(orders)) return
    if (current.running.kind === 'RUNS') firstTable.resolve()
    report()
  }

  function report(): void {
    cancelReport()
    forgetFormer(current.running.kind === 'RUNS' ? current.running.table : undefined)
    const state = group.draining ? 'DRAINING' : hasStarted ? 'READY' : 'STARTING'
    current.running.budgets?.moveTo(clock.nowMonoMs())
    const budgets = current.running.budgets?.demands() ?? []
    const vitals = { ...readVitals(), connections, accessLogDropped: accessLog.dropped() }
    link.report({
      state,
      ...versionsOf(current.running),
      clockOffsetMs: storeTime.offsetMs() ?? null,
      ...counts,
      vitals,
      budgets,
    })
    app.server.getConnections((_error, open) => (connections = open))
    cancelReport = clock.after(REPORT_MS * (0.5 + random()), report)
  }
}
