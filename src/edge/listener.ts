import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { errorBody } from '../core/error-body.ts'
import { httpLimits } from '../core/http-limits.ts'
import { asksForSocket, findHeadFault, toOriginForm } from '../core/request/request-head.ts'
import type { Clock } from '../ports/clock.ts'
import { answerJson } from './answer-json.ts'
import { answerOddRequests, answerParserError, endWithError, type OwedAnswers } from './parser-errors.ts'

/** Whether this process is on its way out: every answer then tells the client to connect anew elsewhere. */
export type Draining = { draining: boolean }

/** Takes a connection that leaves HTTP for GraphQL's WebSocket; undefined: nobody does, it is answered as plain HTTP. */
export type TakeSocket = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** The public HTTP listener. Refuses heads that node:http lets pass; logs nothing per request. */
export function buildListener(state: Draining, takeSocket?: TakeSocket): FastifyInstance {
  const owed: OwedAnswers = new WeakMap()
  const app = fastify<Server>({
    clientErrorHandler: (error, socket) => answerParserError(error, socket, owed),
    logger: false,
    rewriteUrl: (request) => toOriginForm(request.url ?? '/'),
    routerOptions: { querystringParser: noQuery },
    serverFactory: (handler) => guardedServer(state, owed, handler, takeSocket),
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
  owed: OwedAnswers,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  takeSocket: TakeSocket | undefined,
): Server {
  const shouldUpgradeCallback = ({ url = '', headers }: IncomingMessage): boolean =>
    takeSocket !== undefined && asksForSocket(url, headers.upgrade)
  const server = createServer({ ...httpLimits, shouldUpgradeCallback }, (request, response) => {
    owed.set(request.socket, response)
    if (state.draining) response.setHeader('Connection', 'close')
    const fault = findHeadFault(request.httpVersion, request.url ?? '', request.rawHeaders)
    if (fault === undefined) return handler(request, response)
    response.setHeader('Connection', 'close')
    answerJson(response, fault.status, errorBody(fault.code, fault.message))
  })
  answerOddRequests(server)
  if (takeSocket !== undefined) {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const fault = findHeadFault(request.httpVersion, request.url ?? '', request.rawHeaders)
      if (fault === undefined) takeSocket(request, socket, head)
      else endWithError(socket, fault.status, fault.code, fault.message)
    })
  }
  return server
}
