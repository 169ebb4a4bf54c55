import type { FastifyInstance } from 'fastify'
import { errorBody } from '../core/error-body.ts'
import { versionsOf } from '../core/orders/take-orders.ts'
import type { TrustedProxies } from '../core/request/trusted-proxies.ts'
import { answerJson } from '../listener/answer-json.ts'
import { addressBehind, addressKeyBehind, isIpv6Behind, networkBehind } from '../listener/client-address.ts'
import type { AccessLog } from '../ports/access-log.ts'
import type { Clock } from '../ports/clock.ts'
import { capConnections } from './connection-cap.ts'
import { openControlShare } from './control-share.ts'
import type { CurrentTable } from './current-table.ts'
import { isControlPath, openHandOver, type HandOver } from './hand-over.ts'
import { addHealthRoutes, type GroupState } from './health-routes.ts'
import { buildListener } from './listener.ts'
import { addRedirectRoute } from './redirect-route.ts'
import type { WorkerCounts } from './worker-counts.ts'

export type PublicListenerParts = {
  readonly clock: Clock
  readonly accessLog: AccessLog
  /** Path of the control process's socket; undefined when `ADMIN_PORT` keeps the control paths off the public listener. */
  readonly controlSocket: string | undefined
  /** Most connections at once: each costs memory and an open file. */
  readonly maxConnections: number
  /** Asks for the public listener's socket once more. */
  readonly askForSocket: () => void
  /** Called with an error of a request, which is a bug. */
  readonly onFailure: (error: unknown) => void
  readonly trustedProxies: TrustedProxies
  /** Version of the program. */
  readonly version: string
}

/** Builds the listener of a worker with its routes: redirects, health, and the control paths, which it hands over. */
export function buildPublicListener(
  group: GroupState,
  current: CurrentTable,
  counts: WorkerCounts,
  { clock, accessLog, controlSocket, maxConnections, askForSocket, onFailure, trustedProxies, version }: PublicListenerParts,
): { readonly app: FastifyInstance; readonly handOver: HandOver | undefined } {
  const addressOf = addressBehind(trustedProxies)
  const app = buildListener(
    group,
    onFailure,
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
          addressOf,
          clock,
          share: openControlShare(maxConnections),
          onConnection: (socket) => cap.count(socket),
        })
  addRedirectRoute(app, current, counts, {
    clock,
    accessLog,
    networkOf: networkBehind(trustedProxies),
    isIpv6: isIpv6Behind(trustedProxies),
    addressKeyOf: addressKeyBehind(trustedProxies),
    nodeFacts: () => ({
      version,
      isReady: group.ready && !group.draining,
      revision: versionsOf(current.running).revision ?? undefined,
      hasAdmin: handOver !== undefined,
    }),
  })
  addHealthRoutes(app, group, handOver)
  app.setNotFoundHandler(({ raw }, reply) => {
    reply.hijack()
    if (handOver !== undefined && isControlPath(raw.url ?? '')) handOver.relay(raw, reply.raw)
    else answerJson(reply.raw, 404, errorBody('NOT_FOUND', 'nothing is here; players ask GET /?video=URL'))
  })
  return { app, handOver }
}
