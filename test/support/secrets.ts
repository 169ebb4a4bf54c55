import { missing, parseSecret } from '../../src/core/signing/secret.ts'
import type { SecretSource } from '../../src/ports/secret-source.ts'

/** Secrets in memory, by their references, which a test changes as an operator would. */
export type InMemorySecrets = SecretSource & {
  readonly texts: Map<string, string>
  /** References that were read, in order. */
  readonly reads: string[]
}

export function openInMemorySecrets(texts: Readonly<Record<string, string>> = {}): InMemorySecrets {
  const present = new Map(Object.entries(texts))
  const reads: string[] = []
  return {
    texts: present,
    reads,
    async read(reference) {
      reads.push(reference)
      const text = present.get(reference)
      return text === undefined ? missing('no such file') : parseSecret(text)
    },
  }
}
