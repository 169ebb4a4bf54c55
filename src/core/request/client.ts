/** The client of a request. Its facts are looked up only when a rule or a policy asks for them. */
export type Client = {
  /** Client address behind `TRUSTED_PROXIES`: IPv4 or IPv6 as text. */
  address(): string
}
