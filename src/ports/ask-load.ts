/**
 * Asks at an address of the configuration for the load of a CDN, and gives the text of the answer. Rejects within two and a half
 * seconds, with a message that says why, without the address.
 */
export type AskLoad = (target: LoadTarget) => Promise<string>

export type LoadTarget = {
  readonly url: string
  /** Whether it may be a loopback, link-local, private or metadata address. */
  readonly internal: boolean
}
