import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { addressKey } from '../core/rate-limit/address-key.ts'
import { clientAddress } from '../core/request/client-address.ts'
import { clientNetwork } from '../core/request/client-network.ts'
import type { TrustedProxies } from '../core/request/trusted-proxies.ts'

/** Tells the address of the client. */
export type AddressOf = (request: IncomingMessage) => string

export function addressBehind(trusted: TrustedProxies): AddressOf {
  return ({ socket, rawHeaders }) => clientAddress(socket.remoteAddress ?? '', rawHeaders, trusted)
}

/** Tells the key by which a client is counted. */
export function addressKeyBehind(trusted: TrustedProxies): AddressOf {
  return derivedBehind(trusted, addressKey)
}

/** Tells the network of the client. */
export function networkBehind(trusted: TrustedProxies): AddressOf {
  return derivedBehind(trusted, clientNetwork)
}

/** Tells whether the address of the client is of IPv6; IPv4 in IPv6 is IPv4. */
export function isIpv6Behind(trusted: TrustedProxies): (request: IncomingMessage) => boolean {
  return derivedBehind(trusted, (address) => address.includes(':'))
}

/** Derives a value from the address. Without proxies computed once a connection, since all its requests have one address. */
function derivedBehind<Value extends string | boolean>(
  trusted: TrustedProxies,
  derive: (address: string) => Value,
): (request: IncomingMessage) => Value {
  const addressOf = addressBehind(trusted)
  const keyOf = (request: IncomingMessage): Value => derive(addressOf(request))
  if (trusted.length > 0) return keyOf
  const keys = new WeakMap<Socket, Value>()
  return (request) => {
    const known = keys.get(request.socket)
    if (known !== undefined) return known
    const key = keyOf(request)
    keys.set(request.socket, key)
    return key
  }
}
