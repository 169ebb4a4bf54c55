import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { CLIENT_ADDRESS_HEADER } from '../../core/client-address-header.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import type { Clock } from '../../ports/clock.ts'
import { highestRole, type Viewer } from '../../core/access/roles.ts'

export type Caller = { readonly viewer: Viewer; readonly address: string; readonly requestId: string }

/** Makes the attempt under which a change of this caller is recorded. */
export function attemptBy({ viewer, address, requestId }: Caller, clock: Clock): Attempt {
  return { actor: viewer.name, role: highestRole(viewer), address, requestId, at: clock.nowIso() }
}

/** Reads the client address that a redirect worker handed over. Only for the Unix socket, which nobody else reaches. */
export function readHandedAddress({ headers }: IncomingMessage): string {
  const handed = headers[CLIENT_ADDRESS_HEADER]
  return typeof handed === 'string' ? handed : 'unknown'
}

/** Describes who made a request that the guard has let in. */
export function callerFrom({ id }: FastifyRequest, viewer: Viewer | undefined, address: string): Caller {
  if (viewer === undefined) throw new Error('a route behind the guard was reached without a viewer')
  return { viewer, address, requestId: id }
}
