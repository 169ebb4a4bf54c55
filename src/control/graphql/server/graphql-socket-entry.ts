import { randomUUID } from 'node:crypto'
import { CloseCode } from 'graphql-ws'
import { mayActAs } from '../../../core/access/roles.ts'
import type { AddressOf } from '../../../listener/client-address.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Enter } from '../../access/entrance.ts'
import { wordMissingRole } from '../../access/missing-role.ts'
import type { WatchSession } from '../../access/session-end.ts'
import type { SocketContext } from './graphql-socket-operation.ts'
import type { StreamCaps } from './stream-caps.ts'

export type SocketEntryParts = {
  readonly enter: Enter
  readonly addressOf: AddressOf
  readonly sockets: StreamCaps
  readonly watchSession: WatchSession
  readonly clock: Clock
  /** Called for a connection that was refused before it had a caller. */
  readonly onRefused: (code: string, address: string) => void
}

/** Time for a client to answer a close before its socket is cut. */
export const CLOSING_MS = 1_000
/** Code of RFC 6455's registry after which clients connect again later. After most codes of the protocol they don't. */
const TRY_AGAIN_LATER = 1013

/**
 * Checks the token of `connection_init`. Closes the socket with 4403 without a valid token or a role, and when the token expires
 * or is revoked. 4429: too many wrong tokens from this address, or too many open WebSockets. 1013: the token cannot be checked
 * now.
 */
export async function connect(
  { connectionParams, extra }: SocketContext,
  { enter, addressOf, sockets, watchSession, clock, onRefused }: SocketEntryParts,
): Promise<boolean> {
  const tokens = tokensOf(connectionParams)
  const headers = tokens.flatMap((token) => ['authorization', typeof token === 'string' ? token : ''])
  const address = addressOf(extra.request)
  const entry = await enter(address, headers, 'NOTHING')
  if (entry.kind === 'REFUSED') {
    extra.socket.close(CloseCode.TooManyInitialisationRequests, entry.message)
    onRefused('RATE_LIMITED', address)
    return false
  }
  if (entry.undecided !== undefined) {
    extra.socket.close(TRY_AGAIN_LATER, entry.undecided.message)
    return false
  }
  if (entry.viewer === undefined || !mayActAs(entry.viewer, 'viewer')) {
    const { viewer } = entry
    onRefused(viewer === undefined ? 'UNAUTHENTICATED' : 'FORBIDDEN', address)
    const why = viewer === undefined ? describeTokens(tokens) : wordMissingRole('viewer', viewer).message
    extra.socket.close(CloseCode.Forbidden, why)
    return false
  }
  extra.caller = { viewer: entry.viewer, address, requestId: randomUUID() }
  if (extra.socket.readyState !== extra.socket.OPEN) return false // it closed while its token was checked
  const taken = sockets.take(extra.caller)
  if (!taken.ok) {
    extra.socket.close(
      CloseCode.TooManyInitialisationRequests,
      'too many WebSockets of this identity, from this address or of all are open',
    )
    return false
  }
  extra.giveBack = taken.value
  extra.stopWatching = watchSession(entry.viewer, (reason) => {
    delete extra.caller // later messages on this socket have no caller
    extra.socket.close(CloseCode.Forbidden, reason)
    clock.after(CLOSING_MS, () => extra.socket.terminate())
  })
  return true
}

/** In any case of letters, as a header field is: many clients write `authorization`. Two are refused, as two header fields are. */
function tokensOf(params: SocketContext['connectionParams']): readonly unknown[] {
  return Object.entries(params ?? {}).flatMap(([name, value]) => (name.toLowerCase() === 'authorization' ? [value] : []))
}

/** Says why there is no caller; at most 123 bytes (RFC 6455 §5.5). */
function describeTokens(tokens: readonly unknown[]): string {
  if (tokens.length === 0) return 'connection_init has no token; send {"Authorization": "Bearer TOKEN"} as its payload'
  if (tokens.length > 1) return 'connection_init has more than one token; send one'
  return 'the token of connection_init is not valid, has expired or was revoked'
}
