import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorBody, graphqlErrorBody } from '../../core/error-body.ts'

/** Sends an error in the form of its route: GraphQL's own at `/graphql`, where `extensions` are added, the common one elsewhere. */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  extensions: object = {},
): FastifyReply {
  // The path decides, too: a request by a method that the route lacks has no `routeOptions.url`.
  const isGraphql = request.routeOptions.url === '/graphql' || request.url.split('?', 1)[0] === '/graphql'
  return reply
    .status(status)
    .header('Cache-Control', 'no-store')
    .send(isGraphql ? graphqlErrorBody(code, message, extensions) : errorBody(code, message))
}
