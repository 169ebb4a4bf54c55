import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorBody } from '../core/error-body.ts'
import { httpLimits } from '../core/http-limits.ts'
import { asksForSocket, findHeadFault, toOriginForm } from '../core/request/request-head.ts'
import { answerJson } from './answer-json.ts'
import { answerOddRequests, answerParserError, endWithError, type OwedAnswers } from './parser-errors.ts'

/** Whether this process is on its way out: every answer then tells the client to connect anew elsewhere. */
export type Draining = { draining: boolean }

/** Takes a connection that leaves HTTP for GraphQL's WebSocket; undefined: nobody does, it is answered as plain HTTP. */
export type TakeSocket = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/**
 * What every listener of Sluice gives to Fastify: a server that refuses the heads that node:http lets pass, and whose errors all
 * have the common form.
 */
export function guardedServer(state: Draining, takeSocket?: TakeSocket, options: ServerOptions = {}) {
  const owed: OwedAnswers = new WeakMap()
  return {
    clientErrorHandler: (error: Error, socket: Socket) => answerParserError(error, socket, owed),
    frameworkErrors: (_error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      reply.hijack()
      answerJson(reply.raw, 400, errorBody('BAD_REQUEST', 'the path is not valid percent-encoding; correct the request'))
    },
    serverFactory: (handler: (request: IncomingMessage, response: ServerResponse) => void): Server =>
      openServer(state, owed, handler, takeSocket, options),
  }
}

function openServer(
  state: Draining,
  owed: OwedAnswers,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  takeSocket: TakeSocket | undefined,
  options: ServerOptions,
): Server {
  const shouldUpgradeCallback = ({ url = '', headers }: IncomingMessage): boolean =>
    takeSocket !== undefined && asksForSocket(url, headers.upgrade)
  const server = createServer({ ...httpLimits, shouldUpgradeCallback, ...options }, (request, response) => {
    owed.set(request.socket, response)
    if (state.draining) response.setHeader('Connection', 'close')
    const fault = findHeadFault(request.httpVersion, request.url ?? '', request.rawHeaders)
    if (fault === undefined) {
      request.url = toOriginForm(request.url ?? '/')
      return handler(request, response)
    }
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
