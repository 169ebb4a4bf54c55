import { unknownFacts, type ClientFacts } from '../core/geo/client-facts.ts'
import { readGeoHeaders, type GeoHeaders, type HeaderFacts } from '../core/geo/geo-headers.ts'
import { continentOf } from '../core/geo/countries.ts'
import type { Client } from '../core/request/client.ts'
import { clientNetwork } from '../core/request/client-network.ts'
import type { IpAddress } from '../core/request/ip-address.ts'
import type { TrustedProxies } from '../core/request/trusted-proxies.ts'
import { ipAddressBehind, isFromProxy, type AskedBy } from '../listener/client-address.ts'
import type { FactsSource } from '../ports/client-facts.ts'

/** What tells of the client of a request, its program included. */
export type Asking = AskedBy & { readonly headers: { readonly 'user-agent'?: string | undefined } }

/** The client of the request that is decided now. */
export type AskingClient = Client & {
  /** Forgets the client before: from now on this request is asked about. */
  moveTo(request: Asking): void
}

/** What tells of clients. */
export type ClientSources = {
  readonly trustedProxies: TrustedProxies
  /** Headers of those proxies; undefined: none is believed. */
  readonly geoHeaders: GeoHeaders | undefined
  readonly factsSource: FactsSource
}

/** Opens one client for all requests, which are decided one after the other: most ask it for nothing. */
export function openClient({ trustedProxies: trusted, geoHeaders, factsSource }: ClientSources): AskingClient {
  const [ipAddressOf, isProxied] = [ipAddressBehind(trusted), isFromProxy(trusted)]
  let asking: Asking
  /** What is known of the asking client: of many rules that ask each is told the same. */
  let network: string | undefined
  let address: IpAddress | undefined
  let facts: ClientFacts | undefined
  return {
    moveTo(request) {
      asking = request
      network = undefined
      address = undefined
      facts = undefined
    },
    network: () => (network ??= clientNetwork(addressOf())),
    isIpv6: () => addressOf()?.kind() === 'ipv6',
    address: addressOf,
    facts: () => (facts ??= lookUp()),
    userAgent: () => asking.headers['user-agent'] ?? '',
  }

  function addressOf(): IpAddress | undefined {
    return (address ??= ipAddressOf(asking))
  }

  function lookUp(): ClientFacts {
    const told = geoHeaders !== undefined && isProxied(asking) ? readGeoHeaders(geoHeaders, asking.rawHeaders) : undefined
    const asked = addressOf()
    const found = asked === undefined ? unknownFacts : factsSource.factsOf(asked)
    return told === undefined ? found : joinFacts(told, found)
  }
}

/** A header goes before the databases, which know no more than the address. */
function joinFacts({ country, asn }: HeaderFacts, found: ClientFacts): ClientFacts {
  const placed = country === undefined ? found : { country, continent: continentOf(country), countryFrom: 'HEADER' as const }
  return { ...found, ...placed, ...(asn !== undefined && { asn, asnFrom: 'HEADER' as const }) }
}
