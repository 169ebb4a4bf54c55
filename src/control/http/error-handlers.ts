import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendError } from './send-error.ts'

/** Answers unknown paths, unreadable bodies and failures. `bodyLimit` is in bytes. */
export function addErrorHandlers(app: FastifyInstance, bodyLimit: number, onFailure: (error: unknown) => void): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { status, code, message } = wordError(error, request, bodyLimit)
    if (status >= 500) onFailure(error)
    // Fastify would close the connection after a body that is too large, before the handing worker could read the answer.
    return sendError(request, reply.removeHeader('connection'), status, code, message)
  })
  const refuseRoute = (request: FastifyRequest, reply: FastifyReply) => {
    const url = request.url.split('?', 1)[0] ?? ''
    // It takes a pattern, which a path of a client may not be; no route of ours has one of these characters.
    const allowed = /[*:]/.test(url) ? '' : routeMethods.filter((method) => app.hasRoute({ method, url })).join(', ')
    if (allowed === '') return sendError(request, reply, 404, 'NOT_FOUND', 'nothing is here; /docs has the routes')
    const message = `received ${request.method}, allowed are ${allowed}; /docs has the routes`
    return sendError(request, reply.header('Allow', allowed), 405, 'METHOD_NOT_ALLOWED', message)
  }
  // The body stays unread, since no role was checked.
  app.addHook('preParsing', async (request, reply) => {
    if (request.is404) return refuseRoute(request, reply)
    // Another charset would be read as UTF-8, and be no JSON.
    return isForeignText(request.headers['content-type']) ? sendError(request, reply, 415, ...mediaTypeRefused) : undefined
  })
  app.setNotFoundHandler(refuseRoute)
}

/** Methods that a route may have; Fastify adds HEAD where there is GET. */
const routeMethods = ['GET', 'HEAD', 'POST', 'PUT']

const mediaTypeRefused = ['MEDIA_TYPE_NOT_SUPPORTED', 'send the body as application/json, in UTF-8'] as const

/** True for a charset other than UTF-8, which JSON has to be in (RFC 8259 §8.1), and US-ASCII, which is a part of it. */
function isForeignText(contentType = ''): boolean {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]
  return charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset)
}

/** Words Fastify's own errors in terms of Sluice. */
function wordError(
  error: FastifyError,
  request: FastifyRequest,
  bodyLimit: number,
): { readonly status: number; readonly code: string; readonly message: string } {
  const status = error.statusCode ?? 500
  if (status === 413) {
    const remedy =
      'send less: leave out what is at its default, or a large configuration in parts, by upsertPool, upsertRule and upsertZone'
    return { status, code: 'BODY_TOO_LARGE', message: `the body is over ${bodyLimit} bytes; ${remedy}` }
  }
  if (status === 415) return { status, code: mediaTypeRefused[0], message: mediaTypeRefused[1] }
  if (status < 500) return { status, code: 'BAD_REQUEST', message: 'the body is not valid JSON; correct it' }
  request.log.error({ err: error }, 'a request failed')
  return {
    status: 500,
    code: 'INTERNAL',
    message: 'this is a bug of Sluice; the log has it under the request id in X-Request-Id',
  }
}
