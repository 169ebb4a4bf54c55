/** The client of a request. Its facts are looked up only when a rule or a policy asks for them. */
export type Client = {
  /** Network of the client's address behind `TRUSTED_PROXIES`: see `clientNetwork`. */
  network(): string
  /** Whether that address is of IPv6; IPv4 in IPv6 is IPv4. */
  isIpv6(): boolean
}
