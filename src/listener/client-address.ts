import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { addressKey } from '../core/rate-limit/address-key.ts'
import { clientAddress } from '../core/request/client-address.ts'
import type { TrustedProxies } from '../core/request/trusted-proxies.ts'

/** Tells the address of the client. */
export type AddressOf = (request: IncomingMessage) => string

export function addressBehind(trusted: TrustedProxies): AddressOf {
  return ({ socket, rawHeaders }) => clientAddress(socket.remoteAddress ?? '', rawHeaders, trusted)
}

/**
 * Tells the key by which a client is counted. Without proxies computed once a connection, since all its requests have one address.
 */
export function addressKeyBehind(trusted: TrustedProxies): AddressOf {
  const addressOf = addressBehind(trusted)
  const keyOf: AddressOf = (request) => addressKey(addressOf(request))
  if (trusted.length > 0) return keyOf
  const keys = new WeakMap<Socket, string>()
  return (request) => {
    const known = keys.get(request.socket)
    if (known !== undefined) return known
    const key = keyOf(request)
    keys.set(request.socket, key)
    return key
  }
}
