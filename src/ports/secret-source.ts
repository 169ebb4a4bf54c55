import type { Secret } from '../core/signing/secret.ts'

/** Where the secrets of signed URLs are, outside of every configuration. */
export type SecretSource = {
  /** Reads the secret of a reference anew. Never rejects: what can't be read is missing, and why. */
  read(reference: string): Promise<Secret>
}
