import { unknownFacts, type ClientFacts } from '../../src/core/geo/client-facts.ts'
import type { Client } from '../../src/core/request/client.ts'
import { parseIpAddress } from '../../src/core/request/ip-address.ts'

/** What a test says of a client; it may be asked for nothing else. */
export type ClientParts = Partial<ClientFacts> & {
  readonly network?: string
  readonly isIpv6?: boolean
  readonly address?: string
  readonly userAgent?: string
}

/** A client of which only this may be asked. Facts are looked up where one is given, and the others are unknown. */
export function clientWith({ network, isIpv6, address, userAgent, ...facts }: ClientParts): Client {
  const known = Object.keys(facts).length === 0 ? undefined : { ...unknownFacts, ...facts }
  return {
    network: () => network ?? refuse('network'),
    isIpv6: () => isIpv6 ?? refuse('address family'),
    address: () => (address === undefined ? refuse('address') : parseIpAddress(address)),
    facts: () => known ?? refuse('facts'),
    userAgent: () => userAgent ?? refuse('user agent'),
  }
}

function refuse(what: string): never {
  throw new Error(`the ${what} of a client was looked up`)
}

/** A client of which nothing is to be asked. */
export const nobody = clientWith({})

/** A client of one network, for what may ask for it. */
export const somebody = clientWith({ network: '192.0.2', isIpv6: false })
