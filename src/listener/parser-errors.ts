import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { errorBody } from '../core/error-body.ts'
import { answerJson } from './answer-json.ts'
import { endWithAnswer } from './end-with-answer.ts'

/** The newest response of each connection: what is owed before an error of the parser may be told. */
export type OwedAnswers = WeakMap<Socket, ServerResponse>

/** The parser gave up on a connection: one answer in the usual form, after all that are owed there. */
export function answerParserError(error: Error & { code?: string }, socket: Socket, owed: OwedAnswers): void {
  const last = owed.get(socket)
  if (last === undefined || last.writableFinished) return tellParserError(error, socket, last)
  last.once('finish', () => tellParserError(error, socket, last))
  last.once('close', () => socket.destroySoon())
}

/** Answers what node:http would answer in its own form, or not at all. */
export function answerOddRequests(server: Server): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('Connection', 'close')
    answerJson(
      response,
      417,
      errorBody('EXPECTATION_FAILED', 'the only expectation that is met is 100-continue; leave the header out'),
    )
  })
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy())
    endWithError(socket, 405, 'METHOD_NOT_ALLOWED', 'received CONNECT, allowed are GET, HEAD, OPTIONS; this is no proxy')
  })
}

/** An error on a connection that has no response object, and its end. */
export function endWithError(socket: Duplex, status: number, code: string, message: string): void {
  const fields = { 'Access-Control-Allow-Origin': '*', ...(status === 405 ? { Allow: 'GET, HEAD, OPTIONS' } : {}) }
  endWithAnswer(socket, status, errorBody(code, message), fields)
}

/** Nothing follows an answer that has announced the end of the connection. */
function tellParserError(error: Error & { code?: string }, socket: Socket, last: ServerResponse | undefined): void {
  if (!socket.writable || error.code === 'ECONNRESET' || last?.shouldKeepAlive === false) socket.destroy()
  else endWithError(socket, ...parserFault(error.code))
}

function parserFault(code: string | undefined): readonly [status: number, code: string, message: string] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'HEADERS_TOO_LARGE', 'the request head is over 16 KiB; shorten the URL or the headers']
    case 'HPE_INVALID_VERSION':
    case 'HPE_PAUSED_H2_UPGRADE':
      return [505, 'HTTP_VERSION_NOT_SUPPORTED', 'received another version of HTTP, allowed are HTTP/1.0 and HTTP/1.1']
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'REQUEST_TIMEOUT', 'the request was not complete in time; send it at once']
    case undefined:
    default:
      return [400, 'BAD_REQUEST', 'this is not valid HTTP/1.1; correct the request']
  }
}
