/** The client of a request. Its facts are looked up only when a rule or a policy asks for them. */
export type Client = {
  /** Network of the client's address behind `TRUSTED_PROXIES`: see `clientNetwork`. */
  network(): string
}
