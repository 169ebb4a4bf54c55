import type { IncomingMessage } from 'node:http'
import { clientAddress } from '../core/request/client-address.ts'
import type { TrustedProxies } from '../core/request/trusted-proxies.ts'

/** Says who asks. */
export type AddressOf = (request: IncomingMessage) => string

export function addressBehind(trusted: TrustedProxies): AddressOf {
  return ({ socket, rawHeaders }) => clientAddress(socket.remoteAddress ?? '', rawHeaders, trusted)
}
