/** Source of an identity provider's public keys, which verify its tokens: a JSON Web Key Set, RFC 7517. */
export type KeySource = {
  /** Fetches the key set; the answer is parsed but not checked. Rejects within 3 s, with a message that says why. */
  fetch(): Promise<unknown>
}
