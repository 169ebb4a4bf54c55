import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendError } from '../http/send-error.ts'
import type { Enter } from './entrance.ts'
import { wordMissingRole } from './missing-role.ts'
import { roleOfRoute } from './permissions.ts'
import { mayActAs, type Viewer } from '../../core/access/roles.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for requests that need no role, whatever the table says of the route. */
    isOpenFor?: (request: FastifyRequest) => boolean
    /** Marks a route for monitors and balancers. `UNCOUNTED`: it has no rate limit, and tokens are ignored. */
    probe?: 'COUNTED' | 'UNCOUNTED'
  }
}

/**
 * Lets only permitted requests through, before any body is read. 429: too many requests; 401: no valid token; 503: the token
 * cannot be checked now; 403: the role is missing. The table of permissions goes by route, so another spelling of a path changes
 * nothing. A route that the table lacks cannot be added.
 */
export function addGuard(
  app: FastifyInstance,
  enter: Enter,
  addressOf: (request: FastifyRequest) => string,
): (request: FastifyRequest) => Viewer | undefined {
  const viewers = new WeakMap<FastifyRequest, Viewer>()
  app.addHook('onRoute', ({ url, method }) => {
    const forgotten = [method].flat().find((each) => roleOfRoute(each, url) === undefined)
    if (forgotten !== undefined) throw new Error(`the route ${forgotten} ${url} does not say who may ask it`)
  })
  app.addHook('onRequest', async (request, reply) => {
    const { isOpenFor, probe } = request.routeOptions.config
    if (probe === 'UNCOUNTED') return undefined
    const address = addressOf(request)
    const entry = await enter(address, request.raw.rawHeaders, probe === undefined ? 'REQUEST' : 'PROBE')
    void reply.headers(entry.headers)
    if (entry.kind === 'REFUSED') {
      request.log.warn({ address }, entry.message)
      return sendError(request, reply, 429, 'RATE_LIMITED', entry.message)
    }
    const { viewer } = entry
    if (viewer !== undefined) viewers.set(request, viewer)
    if (request.is404) return undefined
    const needed = roleOfRoute(request.method, request.routeOptions.url ?? '') ?? 'admin'
    if (needed === 'OPEN' || isOpenFor?.(request) === true) return undefined
    if (viewer === undefined && entry.undecided !== undefined) {
      return sendError(request, reply.header('Retry-After', '5'), 503, entry.undecided.code, entry.undecided.message)
    }
    if (viewer === undefined) {
      const message = 'send "Authorization: Bearer TOKEN", once, with a valid token'
      return sendError(request, reply.header('WWW-Authenticate', 'Bearer'), 401, 'UNAUTHENTICATED', message)
    }
    if (!mayActAs(viewer, needed)) {
      const { message, ...roles } = wordMissingRole(needed, viewer)
      return sendError(request, reply, 403, 'FORBIDDEN', message, roles)
    }
    return undefined
  })
  return (request) => viewers.get(request)
}
