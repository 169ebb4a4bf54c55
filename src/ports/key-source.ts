/** Where the public keys come from by which an identity provider signs its tokens: a JSON Web Key Set, RFC 7517. */
export type KeySource = {
  /** The set as it was answered, parsed but not checked. Rejects within 3 s, with a message that says why it can't be had. */
  fetch(): Promise<unknown>
}
