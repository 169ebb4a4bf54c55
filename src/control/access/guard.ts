import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify'
import { sendError } from '../send-error.ts'
import type { Authenticate } from './authenticate.ts'
import { mayActAs, type Role, type Viewer } from './roles.ts'

/** What a route says of itself: the role that it needs before anything else is looked at, or that everybody may ask. */
type RouteAccess = Role | 'OPEN' | ((request: FastifyRequest) => Role | 'OPEN')

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess
  }
}

/**
 * Lets through only who may: 401 without a valid token, 403 without the role, before any body is read. The role is the route's
 * own, so no other spelling of its path goes round it. A route that says nothing can't be added.
 */
export function addGuard(app: FastifyInstance, authenticate: Authenticate): (request: FastifyRequest) => Viewer | undefined {
  const viewers = new WeakMap<FastifyRequest, Viewer>()
  app.addHook('onRoute', ({ url, config }) => {
    if (config?.access === undefined) throw new Error(`the route ${url} does not say who may ask it`)
  })
  app.addHook('onRequest', async (request, reply) => {
    const viewer = authenticate(request.raw.rawHeaders)
    if (viewer !== undefined) viewers.set(request, viewer)
    if (request.is404) return undefined
    const needed = accessOf(request, request.routeOptions.config)
    if (needed === 'OPEN') return undefined
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

function accessOf(request: FastifyRequest, { access = 'admin' }: FastifyContextConfig): Role | 'OPEN' {
  return typeof access === 'function' ? access(request) : access
}
