import { versionsOf, type Given, type Running } from '../core/orders/take-orders.ts'
import type { Random } from '../ports/clock.ts'
import type { ReadVitals } from '../ports/process-vitals.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { SecretSource } from '../ports/secret-source.ts'
import type { WorkerLink, WorkerReport } from '../ports/worker-link.ts'
import type { ListenOn } from './acceptors.ts'
import { awaitSecrets } from './await-secrets.ts'
import { noTable } from './current-table.ts'
import { openFactsGate } from './facts-gate.ts'
import type { GroupState } from './health-routes.ts'
import { openOrderIntake } from './order-intake.ts'
import { openRecorder } from './recorder.ts'
import { buildPublicListener, type PublicListenerParts } from './public-listener.ts'
import { openSecretFollower } from './secret-follower.ts'
import { startFromDisk, type StartFiles } from './start-from-disk.ts'
import { openCounts } from './worker-counts.ts'

export type WorkerParts = PublicListenerParts &
  StartFiles & {
    readonly link: WorkerLink
    /** Clock by which overrides end and slow starts go on. */
    readonly storeTime: StoreTime
    readonly secretSource: SecretSource
    readonly random: Random
    readonly readVitals: ReadVitals
  }

/** Pause between reports, each of which asks for the live revision; jittered so that workers don't ask all at once. */
const REPORT_MS = 1_000
/** The same where some CDN has a capacity: one that gets too much is relieved within two seconds. */
const LOAD_REPORT_MS = 500
/** Longest wait for the agent. Then overrides and health on disk are used, and in a replacement the snapshot, too. */
const AGENT_PATIENCE_MS = 300

export type RedirectWorker = ReturnType<typeof buildWorker>

/** One redirect worker: listens once it has a table, then answers players and reports to the agent. */
export function buildWorker(parts: WorkerParts) {
  const { link, clock, storeTime, secretSource, factsSource, random, readVitals, accessLog, isReplacement } = parts
  const current = noTable()
  const { counts, forgetFormer } = openCounts()
  const group: GroupState = { ready: isReplacement, draining: false }
  const recorder = openRecorder(current, parts)
  const { app, acceptors, ...listener } = buildPublicListener(group, current, counts, { ...parts, recorder })
  const intake = openOrderIntake(current, clock, storeTime, counts.timings.tableBuild)
  const secrets = openSecretFollower({ source: secretSource, clock, current, onChange: (read) => take({ secrets: read }) })
  let hasStarted = false
  let cancelReport = (): void => undefined
  /** Connections at the previous report: the server tells their number a tick later, and a report doesn't wait. */
  let connections = 0
  const firstTable = Promise.withResolvers<void>()
  const gate = openFactsGate(factsSource, clock, current, awaitSecrets(secrets, take))
  link.onOrders((orders) => gate.take(orders))

  return {
    app,
    group,
    /** Number of the revision that it runs; undefined before the first. */
    revision: () => versionsOf(current.running).revision ?? undefined,
    /** Resolves when the worker accepts connections. Rejects with EADDRINUSE when another program has the port. */
    async start(on: ListenOn): Promise<void> {
      report()
      clock.after(AGENT_PATIENCE_MS, () => void startFromDisk(current, parts, gate))
      await firstTable.promise
      await listener.listen(on)
      hasStarted = true
      report()
    },
    /** Accepts on one more socket, which was asked for. */
    acceptOn: (on: ListenOn): void => acceptors.listen(on),
    /** Reports not ready from now on, and closes each connection with its answer. */
    drain(): void {
      group.draining = true
      report()
    },
    async stop(): Promise<void> {
      group.draining = true
      report()
      await listener.stop()
      report() // counts the last requests
      cancelReport()
      for (const each of [intake, factsSource, secrets]) each.stop()
      accessLog.flush()
    },
  }

  function take(given: Given): void {
    const isChanged = intake.take(given)
    gate.narrow()
    if (isChanged && current.running.kind === 'RUNS') firstTable.resolve()
    if (isChanged) report()
  }

  function report(): void {
    cancelReport()
    recorder.follow()
    forgetFormer(current.running.kind === 'RUNS' ? current.running.table : undefined)
    link.report({
      state: group.draining ? 'DRAINING' : hasStarted ? 'READY' : 'STARTING',
      ...versionsOf(current.running),
      clockOffsetMs: storeTime.offsetMs() ?? null,
      ...counts,
      vitals: { ...readVitals(), connections, accessLogDropped: accessLog.dropped(), fastTier: listener.fastTier() },
      missingSecrets: listMissing(current.running),
      ...loadsOf(current.running, clock.nowMonoMs()),
    })
    acceptors.countConnections((open) => (connections = open))
    cancelReport = clock.after(pauseOf(current.running) * (0.5 + random()), report)
  }
}

/** Demand on budgets and load of CDNs, with the time of what is counted. */
function loadsOf({ budgets, load }: Running, nowMonoMs: number): Pick<WorkerReport, 'budgets' | 'loads' | 'countedMonoMs'> {
  budgets?.moveTo(nowMonoMs)
  const loads = load === undefined || load.loads.length === 0 ? {} : { loads: load.loads }
  return { countedMonoMs: nowMonoMs, budgets: budgets?.demands() ?? [], ...loads }
}

function pauseOf({ compiled }: Running): number {
  return compiled?.revision.config.cdns.some(({ capacity }) => capacity !== undefined) ? LOAD_REPORT_MS : REPORT_MS
}

function listMissing(running: Running): NonNullable<WorkerReport['missingSecrets']> {
  if (running.kind === 'WAITING') return []
  return [...running.conditions.signers.missing].map(([cdn, why]) => ({ cdn, why }))
}
