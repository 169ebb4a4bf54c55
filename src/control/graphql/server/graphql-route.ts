import type { FastifyInstance, FastifyRequest } from 'fastify'
import { graphqlErrorBody } from '../../../core/error-body.ts'
import { endWithClient } from '../../../listener/half-close.ts'
import type { Caller } from '../../access/caller.ts'
import type { WatchSession } from '../../access/session-end.ts'
import { graphiqlFiles, graphiqlHeaders, graphiqlPage } from './graphiql.ts'
import type { GraphqlServer } from './graphql-server.ts'
import { addPageFiles } from '../../http/page-files.ts'
import { sendError } from '../../http/send-error.ts'

/** Adds `GET|POST /graphql`: queries, mutations, and subscriptions over Server-Sent Events; GraphiQL for a browser. */
export function addGraphqlRoute(
  app: FastifyInstance,
  server: GraphqlServer,
  callerOf: (request: FastifyRequest) => Caller,
  watchSession: WatchSession,
): void {
  addPageFiles(app, graphiqlFiles)
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    config: { isOpenFor: wantsGraphiql },
    handler: async (request, reply) => {
      if (wantsGraphiql(request)) return reply.headers(graphiqlHeaders).send(graphiqlPage)
      if (request.method === 'POST' && !holdsQuery(request.body))
        return sendError(
          request,
          reply,
          400,
          'BAD_REQUEST',
          'the body has to be a JSON object with a "query", a text; send one operation',
        )
      const response = await server.handleNodeRequestAndResponse(request, reply, { caller: callerOf(request), watchSession })
      if (response.headers.get('content-type')?.startsWith('text/event-stream') === true)
        endWithClient(request.raw.socket, reply.raw)
      for (const [name, value] of response.headers) reply.header(name, value)
      const refused = response.status >= 400 && response.body === null
      const body = refused
        ? graphqlErrorBody('NOT_ACCEPTABLE', 'accept application/json, or text/event-stream for a subscription')
        : response.body
      return reply.header('Cache-Control', 'no-store').status(response.status).send(body)
    },
  })
}

/** True for a browser's navigation, which needs no token: the page asks for one. */
function wantsGraphiql(request: FastifyRequest): boolean {
  const { query } = request.query as { query?: unknown }
  return request.method === 'GET' && query === undefined && (request.headers.accept ?? '').includes('text/html')
}

/** False for a list of operations, and for a persisted query, which sends only a hash. */
function holdsQuery(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string'
}
