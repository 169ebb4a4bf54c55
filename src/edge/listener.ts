import type { Server } from 'node:http'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { errorBody } from '../core/error-body.ts'
import { answerJson } from '../listener/answer-json.ts'
import { guardServer, type Draining, type TakeSocket } from '../listener/guarded-server.ts'
import type { Clock } from '../ports/clock.ts'
import type { Acceptors } from './acceptors.ts'

/** The public HTTP listener. Refuses heads that node:http lets pass; logs nothing per request. */
export function buildListener(state: Draining, onFailure: (error: unknown) => void, takeSocket?: TakeSocket): FastifyInstance {
  const app = fastify<Server>({
    // A request with an empty body needs no stream, which would cost as much as the redirect. No route here waits for its end.
    ...guardServer(state, takeSocket, { optimizeEmptyRequests: true }),
    logger: false,
    genReqId: () => '', // no request is logged
    routerOptions: { querystringParser: noQuery },
    // The redirect worker stops by its own steps, see `stopListener`.
    forceCloseConnections: false,
  })
  // No route reads a body: on a control path it is piped on as it comes.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { statusCode = 500 } = error
    reply.hijack()
    if (statusCode >= 500) onFailure(error)
    if (statusCode < 500)
      answerJson(reply.raw, statusCode, errorBody('BAD_REQUEST', 'the headers of the body are not valid; correct the request'))
    else answerJson(reply.raw, 500, errorBody('INTERNAL', 'this is a bug of Sluice; please report it with the request'))
  })
  return app
}

/**
 * Stops accepting. A connection ends with the answer to its next request, which carries `Connection: close`, or after its
 * keep-alive time. Idle connections stay open, unlike with `http.Server.close`: a client may be writing its next request, which
 * would be lost. `cut` cuts what is left after `withinMs`.
 */
export async function stopListener(acceptors: Acceptors, clock: Clock, withinMs: number, cut: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancelDeadline = clock.after(withinMs, cut)
    acceptors.close(() => {
      cancelDeadline()
      resolve()
    })
  })
}

const emptyQuery: Record<string, unknown> = {}

/** The route reads the raw target itself. */
function noQuery(): Record<string, unknown> {
  return emptyQuery
}
