import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorBody, graphqlErrorBody } from '../../core/error-body.ts'
import type { Authenticate } from './authenticate.ts'
import { mayActAs, type Role, type Viewer } from './roles.ts'

/** Which role a request needs before its route is reached; undefined: open. GraphQL's fields ask for more themselves. */
export type RoleNeeded = (request: FastifyRequest) => Role | undefined

/** Lets through only who may: 401 without a valid token, 403 without the role. Before any body is read. */
export function addGuard(
  app: FastifyInstance,
  authenticate: Authenticate,
  roleNeeded: RoleNeeded,
): (request: FastifyRequest) => Viewer | undefined {
  const viewers = new WeakMap<FastifyRequest, Viewer>()
  app.addHook('onRequest', async (request, reply) => {
    const viewer = authenticate(request.raw.rawHeaders)
    if (viewer !== undefined) viewers.set(request, viewer)
    const needed = roleNeeded(request)
    if (needed === undefined) return undefined
    if (viewer === undefined)
      return refuse(
        request,
        reply.header('WWW-Authenticate', 'Bearer'),
        401,
        'UNAUTHENTICATED',
        'send "Authorization: Bearer TOKEN", once, with a valid token',
      )
    if (!mayActAs(viewer, needed))
      return refuse(request, reply, 403, 'FORBIDDEN', `the role ${needed} is needed; use a token that has it`)
    return undefined
  })
  return (request) => viewers.get(request)
}

function refuse(request: FastifyRequest, reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply
    .status(status)
    .header('Cache-Control', 'no-store')
    .send(isGraphqlRequest(request) ? graphqlErrorBody(code, message) : errorBody(code, message))
}

/** Whether the answer takes GraphQL's form. */
export function isGraphqlRequest(request: FastifyRequest): boolean {
  return /^\/graphql(?:\?|$)/.test(request.url)
}
