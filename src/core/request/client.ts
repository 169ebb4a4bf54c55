/** The client of a request. Facts are looked up when a rule or a policy asks for them; a request that needs none costs nothing. */
export type Client = {
  /** Its address, as `TRUSTED_PROXIES` has it: IPv4 or IPv6 as text. */
  address(): string
}
