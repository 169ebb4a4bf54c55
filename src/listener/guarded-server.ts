import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorBody } from '../core/error-body.ts'
import { httpLimits, IDLE_MS } from '../core/http-limits.ts'
import { asksForSocket, badVersion, findHeadFault, toOriginForm, type HeadFault } from '../core/request/request-head.ts'
import { surviveAcceptErrors } from './accept-errors.ts'
import { answerJson } from './answer-json.ts'
import { answerHalfClosed } from './half-close.ts'
import { createServer, METHODS } from './node-http.ts'
import { afterOwed, mayBeAnswered, oweAnswer } from './owed-answers.ts'
import { answerOddRequests, answerParserError, endWithError } from './parser-errors.ts'
import { answerInTurn, occupy } from './pipelining.ts'
import { countInLoopTurn, inLaterLoopTurn, takeLoopTurn } from './loop-turn.ts'

/** Whether this process is stopping: every answer then tells the client to connect anew elsewhere. */
export type Draining = { draining: boolean }

/** Takes a connection that leaves HTTP for GraphQL's WebSocket; undefined: such a request is answered as plain HTTP. */
export type TakeSocket = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/**
 * Options for Fastify in every listener of Sluice: a server that refuses bad heads which node:http lets pass, and whose errors have
 * the common form.
 */
export function guardServer(state: Draining, takeSocket?: TakeSocket, options: ServerOptions = {}) {
  return {
    clientErrorHandler: (error: Error, socket: Socket) => answerParserError(error, socket),
    frameworkErrors: (_error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      reply.hijack()
      reply.raw.setHeader('Connection', 'close')
      answerJson(reply.raw, 400, errorBody('BAD_REQUEST', 'the path is not valid percent-encoding; correct the request'))
    },
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    serverFactory: (handler: (request: IncomingMessage, response: ServerResponse) => void): Server =>
      openServer(state, handler, takeSocket, options),
  }
}

/** No route has a schema for Fastify. Its own compilers are loaded with it: 50 ms of CPU in each process that starts. */
function noCompiler(): never {
  throw new Error('a route has a schema, which nothing compiles')
}

function openServer(
  state: Draining,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  takeSocket: TakeSocket | undefined,
  options: ServerOptions,
): Server {
  let stays: IncomingMessage | undefined
  const shouldUpgradeCallback = (request: IncomingMessage): boolean => {
    const leaves = takeSocket !== undefined && asksForSocket(request.url ?? '', request.headers.upgrade)
    if (!leaves) stays = request
    return leaves
  }
  const server = createServer({ ...httpLimits, shouldUpgradeCallback, ...options }, (request, response) => {
    const before = oweAnswer(request.socket, response)
    // A response without a socket waits behind earlier ones: its request was pipelined.
    if (response.socket !== null) begin(request, response, before)
    else answerInTurn(request.socket, () => answer(request, response, before))
  })
  server.timeout = IDLE_MS
  surviveAcceptErrors(server)
  // No limit on their number, since 16 KiB bound the head. Older parsers drop headers over a limit silently, and go on by the
  // dropped ones.
  server.maxHeadersCount = 0
  answerHalfClosed(server)
  answerOddRequests(server)
  if (takeSocket !== undefined) {
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      const fault = faultOf(request)
      socket.on('error', () => socket.destroy())
      afterOwed(socket, () => {
        if (fault === undefined) return takeSocket(request, socket, head)
        endWithError(socket, fault.status, fault.code, fault.message)
        socket.destroySoon()
      })
    })
  }
  return server

  function begin(request: IncomingMessage, response: ServerResponse, before: ServerResponse | undefined): void {
    if (takeLoopTurn()) return answer(request, response, before)
    const goOn = occupy(request.socket)
    inLaterLoopTurn(() => {
      countInLoopTurn()
      goOn()
      answer(request, response, before)
    })
  }

  function answer(request: IncomingMessage, response: ServerResponse, before: ServerResponse | undefined): void {
    if (response.writableEnded) return // its body broke while it waited for its turn
    if (!mayBeAnswered(response, before)) return
    // Node loses bytes that came in one piece with a refused request to leave HTTP: closing tells the client not to wait for their
    // answer.
    if (state.draining || request === stays) response.setHeader('Connection', 'close')
    const fault = faultOf(request)
    if (fault === undefined) {
      request.url = toOriginForm(request.url ?? '/')
      return handler(request, response)
    }
    response.setHeader('Connection', 'close')
    answerJson(response, fault.status, errorBody(fault.code, fault.message))
  }
}

const methods = new Set(METHODS)

/** Node's parser also reads RTSP, without telling; only a method that HTTP lacks shows it. */
function faultOf({ method = '', httpVersion, url = '', rawHeaders }: IncomingMessage): HeadFault | undefined {
  return methods.has(method) ? findHeadFault(httpVersion, url, rawHeaders) : badVersion
}
