import type { ClientFacts } from '../geo/client-facts.ts'
import type { IpAddress } from './ip-address.ts'

/** The client of a request. Its facts are looked up only when a rule or a policy asks for them, each once at most. */
export type Client = {
  /** Network of the client's address behind `TRUSTED_PROXIES`: see `clientNetwork`. */
  network(): string
  /** Whether that address is of IPv6; IPv4 in IPv6 is IPv4. */
  isIpv6(): boolean
  /** That address; undefined once the connection is closed. */
  address(): IpAddress | undefined
  /** Country, continent and autonomous system: of a header that a trusted proxy writes, else of the databases. */
  facts(): ClientFacts
  /** Value of `User-Agent`; empty without one. */
  userAgent(): string
}
