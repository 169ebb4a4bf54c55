import type { ClientFacts } from '../geo/client-facts.ts'
import type { Client } from './client.ts'
import { clientNetwork } from './client-network.ts'
import type { IpAddress } from './ip-address.ts'

/** A client without a request, as somebody asks about it: its address, what is known of that, and a user agent. */
export function knownClient(address: IpAddress | undefined, facts: ClientFacts, userAgent: string): Client {
  return {
    network: () => clientNetwork(address),
    isIpv6: () => address?.kind() === 'ipv6',
    address: () => address,
    facts: () => facts,
    userAgent: () => userAgent,
  }
}
