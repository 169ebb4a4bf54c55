import { once } from 'node:events'
import type { FastifyInstance } from 'fastify'
import { errorBody } from '../core/error-body.ts'
import { DRAIN_MS } from '../core/http-limits.ts'
import { versionsOf } from '../core/orders/take-orders.ts'
import { answerJson } from '../listener/answer-json.ts'
import { addressBehind, addressKeyBehind } from '../listener/client-address.ts'
import type { AccessLog } from '../ports/access-log.ts'
import type { Clock, EveryMs } from '../ports/clock.ts'
import type { ReadLoopTurns } from '../ports/loop-turns.ts'
import type { FastTierVitals } from '../ports/worker-link.ts'
import { openAcceptorDemand } from './acceptor-demand.ts'
import { openAcceptors, type Acceptors, type ListenOn } from './acceptors.ts'
import { openClient, type ClientSources } from './client.ts'
import { capConnections } from './connection-cap.ts'
import { openControlShare } from './control-share.ts'
import type { CurrentTable } from './current-table.ts'
import { isControlPath, openHandOver } from './hand-over.ts'
import { addHealthRoutes, type GroupState } from './health-routes.ts'
import { openFastTier, type FastTier } from './fast-tier/fast-tier.ts'
import type { Transport } from './fast-tier/transport.ts'
import { buildListener, stopListener } from './listener.ts'
import type { Recorder } from './recorder.ts'
import { addRedirectRoute } from './redirect-route.ts'
import { openRedirects } from './redirects.ts'
import type { WorkerCounts } from './worker-counts.ts'

export type PublicListenerParts = ClientSources & {
  readonly clock: Clock
  readonly everyMs: EveryMs
  readonly accessLog: AccessLog
  /** Path of the control process's socket; undefined when `ADMIN_PORT` keeps the control paths off the public listener. */
  readonly controlSocket: string | undefined
  /** Most connections at once: each costs memory and an open file. */
  readonly maxConnections: number
  /** Asks for the public listener's socket once more. */
  readonly askForSocket: () => void
  /** Most acceptors on that socket. */
  readonly mostAcceptors: number
  readonly readTurns: ReadLoopTurns
  /** Called with an error of a request, which is a bug. */
  readonly onFailure: (error: unknown) => void
  /** Transport of the fast tier; undefined: there is none. */
  readonly transport: Promise<Transport | undefined>
  /** Version of the program. */
  readonly version: string
}

export type PublicListener = {
  readonly app: FastifyInstance
  readonly acceptors: Acceptors
  readonly fastTier: () => FastTierVitals
  /** Resolves when it accepts connections. */
  readonly listen: (on: ListenOn) => Promise<void>
  /** Resolves when the last connection is closed, within `DRAIN_MS`. */
  readonly stop: () => Promise<void>
}

const noFastTier: FastTierVitals = { transport: 'off', redirects: 0, handedOver: 0 }

/** Builds the listener of a worker with its routes: redirects, health, and the control paths, which it hands over. */
export function buildPublicListener(
  group: GroupState,
  current: CurrentTable,
  counts: WorkerCounts,
  parts: PublicListenerParts & { readonly recorder: Recorder },
): PublicListener {
  const { clock, accessLog, recorder, controlSocket, maxConnections, askForSocket, onFailure, trustedProxies, version } = parts
  const addressOf = addressBehind(trustedProxies)
  const app = buildListener(
    group,
    onFailure,
    controlSocket === undefined ? undefined : (request, socket, head) => handOver?.takeSocket(request, socket, head),
  )
  const acceptors = openAcceptors(app.server, () => {
    if (!group.draining) askForSocket()
  })
  const demand = openAcceptorDemand({ acceptors, most: parts.mostAcceptors, readTurns: parts.readTurns })
  const cap = capConnections(app.server, acceptors, maxConnections, demand.hear)
  const handOver =
    controlSocket === undefined
      ? undefined
      : openHandOver({
          socketPath: controlSocket,
          state: group,
          addressOf,
          clock,
          share: openControlShare(maxConnections),
          onConnection: (socket) => cap.count(socket),
        })
  const redirects = openRedirects(current, counts, {
    clock,
    accessLog,
    client: openClient(parts),
    recorder,
    addressKeyOf: addressKeyBehind(trustedProxies),
  })
  addRedirectRoute(app, redirects, () => ({
    version,
    isReady: group.ready && !group.draining,
    revision: versionsOf(current.running).revision ?? undefined,
    hasAdmin: handOver !== undefined,
  }))
  addHealthRoutes(app, group, handOver)
  app.setNotFoundHandler(({ raw }, reply) => {
    reply.hijack()
    if (handOver !== undefined && isControlPath(raw.url ?? '')) handOver.relay(raw, reply.raw)
    else answerJson(reply.raw, 404, errorBody('NOT_FOUND', 'nothing is here; players ask GET /?video=URL'))
  })
  let tier: FastTier | undefined
  let stopResting = (): void => undefined
  return { app, acceptors, listen, stop, fastTier: () => tier?.vitals() ?? noFastTier }

  async function listen(on: ListenOn): Promise<void> {
    await app.ready()
    const transport = await parts.transport
    if (transport !== undefined) {
      cap.leave()
      tier = openFastTier({ ...parts, transport, group, redirects, onOpen: cap.open, onClose: cap.close })
      acceptors.takeWith(tier.takeConnections)
    }
    acceptors.listen(on)
    await once(app.server, 'listening')
    stopResting = parts.everyMs(1_000, demand.rest)
  }

  async function stop(): Promise<void> {
    stopResting()
    const cancel = clock.after(DRAIN_MS - 1_000, () => handOver?.stop())
    // The primary kills after DRAIN_MS.
    await stopListener(acceptors, clock, DRAIN_MS - 500, () => {
      tier?.endAll()
      app.server.closeAllConnections()
    })
    cancel()
    handOver?.stop()
    tier?.stop()
  }
}
