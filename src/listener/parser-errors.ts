import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { errorBody } from '../core/error-body.ts'
import { answerJson } from './answer-json.ts'
import { endWithAnswer } from './end-with-answer.ts'
import { afterOwed, mayBeAnswered, newestAnswer, oweAnswer } from './owed-answers.ts'
import { rootMethodMessage, rootMethods, unknownRootMethod } from './root-methods.ts'

type ParserError = Error & {
  readonly code?: string
  /** The piece of the connection in which the parser gave up, and at which of its bytes. */
  readonly rawPacket?: Buffer
  readonly bytesParsed?: number
}
type Fault = readonly [status: number, code: string, message: string]

const badRequest: Fault = [400, 'BAD_REQUEST', 'this is not valid HTTP/1.1; correct the request']

/** Connections on which the parser has given up. Node emits the error again with every later piece. */
const givenUp = new WeakSet<Socket>()

/**
 * Answers once in the usual form when the parser gives up on a connection, after all earlier answers. Later bytes are read and
 * thrown away until the client goes or its time is up: closing at once might lose the answer.
 */
export function answerParserError(error: ParserError, socket: Socket): void {
  const isTimeout = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  if (givenUp.has(socket)) {
    if (isTimeout && socket.writableEnded) socket.destroy()
    return
  }
  if (!socket.writable || error.code === 'ECONNRESET') return socket.destroySoon()
  givenUp.add(socket)
  const last = newestAnswer(socket)
  const isOwn = last?.req.complete === false // the body of the newest request is bad: no second answer
  if (isOwn && !last.headersSent) {
    last.setHeader('Connection', 'close')
    const [status, code, message] = parserFault(error)
    return answerJson(last, status, errorBody(code, message))
  }
  const hasWaited = last?.writableFinished === false
  afterOwed(socket, () => {
    if (!isOwn) endWithError(socket, ...parserFault(error))
    // No timeout of Node's follows for a client that keeps its side open.
    if (isOwn || hasWaited || isTimeout) socket.destroySoon()
  })
}

/** Answers requests that node:http would answer in its own form, or not at all. */
export function answerOddRequests(server: Server): void {
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    if (!mayBeAnswered(response, oweAnswer(request.socket, response))) return
    response.setHeader('Connection', 'close')
    answerJson(
      response,
      417,
      errorBody('EXPECTATION_FAILED', 'the only expectation that is met is 100-continue; leave the header out'),
    )
  })
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy())
    afterOwed(socket, () => {
      endWithError(socket, 405, 'METHOD_NOT_ALLOWED', `received CONNECT, allowed are ${rootMethods}; this is no proxy`)
      socket.destroySoon()
    })
  })
}

/** Answers an error on a connection without a response object, and ends it. */
export function endWithError(socket: Duplex, status: number, code: string, message: string): void {
  const fields = { 'Access-Control-Allow-Origin': '*', ...(status === 405 ? { Allow: rootMethods } : {}) }
  endWithAnswer(socket, status, errorBody(code, message), fields)
}

function parserFault(error: ParserError): Fault {
  switch (error.code) {
    case 'HPE_INVALID_METHOD':
      return methodFault(error)
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'HEADERS_TOO_LARGE', 'the request head is over 16 KiB; shorten the URL or the headers']
    case 'HPE_INVALID_VERSION':
    case 'HPE_PAUSED_H2_UPGRADE':
      return [505, 'HTTP_VERSION_NOT_SUPPORTED', 'received another version of HTTP, allowed are HTTP/1.0 and HTTP/1.1']
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'REQUEST_TIMEOUT', 'the request was not complete in time; send it at once']
    case undefined:
    default:
      return badRequest
  }
}

function methodFault({ rawPacket, bytesParsed }: ParserError): Fault {
  const method = rawPacket && unknownRootMethod(rawPacket, bytesParsed ?? 0)
  return method === undefined ? badRequest : [405, 'METHOD_NOT_ALLOWED', rootMethodMessage(method)]
}
