import type { IncomingMessage } from 'node:http'
import { addressKey } from '../core/rate-limit/address-key.ts'
import { clientAddress, findBehind } from '../core/request/client-address.ts'
import { parseIpAddress, type IpAddress } from '../core/request/ip-address.ts'
import { isTrusted, type TrustedProxies } from '../core/request/trusted-proxies.ts'

/** What tells of the client of a request: its connection, and its header fields as names and values in turn. */
export type AskedBy = {
  readonly socket: { readonly remoteAddress?: string | undefined }
  readonly rawHeaders: readonly string[]
}

/** Tells the address of the client. */
export type AddressOf<Request = IncomingMessage> = (request: Request) => string

export function addressBehind(trusted: TrustedProxies): AddressOf<AskedBy> {
  return ({ socket, rawHeaders }) => clientAddress(socket.remoteAddress ?? '', rawHeaders, trusted)
}

/** Tells the key by which a client is counted. */
export function addressKeyBehind(trusted: TrustedProxies): AddressOf<AskedBy> {
  const addressOf = addressBehind(trusted)
  const keyOf: AddressOf<AskedBy> = (request) => addressKey(addressOf(request))
  return trusted.length > 0 ? keyOf : onceForSocket(keyOf) // without proxies all requests of a connection have one
}

/** Tells the address of the client, read; undefined once the connection is closed. */
export function ipAddressBehind(trusted: TrustedProxies): (request: AskedBy) => IpAddress | undefined {
  const peerOf = readPeers(trusted)
  return (request) => {
    const peer = peerOf(request)
    return peer?.isProxy === true ? findBehind(peer.address, request.rawHeaders, trusted) : peer?.address
  }
}

/** Tells whether a trusted proxy sent the request. */
export function isFromProxy(trusted: TrustedProxies): (request: AskedBy) => boolean {
  const peerOf = readPeers(trusted)
  return (request) => peerOf(request)?.isProxy === true
}

type Peer = { readonly address: IpAddress; readonly isProxy: boolean }

function readPeers(trusted: TrustedProxies): (request: AskedBy) => Peer | undefined {
  return onceForSocket(({ socket }) => {
    const address = parseIpAddress(socket.remoteAddress ?? '')
    return address && { address, isProxy: isTrusted(trusted, address) }
  })
}

/**
 * Works out once a connection what all its requests have in common, and keeps it at the socket: a weak map would take 0.5 µs of each
 * new connection, most of it by the garbage collector.
 */
function onceForSocket<Value>(valueOf: (request: AskedBy) => Value): (request: AskedBy) => Value {
  const known: unique symbol = Symbol('known of a connection')
  return (request) => {
    const socket: AskedBy['socket'] & { [known]?: Value } = request.socket
    return (socket[known] ??= valueOf(request))
  }
}
