import type { FastifyRequest } from 'fastify'
import { CLIENT_ADDRESS_HEADER } from '../core/client-address-header.ts'
import type { Attempt } from '../core/config/lifecycle.ts'
import type { Clock } from '../ports/clock.ts'
import { highestRole, type Viewer } from './access/roles.ts'

/** Who wants a change, for the audit trail. */
export function attemptOf(request: FastifyRequest, viewer: Viewer, clock: Clock): Attempt {
  return {
    actor: viewer.name,
    role: highestRole(viewer),
    address: clientAddress(request),
    requestId: request.id,
    at: clock.nowIso(),
  }
}

/** The peer's address; over the Unix socket, which has none, the one that the redirect worker saw. */
function clientAddress(request: FastifyRequest): string {
  const peer = request.raw.socket.remoteAddress
  if (peer !== undefined) return peer
  const handed = request.headers[CLIENT_ADDRESS_HEADER]
  return typeof handed === 'string' && handed !== '' ? handed : 'unknown'
}
