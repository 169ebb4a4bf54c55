import type { IncomingMessage } from 'node:http'
import { CLIENT_ADDRESS_HEADER } from '../../core/client-address-header.ts'
import type { Attempt } from '../../core/config/lifecycle.ts'
import type { Clock } from '../../ports/clock.ts'
import { highestRole, type Viewer } from './roles.ts'

/** Who asks, from where, and by which request. */
export type Caller = { readonly viewer: Viewer; readonly address: string; readonly requestId: string }

/** What a caller wants to change is recorded under these. */
export function attemptBy({ viewer, address, requestId }: Caller, clock: Clock): Attempt {
  return { actor: viewer.name, role: highestRole(viewer), address, requestId, at: clock.nowIso() }
}

/** The peer's address; over the Unix socket, which has none, the one that the redirect worker saw. */
export function clientAddress({ socket, headers }: IncomingMessage): string {
  if (socket.remoteAddress !== undefined) return socket.remoteAddress
  const handed = headers[CLIENT_ADDRESS_HEADER]
  return typeof handed === 'string' && handed !== '' ? handed : 'unknown'
}
