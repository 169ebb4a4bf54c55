import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { sendError } from './send-error.ts'

/** Origins whose pages may use the admin API, as browsers name them: `https://admin.example.com`. */
export type AllowedOrigins = ReadonlySet<string>

/**
 * Tells by `Origin` whose page asks. `NOBODY`: a client other than a browser, or a request whose answer stays hidden from other
 * pages. `OWN`: a page of the host that was asked.
 */
export function pageBehind(
  { origin, host }: Pick<IncomingHttpHeaders, 'origin' | 'host'>,
  allowed: AllowedOrigins,
): 'NOBODY' | 'OWN' | 'ALLOWED' | 'FOREIGN' {
  if (origin === undefined) return 'NOBODY'
  if (allowed.has(origin)) return 'ALLOWED'
  return host !== undefined && URL.parse(origin)?.host === host.toLowerCase() ? 'OWN' : 'FOREIGN'
}

export const originRefused = [
  403,
  'ORIGIN_NOT_ALLOWED',
  'this Origin may not use the admin API; connect from a page that this host serves, or list the Origin in CORS_ORIGINS',
] as const

/** Headers that a page of another origin may read, beside those that every page may. */
const exposed = 'Age, ETag, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id'

/** Browsers keep it for ten minutes, so that an origin that is taken off the list is out soon. */
const preflight = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, If-Match',
  'Access-Control-Max-Age': '600',
}

/**
 * Refuses requests of foreign pages before anything else is checked, and tells browsers what allowed pages may do. Is added
 * before the guard, so that allowed pages can read its refusals, too. Health probes are always answered.
 */
export function addCrossOrigin(app: FastifyInstance, allowed: AllowedOrigins): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('Vary', 'Origin')
    const page = pageBehind(request.headers, allowed)
    if (page === 'FOREIGN' && request.routeOptions.config.probe === undefined) return sendError(request, reply, ...originRefused)
    if (page === 'ALLOWED')
      void reply.headers({ 'Access-Control-Allow-Origin': request.headers.origin, 'Access-Control-Expose-Headers': exposed })
    return undefined
  })
}

/** Answers preflight requests of allowed pages. Is added after the guard, so that they count like other requests. */
export function addPreflight(app: FastifyInstance, allowed: AllowedOrigins): void {
  app.addHook('onRequest', async (request, reply) => {
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
    if (!isPreflight || pageBehind(request.headers, allowed) !== 'ALLOWED') return undefined
    return reply.status(204).headers(preflight).send()
  })
}
