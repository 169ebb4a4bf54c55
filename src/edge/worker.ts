import { once } from 'node:events'
import type { Server } from 'node:net'
import type { Orders } from '../core/orders/orders.ts'
import { runVersions } from '../core/orders/take-orders.ts'
import { nextEndEpochMs, noOverrides } from '../core/override/override.ts'
import { errorBody } from '../core/error-body.ts'
import { CLOCK_NOISE_MS } from '../core/clock-tolerance.ts'
import { DRAIN_MS } from '../core/http-limits.ts'
import type { TrustedProxies } from '../core/request/trusted-proxies.ts'
import { noTraffic } from '../core/traffic.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { ReadVitals } from '../ports/process-vitals.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { WorkerLink } from '../ports/worker-link.ts'
import { answerJson } from '../listener/answer-json.ts'
import { addressBehind, addressKeyBehind } from '../listener/client-address.ts'
import { capConnections } from './connection-cap.ts'
import { openControlShare } from './control-share.ts'
import { giveOrders, noTable } from './current-table.ts'
import { isControlPath, openHandOver } from './hand-over.ts'
import { addHealthRoutes, type GroupState } from './health-routes.ts'
import { buildListener, stopListener } from './listener.ts'
import { addRedirectRoute } from './redirect-route.ts'

export type WorkerParts = {
  readonly link: WorkerLink
  readonly snapshots: SnapshotStore
  readonly overrideFile: Pick<OverrideFile, 'read'>
  readonly clock: Clock
  /** The time by which overrides end. */
  readonly storeTime: StoreTime
  readonly random: Random
  readonly readVitals: ReadVitals
  /** Where the control process listens; undefined when `ADMIN_PORT` keeps its paths off the public listener. */
  readonly controlSocket: string | undefined
  /** More are not accepted: each costs memory and an open file. */
  readonly maxConnections: number
  /** Asks for the public listener's socket once more, for `acceptAgain`. */
  readonly askForSocket: () => void
  readonly trustedProxies: TrustedProxies
  /** Whether this process replaces one that died: it may start from the snapshot when the agent is away. */
  readonly isReplacement: boolean
}

/** Reports, and so asks for the live revision, this often; jittered so that workers don't ask all at once. */
const REPORT_MS = 1_000
/** How long it waits for the agent before it takes what is on disk: the overrides, and the snapshot where it is a replacement. */
const AGENT_PATIENCE_MS = 300

type ListenOn = Server | { readonly port: number; readonly host: string }

export type RedirectWorker = ReturnType<typeof buildWorker>

/** One redirect worker: listens once it has a table, then answers players and reports to the agent. */
export function buildWorker({
  link,
  snapshots,
  overrideFile,
  clock,
  storeTime,
  random,
  readVitals,
  controlSocket,
  maxConnections,
  askForSocket,
  trustedProxies,
  isReplacement,
}: WorkerParts) {
  const current = noTable()
  const traffic = noTraffic()
  const group: GroupState = { ready: isReplacement, draining: false }
  const app = buildListener(
    group,
    controlSocket === undefined ? undefined : (request, socket, head) => handOver?.takeSocket(request, socket, head),
  )
  const cap = capConnections(app.server, maxConnections, () => {
    if (!group.draining) askForSocket()
  })
  const handOver =
    controlSocket === undefined
      ? undefined
      : openHandOver({
          socketPath: controlSocket,
          state: group,
          addressOf: addressBehind(trustedProxies),
          clock,
          share: openControlShare(maxConnections),
          onConnection: (socket) => cap.count(socket),
        })
  addRedirectRoute(app, current, traffic, {
    clock,
    addressOf: addressBehind(trustedProxies),
    addressKeyOf: addressKeyBehind(trustedProxies),
  })
  addHealthRoutes(app, group, handOver)
  app.setNotFoundHandler(({ raw }, reply) => {
    reply.hijack()
    if (handOver !== undefined && isControlPath(raw.url ?? '')) handOver.relay(raw, reply.raw)
    else answerJson(reply.raw, 404, errorBody('NOT_FOUND', 'nothing is here; players ask GET /?video=URL'))
  })

  let hasStarted = false
  let cancelReport = (): void => undefined
  /** As they were at the report before: the server tells them a tick later, a report doesn't wait. */
  let connections = 0
  const firstTable = Promise.withResolvers<void>()
  let cancelEnd = (): void => undefined
  link.onOrders(accept)

  return {
    app,
    group,
    /** Resolves when the worker accepts connections. Rejects with EADDRINUSE when another program has the port. */
    async start(listenOn: ListenOn): Promise<void> {
      report()
      clock.after(AGENT_PATIENCE_MS, () => void startFromDisk())
      await firstTable.promise
      await app.ready()
      app.server.listen(listenOn)
      await once(app.server, 'listening')
      hasStarted = true
      report()
    },
    /** Accepts again after the cap, on the socket that was asked for. */
    acceptAgain(listenOn: ListenOn): void {
      if (!group.draining) app.server.listen(listenOn)
    },
    /** From now on not ready, and every answer closes its connection. */
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
      report() // its last requests
      cancelReport()
      cancelEnd()
    },
  }

  function accept(orders: Orders): void {
    const isMoved = hearOffset(orders.clockOffsetMs) // at another time other overrides hold
    const isChanged = giveOrders(current, orders, storeTime.nowEpochMs())
    if (!isChanged && !isMoved) return
    awaitEnd()
    if (current.running.kind === 'RUNS') firstTable.resolve()
    report()
  }

  /** Returns whether the store's time is another than was reckoned. */
  function hearOffset(offsetMs: number | undefined): boolean {
    if (offsetMs === undefined) return false
    const isMoved = Math.abs(offsetMs - (storeTime.offsetMs() ?? 0)) > CLOCK_NOISE_MS
    storeTime.heard(clock.nowEpochMs() + offsetMs)
    return isMoved
  }

  /** The end of an override waits for nobody: not for the agent, nor for a report. */
  function awaitEnd(): void {
    cancelEnd()
    const endEpochMs = current.running.kind === 'RUNS' ? nextEndEpochMs(current.running.active) : undefined
    if (endEpochMs === undefined) return
    cancelEnd = storeTime.at(endEpochMs, () => {
      giveOrders(current, {}, storeTime.nowEpochMs())
      awaitEnd()
    })
  }

  function report(): void {
    cancelReport()
    const state = group.draining ? 'DRAINING' : hasStarted ? 'READY' : 'STARTING'
    const vitals = { ...readVitals(), connections }
    link.report({ state, ...runVersions(current.running), clockOffsetMs: storeTime.offsetMs() ?? null, traffic, vitals })
    app.server.getConnections((_error, open) => (connections = open))
    cancelReport = clock.after(REPORT_MS * (0.5 + random()), report)
  }

  /** The overrides first: not one redirect without them. */
  async function startFromDisk(): Promise<void> {
    if (current.running.overrides === undefined) {
      const kept = await overrideFile.read().catch(() => undefined) // the agent will send some
      if (current.running.overrides === undefined) accept({ overrides: kept ?? noOverrides })
    }
    if (!isReplacement || current.running.compiled !== undefined) return
    const revision = await snapshots.newest().catch(() => undefined) // the agent will send one
    if (revision !== undefined) accept({ revision, as: 'LIVE' })
  }
}
