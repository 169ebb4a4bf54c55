import type { IncomingMessage } from 'node:http'
import { CLIENT_ADDRESS_HEADER } from '../../core/client-address-header.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import type { Clock } from '../../ports/clock.ts'
import { highestRole, type Viewer } from '../../core/access/roles.ts'

/** Who asks, from where, and by which request. */
export type Caller = { readonly viewer: Viewer; readonly address: string; readonly requestId: string }

/** What a caller wants to change is recorded under these. */
export function attemptBy({ viewer, address, requestId }: Caller, clock: Clock): Attempt {
  return { actor: viewer.name, role: highestRole(viewer), address, requestId, at: clock.nowIso() }
}

/** What the redirect worker says that handed the request over: for the Unix socket alone, which nobody else reaches. */
export function readHandedAddress({ headers }: IncomingMessage): string {
  const handed = headers[CLIENT_ADDRESS_HEADER]
  return typeof handed === 'string' ? handed : 'unknown'
}
