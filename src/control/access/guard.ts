import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendError } from '../http/send-error.ts'
import type { Enter } from './entrance.ts'
import { roleOfRoute } from './permissions.ts'
import { mayActAs, type Viewer } from '../../core/access/roles.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For which requests the route is open, whatever role the table has for the others. */
    isOpenFor?: (request: FastifyRequest) => boolean
    /** For monitors and balancers. `UNCOUNTED`: may be asked as often as anybody likes, and no token is looked at. */
    probe?: 'COUNTED' | 'UNCOUNTED'
  }
}

/**
 * Lets through only who may: 429 when there were too many, 401 without a valid token, 503 when nobody can say whether it is valid,
 * 403 without the role, before any body is read. The role is that of the route in the table of permissions, so no other spelling of its path goes round it. A route that isn't there can't be added.
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
      return sendError(request, reply, 403, 'FORBIDDEN', `the role ${needed} is needed; use a token that has it`)
    }
    return undefined
  })
  return (request) => viewers.get(request)
}
