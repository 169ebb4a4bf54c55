import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { errorBody } from '../core/error-body.ts'
import { httpLimits } from '../core/http-limits.ts'
import { asksForSocket, findHeadFault, toOriginForm } from '../core/request/request-head.ts'
import type { Clock } from '../ports/clock.ts'
import { answerJson } from './answer-json.ts'

/** Whether this process is on its way out: every answer then tells the client to connect anew elsewhere. */
export type Draining = { draining: boolean }

/** Takes a connection that leaves HTTP for GraphQL's WebSocket; undefined: nobody does, it is answered as plain HTTP. */
export type TakeSocket = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** The public HTTP listener. Refuses heads that node:http lets pass; logs nothing per request. */
export function buildListener(state: Draining, takeSocket?: TakeSocket): FastifyInstance {
  const app = fastify<Server>({
    logger: false,
    rewriteUrl: (request) => toOriginForm(request.url ?? '/'),
    routerOptions: { querystringParser: noQuery },
    serverFactory: (handler) => guardedServer(state, handler, takeSocket),
    frameworkErrors: (_error, _request, reply) => {
      reply.hijack()
      answerJson(reply.raw, 400, errorBody('BAD_REQUEST', 'the path is not valid percent-encoding; correct the request'))
    },
    // The redirect worker stops by its own steps, see `stopListener`.
    forceCloseConnections: false,
  })
  // No route reads a body: one that belongs to a control path is piped on as it comes.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  app.setErrorHandler(({ statusCode = 500 }: FastifyError, _request, reply) => {
    reply.hijack()
    if (statusCode < 500)
      answerJson(reply.raw, statusCode, errorBody('BAD_REQUEST', 'the headers of the body are not valid; correct the request'))
    else answerJson(reply.raw, 500, errorBody('INTERNAL', 'this is a bug of Sluice; please report it with the request'))
  })
  return app
}

/** Stops accepting, ends idle connections as they become idle, and after `withinMs` the others too. */
export async function stopListener(server: Server, clock: Clock, withinMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancelDeadline = clock.after(withinMs, () => server.closeAllConnections())
    let cancelSweep = (): void => undefined
    const sweep = (): void => {
      server.closeIdleConnections()
      cancelSweep = clock.after(50, sweep)
    }
    server.close(() => {
      cancelDeadline()
      cancelSweep()
      resolve()
    })
    sweep()
  })
}

const emptyQuery: Record<string, unknown> = {}

/** The route reads the raw target itself. */
function noQuery(): Record<string, unknown> {
  return emptyQuery
}

function guardedServer(
  state: Draining,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  takeSocket: TakeSocket | undefined,
): Server {
  const shouldUpgradeCallback = ({ url = '', headers }: IncomingMessage): boolean =>
    takeSocket !== undefined && asksForSocket(url, headers.upgrade)
  const server = createServer({ ...httpLimits, shouldUpgradeCallback }, (request, response) => {
    if (state.draining) response.setHeader('Connection', 'close')
    const fault = findHeadFault(request.httpVersion, request.url ?? '', request.rawHeaders)
    if (fault === undefined) return handler(request, response)
    response.setHeader('Connection', 'close')
    answerJson(response, fault.status, errorBody(fault.code, fault.message))
  })
  server.on('clientError', answerParserError)
  if (takeSocket !== undefined) {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const fault = findHeadFault(request.httpVersion, request.url ?? '', request.rawHeaders)
      if (fault === undefined) takeSocket(request, socket, head)
      else endWithError(socket, fault.status, fault.code, fault.message)
    })
  }
  return server
}

/** The parser gave up on this connection: one answer in the usual form, unless bytes of another are already out. */
function answerParserError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET' || socket.bytesWritten > 0) {
    socket.destroy()
    return
  }
  endWithError(socket, ...parserFault(error.code))
}

/** An error on a connection that has no response object, and its end. */
function endWithError(socket: Duplex, status: number, code: string, message: string): void {
  const body = JSON.stringify(errorBody(code, message))
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\n` +
      `Cache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n${body}`,
  )
}

function parserFault(code: string | undefined): readonly [status: number, code: string, message: string] {
  if (code === 'HPE_HEADER_OVERFLOW')
    return [431, 'HEADERS_TOO_LARGE', 'the request head is over 16 KiB; shorten the URL or the headers']
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return [408, 'REQUEST_TIMEOUT', 'the request was not complete in time; send it at once']
  return [400, 'BAD_REQUEST', 'this is not valid HTTP/1.1; correct the request']
}
