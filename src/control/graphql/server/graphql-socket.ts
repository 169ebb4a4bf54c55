import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CloseCode } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { graphqlErrorBody } from '../../../core/error-body.ts'
import { endWithAnswer } from '../../../listener/end-with-answer.ts'
import type { RequestLimits } from '../../access/request-limits.ts'
import { originRefused, pageBehind, type AllowedOrigins } from '../../http/cross-origin.ts'
import type { GraphqlServer } from './graphql-server.ts'
import { CLOSING_MS, connect, type SocketEntryParts } from './graphql-socket-entry.ts'
import { readOperation, prepare, omitStatus, type Params, type Socket } from './graphql-socket-operation.ts'

export type GraphqlSocketParts = SocketEntryParts & {
  readonly server: GraphqlServer
  readonly limits: RequestLimits
  readonly allowedOrigins: AllowedOrigins
}

export type GraphqlSocket = {
  /** Takes a connection that asks for an upgrade, or refuses it. */
  takeSocket(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
  closeSockets(): Promise<void>
}

/** Time for a client to send `connection_init` with its token. */
const INIT_MS = 3_000
const MAX_MESSAGE_BYTES = 262_144
/** Bound for a message that comes before the token was checked. */
const MAX_EARLY_MESSAGE_BYTES = 65_536
/** A client with more unread bytes than this is not read from until it reads. */
const MAX_UNREAD_BYTES = 8_388_608
/** Pings keep proxies from closing an idle connection, and find clients that are gone. */
const PING_MS = 12_000

/** Time for subscriptions that have just ended to say so before their socket is closed. */
const COMPLETING_MS = 50

/** Serves `graphql-transport-ws` at `/graphql`, with the same operations as over HTTP. */
export function openGraphqlSocket(parts: GraphqlSocketParts): GraphqlSocket {
  const { server, enter, addressOf, limits, allowedOrigins, clock, onRefused } = parts
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  /** Sockets whose token is still unchecked. `isOversized`: one sent a longer message than is allowed before the check. */
  const early = new WeakMap<WebSocket, { isOversized: boolean }>()
  const graphqlWs = useServer<Params, Socket>(
    {
      connectionInitWaitTimeout: INIT_MS,
      async onConnect(context) {
        const { socket } = context.extra
        if (early.get(socket)?.isOversized === true) return false // it is being closed
        const isWelcome = await connect(context, parts)
        if (isWelcome) early.delete(socket)
        return isWelcome
      },
      onClose({ extra }, code) {
        extra.stopWatching?.()
        extra.giveBack?.()
        if (code === CloseCode.ConnectionInitialisationTimeout) onRefused('UNAUTHENTICATED', addressOf(extra.request))
      },
      onSubscribe: (context, _id, params) => prepare(server, limits, context, params),
      onNext: (_context, _id, _payload, _args, { errors, data = null }) =>
        errors === undefined ? undefined : { data, errors: errors.map(omitStatus) },
      onError: (_context, _id, _payload, errors) => errors.map(omitStatus),
      execute: (args) => readOperation(args).execute(args),
      subscribe: (args) => readOperation(args).subscribe(args),
    },
    sockets,
    PING_MS,
  )
  sockets.on('wsClientError', (_error, socket, request) => {
    onRefused('BAD_REQUEST', addressOf(request))
    refuse(socket, 400, 'BAD_REQUEST', 'this is not a WebSocket handshake of version 13; correct it')
  })
  return {
    async takeSocket(request, socket, head) {
      socket.on('error', () => socket.destroy())
      // Most clients send their token later, on the socket. A token in a header is known by now, and counted by name.
      const admission = await enter(addressOf(request), request.rawHeaders, 'REQUEST')
      if (admission.kind === 'REFUSED') {
        onRefused('RATE_LIMITED', addressOf(request))
        return refuse(socket, 429, 'RATE_LIMITED', admission.message, admission.headers)
      }
      const refusal = findRefusal(request, allowedOrigins)
      if (refusal !== undefined) {
        onRefused(refusal[1], addressOf(request))
        return refuse(socket, ...refusal)
      }
      sockets.handleUpgrade(request, socket, head, (client) => {
        const state = { isOversized: false }
        early.set(client, state)
        socket.on('drain', () => {
          if (client.isPaused) client.resume()
        })
        client.on('message', (data: Buffer) => {
          // Instant answers, such as pongs, pile up here for a client that doesn't read: stop reading from it, too.
          if (client.bufferedAmount > MAX_UNREAD_BYTES) client.pause()
          if (data.length <= MAX_EARLY_MESSAGE_BYTES || !early.has(client)) return
          state.isOversized = true
          client.close(1009, `before the token is checked a message may have ${MAX_EARLY_MESSAGE_BYTES} bytes`)
        })
        sockets.emit('connection', client, request)
        // graphql-ws writes a client's faults to stderr; ws has closed the connection with the right code by then.
        client.removeAllListeners('error').on('error', () => undefined)
      })
    },
    async closeSockets() {
      if (sockets.clients.size > 0) await new Promise<void>((resolve) => void clock.after(COMPLETING_MS, resolve))
      const cancel = clock.after(CLOSING_MS, () => {
        for (const client of sockets.clients) client.terminate()
      })
      await graphqlWs.dispose()
      cancel()
    },
  }
}

/** Refuses pages of other origins, which would use a browser as their way in. Other clients send no `Origin`. */
function findRefusal(
  { headers }: IncomingMessage,
  allowed: AllowedOrigins,
): readonly [status: number, code: string, message: string] | undefined {
  if (headers['sec-websocket-protocol']?.split(',').some((name) => name.trim() === 'graphql-transport-ws') !== true) {
    return [400, 'SUBPROTOCOL_NOT_SUPPORTED', 'ask for the WebSocket subprotocol graphql-transport-ws']
  }
  return pageBehind(headers, allowed) === 'FOREIGN' ? originRefused : undefined
}

function refuse(
  socket: Duplex,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  endWithAnswer(socket, status, graphqlErrorBody(code, message), headers)
}
